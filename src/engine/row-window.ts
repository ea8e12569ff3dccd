import type { Annotation } from "../core/model/annotation.ts";
import { ROW_MESSAGE } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import type { Row, RowWindow } from "../core/wire/row.ts";
import type { Finder } from "./finder.ts";
import type { RowMeanings } from "./row-meanings.ts";
import { rowView } from "./row-view.ts";
import type { View } from "./view.ts";

/** So many rows are read from the disk at a time, each perhaps of another place: fewer than memory has room for. */
const READ_ROWS = 32;

/**
 * Some rows of a view, as the list shows them. What is not in memory is read; the revision is the one they are of. What of their
 * meaning is not known in time is found out afterwards. Of rows that are not wanted any more it gives those that it has.
 */
export async function rowWindow(
  session: Session,
  view: View,
  start: number,
  count: number,
  meanings: RowMeanings,
  annotations: ReadonlyMap<number, Annotation> = new Map(),
  finder?: Finder,
  tripOf: (row: number) => Row["trip"] = () => null,
  isWanted: () => boolean = () => true,
): Promise<RowWindow> {
  const { matched } = view;
  const revision = view.revision + (finder?.revision ?? 0);
  const rows: Row[] = [];
  // Taken at once: the view may change while something is read.
  const numbers: number[] = [];
  for (let position = start; position < Math.min(matched, start + count); position += 1) {
    numbers.push(view.rowAt(position) as number);
  }
  const before = start === 0 ? undefined : view.rowAt(start - 1);
  let at = before === undefined ? null : session.log.at.get(before);
  const look = meanings.look();
  for (const [index, row] of numbers.entries()) {
    if (index % READ_ROWS === 0) {
      const coming = numbers.slice(index, index + READ_ROWS).map((it) => loadShown(session, it));
      await Promise.all(coming.filter((it) => it !== null));
      if (!isWanted()) break;
    }
    await untilLoaded(() => loadShown(session, row));
    const found = finder?.has(row) === true;
    const shown = rowView(session, row, at, look.meaningOf(row), annotations.get(row), tripOf(row));
    rows.push({ ...shown, found });
    at = session.log.at.get(row);
  }
  look.end();
  return { revision, start, matched, rows };
}

/** Of a message its beginning is shown, of a mark or a request what all of it says. */
export function loadShown(session: Session, row: number): Promise<void> | null {
  return session.log.kind.get(row) === ROW_MESSAGE ? session.loadStart(row) : session.load(row);
}

/** Waits for what `load` names: bytes that were read may have had to make room for others meanwhile. */
export async function untilLoaded(load: () => Promise<void> | null): Promise<void> {
  for (let wait = load(); wait !== null; wait = load()) await wait;
}
