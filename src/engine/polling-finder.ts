import type { SessionDecoder } from "../core/analysis/decode-session.ts";
import { toExchange } from "../core/analysis/polling/exchange.ts";
import type { TaughtRules } from "../core/analysis/polling/find-request-loops.ts";
import type { Loop } from "../core/analysis/polling/loop.ts";
import { createLoopSearch } from "../core/analysis/polling/loop-search.ts";
import { createRequestNotes, type RequestNotes } from "../core/analysis/polling/note-requests.ts";
import { createSourceOpenings, isOfSource } from "../core/analysis/polling/source-openings.ts";
import { viewLoops } from "../core/analysis/polling/view-loops.ts";
import { ROW_REQUEST } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import type { LoopView, PollingAnswer } from "../core/wire/polling-answer.ts";
import { untilLoaded } from "./row-window.ts";
import { createSocketCosts } from "./socket-costs.ts";

/** Works for at most this long at a time, so that ingest is not kept waiting, and so long not. */
const SLICE_MS = 8;
const PAUSE_MS = 4;
/** After so long the reader is told what was found so far. */
const ANSWER_MS = 400;

/** What rules about requests look at. */
export interface RequestEvidence {
  readonly loops: readonly Loop[];
  readonly notes: RequestNotes;
  /** All requests so far. */
  readonly requests: number;
}

/** What a session polls, and what its sockets cost; each request is read once. */
export interface PollingFinder {
  /** What is known after a while; `wholly` waits until all is read. `protocolOf` is by a connection's ID. */
  find(decoder: SessionDecoder, wholly?: boolean): Promise<PollingAnswer>;
  /** Reads all that there is. */
  look(): Promise<RequestEvidence>;
  /** What empty answers are; where it is another than before, all is read anew. */
  teach(taught: TaughtRules): void;
}

/** Creates the finder of a session; nothing is read before it is asked. `now` is any clock, in ms. */
export function createPollingFinder(session: Session, now: () => number): PollingFinder {
  const { log, connections } = session;
  const sockets = createSocketCosts(session, now);
  let taught: TaughtRules = new Map();
  let reading = begin();
  let last: { state: object; seen: number; loops: LoopView[]; found: readonly Loop[] } | null = null;

  function begin() {
    return {
      search: createLoopSearch(session, taught),
      openings: createSourceOpenings(session),
      notes: createRequestNotes(),
      seen: 0,
      requests: 0,
      taken: 0,
      working: null as Promise<void> | null,
    };
  }

  /** What is damaged on the disk is passed over; who opens the row is told why. */
  async function takeRow(state: typeof reading, row: number): Promise<void> {
    const isRequest = log.kind.get(row) === ROW_REQUEST;
    if (!isRequest && !isOfSource(session, row)) return;
    try {
      await untilLoaded(() => session.load(row));
      if (!isRequest) {
        const ended = state.openings.take(row);
        if (ended === null) return;
        state.search.take(ended);
        state.taken += 1;
        return;
      }
      const record = session.record(row);
      if (record?.type !== "request-finished") return;
      const exchange = toExchange(record.entry, row, log.connection.get(row));
      state.search.take(exchange);
      state.taken += 1;
      state.notes.take(exchange);
    } catch {
      // A row that cannot be read is no request.
    }
  }

  /** Reads on, and looks where something is new, until nothing is. */
  function work(state: typeof reading): Promise<void> {
    state.working ??= (async () => {
      let pauseAt = now() + SLICE_MS;
      const pause = async () => {
        if (now() < pauseAt) return;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        pauseAt = now() + SLICE_MS;
      };
      for (; state.seen < log.length && state === reading; state.seen += 1) {
        await takeRow(state, state.seen);
        if (log.kind.get(state.seen) === ROW_REQUEST) state.requests += 1;
        await pause();
      }
      while (state === reading && state.search.look()) await pause();
    })().finally(() => {
      state.working = null;
    });
    return state.working;
  }

  async function workWholly(): Promise<void> {
    let state: typeof reading;
    do {
      state = reading;
      await work(state);
    } while (state !== reading);
  }

  function view(): { loops: LoopView[]; found: readonly Loop[] } {
    const { search, taken, notes } = reading;
    if (last?.state !== reading || last.seen !== taken) {
      const found = search.loops();
      last = { state: reading, seen: taken, found, loops: viewLoops(session, found, notes) };
    }
    return last;
  }

  return {
    async find(decoder, wholly = false) {
      /** What it speaks is known where a row of it was looked at, or its first payloads are in memory. */
      const protocolOf = (id: number) => {
        const connection = connections[id - 1];
        const isKnown = connection !== undefined && decoder.revisionOf(id) !== null;
        return isKnown ? decoder.protocolOf(connection) : null;
      };
      const worked = workWholly();
      await (wholly ? worked : Promise.race([worked, wait(ANSWER_MS)]));
      const costs = await sockets.read(protocolOf);
      const state = reading;
      const { loops } = view();
      const isReading = state.working !== null;
      return {
        // What came while sockets were counted was not looked at: the loops are not those of so many.
        requests: isReading ? countRequests(session, state.requests, state.seen) : state.requests,
        looked: state.requests,
        forgotten: state.search.forgotten,
        reading: isReading,
        loops,
        sockets: costs.shown,
        moreSockets: costs.more,
      };
    },
    async look() {
      await workWholly();
      const { found } = view();
      return { loops: found, notes: reading.notes, requests: reading.requests };
    },
    teach(next) {
      // The same said again is no reason to look again.
      if (JSON.stringify([...next]) === JSON.stringify([...taught])) return;
      taught = next;
      reading = begin();
    },
  };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function countRequests({ log }: Session, known: number, from: number): number {
  let count = known;
  for (let row = from; row < log.length; row += 1) if (log.kind.get(row) === ROW_REQUEST) count += 1;
  return count;
}
