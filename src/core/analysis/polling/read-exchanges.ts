import { ROW_REQUEST } from "../../model/message-log.ts";
import type { Session } from "../../model/session.ts";
import { type Exchange, toExchange } from "./exchange.ts";

/** The finished requests of a session in order of time. Their records have to be in memory. */
export function readExchanges(session: Session): Exchange[] {
  const { log } = session;
  const exchanges: Exchange[] = [];
  for (let row = 0; row < log.length; row += 1) {
    if (log.kind.get(row) !== ROW_REQUEST) continue;
    const record = session.record(row);
    if (record?.type !== "request-finished") continue;
    exchanges.push(toExchange(record.entry, row, log.connection.get(row)));
  }
  return exchanges.sort((a, b) => a.at - b.at || a.row - b.row);
}
