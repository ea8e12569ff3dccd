import type { SessionDecoder } from "../core/analysis/decode-session.ts";
import type { TaughtRules } from "../core/analysis/polling/find-loops.ts";
import { viewLoops } from "../core/analysis/polling/view-loops.ts";
import type { Session } from "../core/model/session.ts";
import type { LoopView, PollingAnswer } from "../core/wire/engine-api.ts";
import { createExchangeIndex } from "./exchange-index.ts";
import { createSocketCosts } from "./socket-costs.ts";

/** Loops are looked for among the last so many requests: it takes the engine's time, and recording waits meanwhile. */
const MOST_EXCHANGES = 3000;

/** What a session polls, and what its sockets cost. */
export interface PollingFinder {
  /** Looks anew only where requests have come, or empty answers are taught otherwise. */
  find(taught: TaughtRules): Promise<PollingAnswer>;
}

/** Creates the finder of a session; nothing is read before it is asked. `now` is any clock, in ms. */
export function createPollingFinder(
  session: Session,
  decoder: SessionDecoder,
  now: () => number,
): PollingFinder {
  const exchanges = createExchangeIndex(session, now);
  const sockets = createSocketCosts(session, now);
  let last: { requests: number; taught: TaughtRules; loops: LoopView[] } | null = null;

  /** What it speaks is known where a row of it was looked at, or its first payloads are in memory. */
  function protocolOf(id: number): string | null {
    const connection = session.connections[id - 1];
    const isKnown = connection !== undefined && decoder.revisionOf(id) !== null;
    return isKnown ? decoder.protocolOf(connection) : null;
  }

  return {
    async find(taught) {
      const costs = await sockets.read(protocolOf);
      const all = await exchanges.read();
      const looked = all.slice(-MOST_EXCHANGES);
      if (last?.requests !== all.length || last.taught !== taught) {
        last = { requests: all.length, taught, loops: viewLoops(session, looked, taught) };
      }
      return { requests: all.length, looked: looked.length, loops: last.loops, sockets: costs };
    },
  };
}
