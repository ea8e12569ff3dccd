import type { MessageMeaning } from "../core/analysis/summarise-parts.ts";
import { ROW_MESSAGE } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import { FLAG_BINARY, FLAG_RECEIVED } from "../core/wire/batch.ts";

/** So many rows before it are looked at: among more one would have to wait, and what is older is hardly what one compares with. */
const MAX_ROWS = 50_000;

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

/** Null where it is not in memory, and so not known. */
function nameOf(session: Session, row: number): string | null {
  const { log, payloads } = session;
  const length = log.nameLength.get(row);
  if (length === 0) return "";
  const address = log.address.get(row) - length - log.idLength.get(row);
  return payloads.has({ address, length }) ? session.eventName(row) : null;
}
