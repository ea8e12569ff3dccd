import { FLAG_DERIVED, ROW_MESSAGE } from "../model/message-log.ts";
import type { Session } from "../model/session.ts";

/**
 * The rows of all messages in order of time. The messages of one connection stay in the order of the log, which
 * is that of the wire, even where their times do not rise (a Blob is stamped when it is sent, clocks are coarse).
 */
export function orderMessages(session: Session): Uint32Array {
  const { log, connections } = session;
  const latest = new Float64Array(connections.length + 1).fill(Number.NEGATIVE_INFINITY);
  const order = new Float64Array(log.length);
  const rows = new Uint32Array(log.length);
  let count = 0;
  for (let row = 0; row < log.length; row += 1) {
    if (log.kind.get(row) !== ROW_MESSAGE) continue;
    const connection = log.connection.get(row);
    // What requests carried was told when they had finished: its time alone says where it belongs.
    const isCarried = (log.flags.get(row) & FLAG_DERIVED) !== 0;
    const at = isCarried ? log.at.get(row) : Math.max(latest[connection] as number, log.at.get(row));
    if (!isCarried) latest[connection] = at;
    order[row] = at;
    rows[count] = row;
    count += 1;
  }
  const messages = rows.subarray(0, count);
  // Equal times keep the order of the log.
  return messages.sort((a, b) => (order[a] as number) - (order[b] as number) || a - b);
}
