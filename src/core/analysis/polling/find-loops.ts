import type { Session } from "../../model/session.ts";
import type { Exchange } from "./exchange.ts";
import type { TaughtRules } from "./find-request-loops.ts";
import type { Loop } from "./loop.ts";
import { createLoopSearch } from "./loop-search.ts";
import { readExchanges } from "./read-exchanges.ts";
import { createSourceOpenings } from "./source-openings.ts";

/** Finds the polling loops of a session that is in memory, those with the most requests first; `exchanges` are all its requests in order of time. */
export function findLoops(
  session: Session,
  taught: TaughtRules = new Map(),
  exchanges: readonly Exchange[] = readExchanges(session),
): Loop[] {
  const search = createLoopSearch(session, taught);
  for (const it of exchanges) search.take(it);
  const openings = createSourceOpenings(session);
  for (let row = 0; row < session.log.length; row += 1) {
    const ended = openings.take(row);
    if (ended !== null) search.take(ended);
  }
  return search.loops();
}
