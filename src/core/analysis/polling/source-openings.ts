import { ROW_MARK, ROW_MESSAGE } from "../../model/message-log.ts";
import type { Session } from "../../model/session.ts";
import type { EpochMs } from "../../units.ts";
import type { Exchange } from "./exchange.ts";

/** A stream that brings more than this each time is one, although it ends often. */
export const MOST_EVENTS = 1;

interface Opening {
  readonly at: EpochMs;
  readonly url: string;
  readonly row: number;
  endAt: EpochMs;
  /** The rows of its first events. */
  readonly rows: number[];
  events: number;
}

/** Makes an exchange of each time that an EventSource was open. */
export interface SourceOpenings {
  /** Takes the next row, which has to be in memory; answers the opening that it ended. */
  take(row: number): Exchange | null;
}

const decoder = new TextDecoder();

/** Creates the reader of a session; rows that are not of an EventSource are passed over. */
export function createSourceOpenings(session: Session): SourceOpenings {
  const open = new Map<number, Opening>();

  function end(connection: number): Exchange | null {
    const it = open.get(connection);
    if (it === undefined) return null;
    open.delete(connection);
    return toExchange(session, connection, it);
  }

  return {
    take(row) {
      const { log, connections } = session;
      const id = log.connection.get(row);
      if (!isOfSource(session, row)) return null;
      const at = log.at.get(row);
      const current = open.get(id);
      if (log.kind.get(row) === ROW_MESSAGE) {
        if (current === undefined) return null;
        current.endAt = at;
        current.events += 1;
        if (current.rows.length <= MOST_EVENTS) current.rows.push(row);
        return null;
      }
      const type = session.record(row)?.type;
      if (type === "source-opened") {
        const ended = end(id);
        const { url } = connections[id - 1] as { url: string };
        open.set(id, { at, url, row, endAt: at, rows: [], events: 0 });
        return ended;
      }
      if (type !== "source-errored" && type !== "source-closed") return null;
      if (current !== undefined) current.endAt = at;
      return end(id);
    },
  };
}

/** Whether a row says how an EventSource does. */
export function isOfSource({ log, connections }: Session, row: number): boolean {
  const kind = log.kind.get(row);
  if (kind !== ROW_MESSAGE && kind !== ROW_MARK) return false;
  const connection = connections[log.connection.get(row) - 1];
  return connection?.kind === "eventsource" && !connection.assumed;
}

/** Payloads are read of those alone that may be polls. */
function toExchange(session: Session, connection: number, opening: Opening): Exchange {
  const { at, endAt, url, row, rows, events } = opening;
  const answer =
    events > MOST_EVENTS ? null : rows.map((it) => decoder.decode(session.payload(it))).join("\n");
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
    answerHeadBytes: null,
    body: null,
    bodyBytes: 0,
    answer,
    answerTextBytes: answer?.length ?? null,
    answerBytes: answer?.length ?? null,
    unframed: false,
    mimeType: "text/event-stream",
    type: "eventsource",
    asset: false,
    cached: false,
    initiator: null,
    byTimer: null,
    events,
  };
}
