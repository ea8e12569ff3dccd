import { say } from "../../text/say.ts";
import type { Exchange } from "./exchange.ts";
import { findHeld } from "./find-held.ts";
import { findRhythm } from "./find-rhythm.ts";
import { LEAST_REQUESTS } from "./group-questions.ts";
import { judgeAnswers } from "./judge-answers.ts";
import type { Loop } from "./loop.ts";
import type { LoopHistory } from "./loop-histories.ts";
import { MOST_EVENTS } from "./source-openings.ts";
import { median } from "./statistics.ts";

/** One that lasts longer is cut by a proxy, and no way of polling. */
const MOST_OPEN_MS = 30_000;

/**
 * Event streams that the server ends after an event or none, so that the browser asks again after the reconnection time (WHATWG HTML
 * 9.2.3): polling in another dress. Takes the openings of one URL. Headers of these requests are not recorded, so bytes are less than they were.
 */
export function findSourceLoops(
  exchanges: readonly Exchange[],
  before: (key: string) => LoopHistory | null,
): Loop[] {
  if (exchanges.length < LEAST_REQUESTS) return [];
  const isPolling =
    median(exchanges.map(({ events = 0 }) => events)) <= MOST_EVENTS &&
    median(exchanges.map(({ at, endAt }) => endAt - at)) <= MOST_OPEN_MS;
  if (!isPolling) return [];
  const held = findHeld(exchanges);
  const rhythm = held ?? findRhythm(exchanges);
  if (rhythm === null) return [];
  const url = endpointUrl((exchanges[0] as Exchange).url);
  const key = `source ${url}`;
  const history = before(key);
  const { answers, ignored } = judgeAnswers(exchanges, null, history?.told ?? null);
  const kind = held === null ? "short" : "long";
  const name = say("eventStreamThatEndsAnd");
  const common = { key, method: "GET", url, kind, name, rhythm, exchanges, answers, ignored } as const;
  return [
    {
      ...common,
      apart: null,
      askers: 1,
      asks: key,
      things: 1,
      initiator: null,
      before: history?.before ?? null,
    },
  ];
}

/** Openings of one URL are counted together, whatever their query. */
export function endpointUrl(url: string): string {
  return url.replace(/[?#].*$/s, "");
}
