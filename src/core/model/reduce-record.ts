import type { Bytes, EpochMs } from "../units.ts";
import type { HarEntry, RecordEvent } from "../wire/events.ts";
import type { Connection, StreamFacts } from "./connection.ts";
import { isAsset } from "./is-asset.ts";
import { noteLongTask } from "./long-tasks.ts";
import { addConnection, findConnection, openConnection } from "./open-connection.ts";
import type { SessionState } from "./session.ts";

/** How a record appears in the log: at which time, of which connection (0 is none), of which size. */
export interface ShownRecord {
  readonly at: EpochMs;
  readonly connection: number;
  readonly size: Bytes;
}

/** Folds one record into the state. Answers how it appears in the log, or null where it is no row. */
export function reduceRecord(state: SessionState, frame: string, event: RecordEvent): ShownRecord | null {
  switch (event.type) {
    case "frame-started": {
      const { url, origin, top, at, worker = null } = event;
      if (state.frames.has(frame)) return null;
      state.frames.set(frame, {
        key: frame,
        url,
        origin,
        top,
        worker,
        startedAt: at,
        leftAt: null,
        seen: null,
      });
      return null;
    }
    case "frame-seen": {
      const { frameId, url, origin } = event;
      const seen = state.frames.get(event.frame ?? frame);
      if (seen !== undefined) seen.seen = { frameId, url, origin };
      return null;
    }
    case "handshake": {
      const { connection } = event;
      return row(
        event.at,
        connection === null ? undefined : findConnection(state, event.frame ?? frame, connection),
      );
    }
    case "connection-joined": {
      const of = findConnection(state, event.frame, event.of);
      if (of === undefined) return null;
      const numbers = state.byFrame.get(frame) ?? new Map<number, Connection>();
      state.byFrame.set(frame, numbers.set(event.connection, of));
      return null;
    }
    case "frame-left": {
      const key = event.frame ?? frame;
      const left = state.frames.get(key);
      if (left !== undefined) left.leftAt = event.at;
      if (!event.kept) abandon(state, key, event.at);
      return null;
    }
    case "frame-shown": {
      const shown = state.frames.get(frame);
      if (shown !== undefined) shown.leftAt = null;
      return null;
    }
    case "socket-created": {
      const { url, at, protocols: asked } = event;
      const asStream = event.api !== undefined;
      const opening = { url, at, asked, asStream };
      const opened = openConnection(state, frame, event.connection, "websocket", opening);
      return opened === null ? null : row(at, opened);
    }
    case "source-created": {
      const { url, at, withCredentials } = event;
      const opened = openConnection(state, frame, event.connection, "eventsource", {
        url,
        at,
        withCredentials,
      });
      return opened === null ? null : row(at, opened);
    }
    case "stream-opened": {
      const { url, at, method, requestedAt, via, reading, status, contentType } = event;
      const stream: StreamFacts = { via, reading, status, contentType, requestedAt, chunks: 0, unseen: null };
      const opening = {
        url,
        at: requestedAt ?? at,
        stream,
        ...(method === null ? {} : { method: method.toUpperCase() }),
      };
      const opened = openConnection(state, frame, event.connection, "fetch-stream", opening);
      if (opened === null) return null;
      opened.state = "open";
      opened.openedAt = at;
      opened.recordedAt = at;
      return row(at, opened);
    }
    case "stream-remarked":
      return row(event.at, findConnection(state, frame, event.connection));
    case "request-finished":
      return addRequest(state, frame, event.entry);
    case "messages-dropped": {
      state.dropped += event.count;
      const connection =
        event.connection === null ? undefined : findConnection(state, frame, event.connection);
      if (connection !== undefined) connection.dropped += event.count;
      return row(event.at, connection);
    }
    case "hook-failed":
      state.hookFailures += event.count;
      return row(event.at, undefined);
    case "lifecycle-changed": {
      // All frames of a page say so, and of each change one of them is enough.
      if (event.state === state.lifecycle.state || event.at <= state.lifecycle.at) return null;
      state.lifecycle = { state: event.state, at: event.at };
      return row(event.at, undefined);
    }
    case "thread-blocked":
      noteLongTask(state.longTasks, { frame, at: event.at, blockedMs: event.blockedMs });
      return null;
    case "navigated":
    case "recording-paused":
    case "recording-resumed":
      return row(event.at, undefined);
    default: {
      const connection = findConnection(state, frame, event.connection);
      // A page tells again of connections that are alive when a new listener comes; that is no news to an old one.
      if (connection === undefined || event.at < connection.recordedAt || isKnown(connection, event))
        return null;
      connection.recordedAt = event.at;
      reduceConnection(connection, event);
      return row(event.at, connection);
    }
  }
}

type ConnectionEvent = Extract<
  RecordEvent,
  {
    type:
      | "socket-opened"
      | "socket-closing"
      | "socket-errored"
      | "socket-buffered"
      | "send-discarded"
      | "socket-closed"
      | "source-opened"
      | "source-errored"
      | "source-closed"
      | "stream-ended"
      | "stream-unseen";
  }
>;

function isKnown(connection: Connection, event: ConnectionEvent): boolean {
  if (event.at !== connection.recordedAt) return false;
  if (event.type === "socket-closing") return connection.state === "closing";
  if (event.type === "stream-unseen") return connection.stream?.unseen === event.why;
  const opened = event.type === "socket-opened" || event.type === "source-opened";
  return opened && connection.openedAt !== null;
}

function reduceConnection(connection: Connection, event: ConnectionEvent): void {
  switch (event.type) {
    case "socket-opened":
      connection.state = "open";
      connection.openedAt = event.at;
      connection.protocol = event.protocol;
      connection.extensions = event.extensions;
      return;
    case "socket-closing":
      if (connection.state !== "closed") connection.state = "closing";
      return;
    case "socket-errored":
    case "socket-buffered":
    case "send-discarded":
      return;
    case "socket-closed": {
      const { at, code, reason, wasClean, by } = event;
      connection.state = "closed";
      connection.close = { at, code, reason, wasClean, by };
      return;
    }
    case "source-opened":
      connection.state = "open";
      connection.openedAt ??= event.at;
      return;
    case "source-errored":
      connection.state = event.reconnecting ? "reconnecting" : "closed";
      if (event.reconnecting) connection.reconnects += 1;
      else connection.close = { at: event.at, code: null, reason: "", wasClean: null, by: "unknown" };
      return;
    case "stream-ended": {
      const { at, by, reason } = event;
      connection.state = "closed";
      connection.close = { at, code: null, reason, wasClean: by === "unknown" ? null : by !== "network", by };
      return;
    }
    case "stream-unseen":
      if (connection.stream !== null) connection.stream.unseen = event.why;
      return;
    case "source-closed":
      connection.state = "closed";
      connection.close = { at: event.at, code: null, reason: "", wasClean: true, by: "page" };
  }
}

/** The document is gone, and its connections with it: no event of theirs can say so any more (WHATWG HTML 9.3.5). */
function abandon(state: SessionState, frame: string, at: EpochMs): void {
  for (const connection of state.byFrame.get(frame)?.values() ?? []) {
    if (connection.state === "closed") continue;
    connection.state = "closed";
    connection.close = { at, code: null, reason: "", wasClean: null, by: "page" };
  }
}

/** When a request began; 0 where its entry does not say. */
export function startOf({ startedDateTime }: HarEntry): EpochMs {
  const startedAt = Date.parse(startedDateTime);
  return Number.isFinite(startedAt) ? startedAt : 0;
}

function addRequest(state: SessionState, frame: string, entry: HarEntry): ShownRecord {
  const { method, url } = entry.request;
  const endpoint = url.replace(/[?#].*$/s, "");
  const key = `${method} ${endpoint}`;
  const at = startOf(entry);
  let connection = state.endpoints.get(key);
  if (connection === undefined) {
    connection = addConnection(state, frame, null, "http", { url: endpoint, at, method });
    connection.state = "closed";
    state.endpoints.set(key, connection);
  }
  connection.asset &&= isAsset(entry);
  countRequest(connection, entry, 1);
  return { at, connection: connection.id, size: receivedBytes(entry) };
}

/** Counts a request to its endpoint, or (-1) takes it back. */
export function countRequest(endpoint: Connection, entry: HarEntry, by: 1 | -1): void {
  endpoint.sent += by;
  endpoint.sentBytes += by * transferred(entry.request.headersSize, entry.request.bodySize);
  if (entry.response.status > 0) endpoint.received += by;
  endpoint.receivedBytes += by * receivedBytes(entry);
}

/** The size of an answer as it went over the wire. */
export function receivedBytes({ response }: HarEntry): Bytes {
  return transferred(response.headersSize, response.bodySize);
}

/** Headers and body as they went over the wire; HAR writes -1 for a size that is not known. */
function transferred(headersSize: number | undefined, bodySize: number | undefined): Bytes {
  return Math.max(0, headersSize ?? 0) + Math.max(0, bodySize ?? 0);
}

function row(at: EpochMs, connection: Connection | undefined): ShownRecord {
  return { at, connection: connection?.id ?? 0, size: 0 };
}
