import type { MessageMeaning } from "../core/analysis/summarise-parts.ts";
import { ROW_MESSAGE } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import { FLAG_BINARY, FLAG_RECEIVED } from "../core/wire/batch.ts";
import type { AlikeRow } from "../core/wire/engine-api.ts";
import type { RowMeanings } from "./row-meanings.ts";

/** So many rows before it are looked at: among more one would have to wait, and what is older is hardly what one compares with. */
const MAX_ROWS = 50_000;
/** So long it may take to find out what others mean. */
const LONGEST_MS = 500;

/**
 * The last message before a row that is of its type: in the same connection and direction, of the same payload type and event
 * type, and, where that is known of both, of the same kind in the protocol's words. Null where none of so many is.
 */
export function alikeBefore(
  session: Session,
  row: number,
  meaningOf: (row: number) => MessageMeaning | null,
): number | null {
  const { log } = session;
  const flags = (at: number) => log.flags.get(at) & (FLAG_RECEIVED | FLAG_BINARY);
  const meaning = meaningOf(row);
  const name = nameOf(session, row);
  for (let at = row - 1; at >= Math.max(0, row - MAX_ROWS); at -= 1) {
    if (log.kind.get(at) !== ROW_MESSAGE || log.connection.get(at) !== log.connection.get(row)) continue;
    if (flags(at) !== flags(row) || log.nameLength.get(at) !== log.nameLength.get(row)) continue;
    const other = meaningOf(at);
    const isOfKind =
      meaning === null || other === null || (meaning.kind === other.kind && meaning.event === other.event);
    if (isOfKind && nameOf(session, at) === name) return at;
  }
  return null;
}

/**
 * The same, where what those before it mean is not known yet: it is found out of each that may be the one. After `LONGEST_MS` the
 * next that may be is taken, and said to be no more than that.
 */
export async function findAlikeBefore(
  session: Session,
  row: number,
  rows: Pick<RowMeanings, "known" | "find">,
  now: () => number,
): Promise<AlikeRow | null> {
  const until = now() + LONGEST_MS;
  const found = new Map([[row, await rows.find(row)]]);
  const meaningOf = (at: number) => found.get(at) ?? rows.known(at);
  while (true) {
    const at = alikeBefore(session, row, meaningOf);
    if (at === null) return null;
    if (found.has(at) || meaningOf(at) !== null) return { row: at, isSure: true };
    if (now() > until) return { row: at, isSure: false };
    found.set(at, await rows.find(at));
  }
}

/** Null where it is not in memory, and so not known. */
function nameOf(session: Session, row: number): string | null {
  const { log, payloads } = session;
  const length = log.nameLength.get(row);
  if (length === 0) return "";
  const address = log.address.get(row) - length - log.idLength.get(row);
  return payloads.has({ address, length }) ? session.eventName(row) : null;
}
