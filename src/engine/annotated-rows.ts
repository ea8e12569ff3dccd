import { ROW_MESSAGE } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import type { Row } from "../core/wire/row.ts";
import type { Annotations } from "./annotations.ts";
import { rowView } from "./row-view.ts";
import { loadShown, untilLoaded } from "./row-window.ts";
import type { View } from "./view.ts";

/** More than are looked at side by side; of more the first are given, and the state says how many there are. */
const MAX_PINNED = 200;
/** Nobody chooses one among more. */
const MAX_MARKED = 200;

/** The marked messages of a session, in order of time; at most `MAX_MARKED`, and how many more there are. */
export function markedMessages(
  { log }: Session,
  { all }: Annotations,
): { readonly rows: readonly number[]; readonly more: number } {
  const rows: number[] = [];
  for (const [row, { marked }] of all) if (marked && log.kind.get(row) === ROW_MESSAGE) rows.push(row);
  rows.sort((a, b) => log.at.get(a) - log.at.get(b) || a - b);
  return { rows: rows.slice(0, MAX_MARKED), more: Math.max(0, rows.length - MAX_MARKED) };
}

/** The pinned rows of a session, in order of time. */
export async function pinnedRows(
  session: Session,
  annotations: Annotations,
  meaningOf: (row: number) => Row["meaning"],
): Promise<Row[]> {
  const { at } = session.log;
  const numbers = [...annotations.all].filter(([, { pinned }]) => pinned).map(([row]) => row);
  numbers.sort((a, b) => at.get(a) - at.get(b) || a - b);
  const rows: Row[] = [];
  for (const row of numbers.slice(0, MAX_PINNED)) {
    await untilLoaded(() => loadShown(session, row));
    rows.push(rowView(session, row, null, meaningOf(row), annotations.all.get(row)));
  }
  return rows;
}

/** The marked row that is next to a position of the view, round from one end to the other; null: it has none. */
export function findMarked(
  view: View,
  { all }: Annotations,
  from: number,
  step: 1 | -1,
): { row: number; index: number } | null {
  const { matched } = view;
  if (all.size === 0 || matched === 0) return null;
  let index = from < 0 && step < 0 ? matched : Math.min(from, matched - 1);
  for (let looked = 0; looked < matched; looked += 1) {
    index = (index + step + matched) % matched;
    const row = view.rowAt(index) as number;
    if (all.get(row)?.marked) return { row, index };
  }
  return null;
}
