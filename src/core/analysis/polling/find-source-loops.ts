import { ROW_MARK, ROW_MESSAGE } from "../../model/message-log.ts";
import type { Session } from "../../model/session.ts";
import type { EpochMs } from "../../units.ts";
import { groupBy } from "../group-by.ts";
import type { Exchange } from "./exchange.ts";
import { findHeld } from "./find-held.ts";
import { findRhythm } from "./find-rhythm.ts";
import { judgeAnswers } from "./judge-answers.ts";
import type { Loop } from "./loop.ts";
import { median } from "./statistics.ts";

const LEAST_OPENINGS = 4;
/** A stream that brings more than this each time is one, although it ends often. */
const MOST_EVENTS = 1;
/** One that lasts longer is cut by a proxy, and no way of polling. */
const MOST_OPEN_MS = 30_000;

interface Opening {
  readonly at: EpochMs;
  endAt: EpochMs;
  readonly connection: number;
  readonly url: string;
  readonly row: number;
  /** The rows of its events. */
  readonly events: number[];
}

const decoder = new TextDecoder();

/**
 * Event streams that the server ends after an event or none, so that the browser asks again after the reconnection time (WHATWG HTML
 * 9.2.3): polling in another dress. Headers of these requests are not recorded, so bytes are less than they were.
 */
export function findSourceLoops(session: Session): Loop[] {
  const byUrl = groupBy(readOpenings(session), ({ url }) => url.replace(/[?#].*$/s, ""));
  return [...byUrl].flatMap(([url, openings]) => {
    if (openings.length < LEAST_OPENINGS) return [];
    const isPolling =
      median(openings.map(({ events }) => events.length)) <= MOST_EVENTS &&
      median(openings.map(({ at, endAt }) => endAt - at)) <= MOST_OPEN_MS;
    if (!isPolling) return [];
    const held = findHeld(openings);
    const rhythm = held ?? findRhythm(openings);
    if (rhythm === null) return [];
    const exchanges = openings.map((it) => toExchange(session, it));
    const { answers, ignored } = judgeAnswers(exchanges);
    const kind = held === null ? "short" : "long";
    const name = "event stream that ends and is opened again";
    const key = `source ${url}`;
    return [
      {
        key,
        method: "GET",
        url,
        kind,
        name,
        rhythm,
        exchanges,
        answers,
        ignored,
        askers: 1,
        initiator: null,
      },
    ];
  });
}

function readOpenings(session: Session): Opening[] {
  const { log, connections } = session;
  const open = new Map<number, Opening>();
  const all: Opening[] = [];
  for (let row = 0; row < log.length; row += 1) {
    const connection = connections[log.connection.get(row) - 1];
    if (connection?.kind !== "eventsource" || connection.assumed) continue;
    const at = log.at.get(row);
    const current = open.get(connection.id);
    // What is on the disk alone is passed over.
    if (!session.has(row, Number.POSITIVE_INFINITY)) continue;
    if (log.kind.get(row) === ROW_MESSAGE) {
      current?.events.push(row);
      if (current !== undefined) current.endAt = at;
    } else if (log.kind.get(row) === ROW_MARK) {
      const type = session.record(row)?.type;
      if (type === "source-opened") {
        const next = { at, endAt: at, connection: connection.id, url: connection.url, row, events: [] };
        open.set(connection.id, next);
        all.push(next);
      } else if ((type === "source-errored" || type === "source-closed") && current !== undefined) {
        current.endAt = at;
      }
    }
  }
  return all.sort((a, b) => a.at - b.at);
}

function toExchange(session: Session, { at, endAt, connection, url, row, events }: Opening): Exchange {
  const answer = events.map((it) => decoder.decode(session.payload(it))).join("\n");
  return {
    row,
    connection,
    at,
    endAt,
    waitMs: 0,
    method: "GET",
    url,
    status: 200,
    statusText: "",
    httpVersion: "",
    requestHeaders: [],
    answerHeaders: [],
    body: null,
    bodyBytes: 0,
    answer,
    answerTextBytes: answer.length,
    answerBytes: answer.length,
    mimeType: "text/event-stream",
    type: "eventsource",
    asset: false,
    cached: false,
    initiator: null,
    byTimer: null,
  };
}
