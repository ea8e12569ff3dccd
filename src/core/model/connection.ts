import type { Bytes, EpochMs } from "../units.ts";
import type { ClosedBy, StreamReading, StreamVia, UnseenWhy } from "../wire/events.ts";
import type { WorkerKind } from "../wire/worker-link.ts";

/** `polling`: a session of Engine.IO or SockJS that requests carry; where it goes on as a WebSocket, it is that. */
export type ConnectionKind = "websocket" | "eventsource" | "fetch-stream" | "http" | "polling";

/** `reconnecting` is an EventSource's CONNECTING state after an error (WHATWG HTML 9.2.3). */
export type ConnectionState = "connecting" | "open" | "reconnecting" | "closing" | "closed";

/** How a connection ended. `null` is: not told. */
export interface Close {
  readonly at: EpochMs;
  readonly code: number | null;
  readonly reason: string;
  readonly wasClean: boolean | null;
  readonly by: ClosedBy;
}

/** What is known of a streamed response beside what every connection has. */
export interface StreamFacts {
  readonly via: StreamVia;
  readonly reading: StreamReading;
  readonly status: number;
  readonly contentType: string;
  /** Null until the browser's network log has told it, of a `fetch`. */
  requestedAt: EpochMs | null;
  /** How many pieces it came in, so far. */
  chunks: number;
  /** From then on it is read where it cannot be seen. */
  unseen: UnseenWhy | null;
}

/** One WebSocket, one EventSource, one streamed response, one session that polls, or all requests of one HTTP endpoint. */
export interface Connection {
  /** Counts from 1 within the session. */
  readonly id: number;
  /** Counts from 1 within its frame; null for an HTTP endpoint, and what is found in requests. */
  number: number | null;
  kind: ConnectionKind;
  url: string;
  /** Of HTTP, of streamed responses, and of what requests carry where all have the same: the request method. */
  method: string | null;
  /** Streamed responses only. */
  stream: StreamFacts | null;
  /** HTTP only: all its requests were for the page's own files (documents, scripts, styles, images, fonts, media). */
  asset: boolean;
  /** The key of the frame it was opened in. */
  frame: string;
  createdAt: EpochMs;
  /** WebSocket: opened by `new WebSocketStream()`. */
  asStream: boolean;
  /** WebSocket: the subprotocols that the page asked for. */
  asked: readonly string[];
  withCredentials: boolean;
  /**
   * Its opening was not seen, only its messages: DevTools was opened after it, and the page has not told of it (yet).
   * Then `url` is "" and `createdAt` the time of the first message.
   */
  assumed: boolean;
  /** The last record's time; one that is told again is not taken twice. */
  recordedAt: EpochMs;
  state: ConnectionState;
  openedAt: EpochMs | null;
  close: Close | null;
  /** The negotiated subprotocol; "" is none, null not known. */
  protocol: string | null;
  extensions: string | null;
  sent: number;
  received: number;
  sentBytes: Bytes;
  receivedBytes: Bytes;
  /** Messages known to be missing from the log. */
  dropped: number;
  /** EventSource: how often it lost its connection and tried again. */
  reconnects: number;
  /** WebSocket: the row of its handshake; null where the browser has not told of it (yet). */
  handshake: number | null;
}

/** The document, or the worker, in which connections were opened. */
export interface Frame {
  readonly key: string;
  readonly url: string;
  readonly origin: string;
  readonly top: boolean;
  /** Null is a document. */
  readonly worker: WorkerKind | null;
  readonly startedAt: EpochMs;
  leftAt: EpochMs | null;
  /** What the browser says of it; null where it has not been asked: an import, or the network's own records. */
  seen: FrameSeen | null;
}

/** A frame by the browser's word (of a worker the document that started it): `frame-seen` says what is what. */
export interface FrameSeen {
  readonly frameId: number;
  readonly url: string;
  readonly origin: string;
}

/** Whether there is anything of a connection: an endpoint whose only request turned out to be a stream's has none. */
export function isUsed({ kind, sent }: Connection): boolean {
  return kind !== "http" || sent > 0;
}
