import type { Bytes, EpochMs, Milliseconds } from "../units.ts";
import type { WorkerKind } from "./worker-link.ts";

/**
 * Everything that can happen in a session, as told by the page's hook, by the devtools page or by an importer.
 * One union, with the same names from the page to the disk. `connection` counts from 1 within its frame.
 */
export type SessionEvent = MessageEvent_ | ChunkEvent | PayloadEvent | RecordEvent;

export type Direction = "sent" | "received";
export type PayloadType = "text" | "binary";

/** A WebSocket message (RFC 6455: all fragments of it) or a dispatched event of an EventSource. */
export interface MessageEvent_ {
  readonly type: "message";
  readonly at: EpochMs;
  readonly connection: number;
  readonly direction: Direction;
  readonly payloadType: PayloadType;
  /** The first bytes of the payload, often all of them; text as UTF-8. */
  readonly payload: Uint8Array;
  /** The payload's true size. More than `payload.length`: the rest follows in `payload` events, or was cut. */
  readonly size: Bytes;
  /** The payload was larger than the largest that is taken, and was cut in the page. */
  readonly cut?: boolean;
  /** Server-Sent Events only: no listener waited for its type, so that the page never got it; the browser told of it. */
  readonly unheard?: boolean;
  /** The rest of the payload follows (large messages, Blobs that are still being read). */
  readonly partial: boolean;
  /** Server-Sent Events only: the event type, else "". */
  readonly eventName: string;
  /** Server-Sent Events only: the last event ID, else "". */
  readonly eventId: string;
}

/** Bytes of a streamed response in the pieces in which the page got them, not yet divided into events. */
export interface ChunkEvent {
  readonly type: "chunk";
  /** When the page got it; what was read as a whole: when that was there. */
  readonly at: EpochMs;
  readonly connection: number;
  /** Of text (an XMLHttpRequest's) its UTF-8. */
  readonly payload: Uint8Array;
  readonly text: boolean;
  /** How many bytes of the stream come before it. Where that is more than there were, some are missing. */
  readonly position: Bytes;
  /** Larger than what is here where the chunk was larger than the largest that is taken. */
  readonly size: Bytes;
  /** The next chunk of its connection is more of this one. */
  readonly partial: boolean;
}

/** More bytes of an earlier message of the same frame, named by that message's sequence number. */
export interface PayloadEvent {
  readonly type: "payload";
  /** The message's own time. */
  readonly at: EpochMs;
  readonly message: number;
  readonly payload: Uint8Array;
  /** More follows; where it is false and bytes are missing, the payload could not be read whole. */
  readonly partial: boolean;
}

/** Who ended a connection: the page by `close()`, the server by a Close frame, or nobody: the network broke. */
export type ClosedBy = "page" | "server" | "network" | "unknown";

/** How a page got at a streamed response. */
export type StreamVia = "fetch" | "xhr";

/**
 * How the page reads it: `stream` chunk by chunk, `progress` by the growing text of an XMLHttpRequest; the others as a
 * whole, when all of it is there.
 */
export type StreamReading = (typeof STREAM_READINGS)[number];

export const STREAM_READINGS = [
  "stream",
  "progress",
  "text",
  "json",
  "arrayBuffer",
  "bytes",
  "blob",
  "formData",
  "document",
] as const;

/** Why a stream's bytes cannot be seen (any more). */
export type UnseenWhy = (typeof UNSEEN_WHYS)[number];

export const UNSEEN_WHYS = ["piped", "transferred", "body-used", "json", "document"] as const;

/** A document's visibility (W3C Page Visibility), and `frozen` (WICG Page Lifecycle, Chromium): then it runs no task. */
export type LifecycleState = (typeof LIFECYCLE_STATES)[number];

export const LIFECYCLE_STATES = ["visible", "hidden", "frozen"] as const;

/** The rare events: each is a JSON record. */
export type RecordEvent =
  /** A document, or a worker. */
  | { type: "frame-started"; at: EpochMs; url: string; top: boolean; origin: string; worker?: WorkerKind }
  /** `frame` is the one it is about, where that is not the one that the record itself is of: a worker cannot say its end. */
  | { type: "frame-left"; at: EpochMs; frame?: string; url: string; kept: boolean }
  | { type: "frame-shown"; at: EpochMs; url: string }
  | { type: "navigated"; at: EpochMs; url: string }
  /** What the browser lets the document do from then on: its timers are slowed while it is hidden, and stand still while it is frozen. */
  | { type: "lifecycle-changed"; at: EpochMs; state: LifecycleState }
  /** A task that kept the document's thread from all else for 50 ms or more (W3C Long Tasks); it began at `at`. Chromium only. */
  | { type: "thread-blocked"; at: EpochMs; blockedMs: Milliseconds }
  /** `api` is missing of a WebSocket. Of a WebSocketStream it is not known which protocols were asked for. */
  | {
      type: "socket-created";
      at: EpochMs;
      connection: number;
      url: string;
      protocols: string[];
      api?: "WebSocketStream";
    }
  | { type: "socket-opened"; at: EpochMs; connection: number; protocol: string; extensions: string }
  | { type: "socket-closing"; at: EpochMs; connection: number; code: number | null; reason: string }
  | { type: "socket-errored"; at: EpochMs; connection: number }
  /** So many bytes that the page had sent before waited to go out when it sent more (WHATWG WebSockets, `bufferedAmount`). */
  | { type: "socket-buffered"; at: EpochMs; connection: number; bytes: Bytes }
  /** `send()` on a socket that is closing or closed: the data goes nowhere (WHATWG WebSockets, `send()`). */
  | { type: "send-discarded"; at: EpochMs; connection: number; bytes: Bytes }
  | {
      type: "socket-closed";
      at: EpochMs;
      connection: number;
      code: number | null;
      reason: string;
      wasClean: boolean | null;
      by: ClosedBy;
      /** What the page had sent and never went out; missing where it was not read. */
      unsentBytes?: Bytes;
    }
  | { type: "source-created"; at: EpochMs; connection: number; url: string; withCredentials: boolean }
  | { type: "source-opened"; at: EpochMs; connection: number }
  | { type: "source-errored"; at: EpochMs; connection: number; reconnecting: boolean }
  | { type: "source-closed"; at: EpochMs; connection: number }
  /** A response that is a stream, when the page first used it. `requestedAt` is null of a `fetch`. */
  | {
      type: "stream-opened";
      at: EpochMs;
      connection: number;
      requestedAt: EpochMs | null;
      via: StreamVia;
      reading: StreamReading;
      /** Null of a `fetch`: only the browser's network log tells it. */
      method: string | null;
      url: string;
      status: number;
      contentType: string;
    }
  | { type: "stream-ended"; at: EpochMs; connection: number; by: ClosedBy; reason: string }
  | { type: "stream-unseen"; at: EpochMs; connection: number; why: UnseenWhy }
  /** What a stream says beside its events. No page tells it: the session's fold finds it in the chunks. */
  | { type: "stream-remarked"; at: EpochMs; connection: number; what: StreamRemark; text: string }
  | { type: "request-finished"; at: EpochMs; entry: HarEntry }
  | HandshakeEvent
  /** What this frame says of `connection` is more of connection `of` of another frame: the browser's word beside a page's. */
  | { type: "connection-joined"; at: EpochMs; connection: number; frame: string; of: number }
  | FrameSeenEvent
  | { type: "recording-paused"; at: EpochMs }
  | { type: "recording-resumed"; at: EpochMs }
  | {
      type: "messages-dropped";
      at: EpochMs;
      connection: number | null;
      count: number;
      /** At least so many: of a text each UTF-16 code unit counts as one, for it was let go unread. */
      bytes: Bytes;
      why: string;
    }
  | { type: "hook-failed"; at: EpochMs; count: number; message: string };

/**
 * The opening handshake of a WebSocket (RFC 6455 4) as the browser's network side tells it: what went over the wire, which
 * a page never learns. `at` is when it began.
 */
export interface HandshakeEvent {
  readonly type: "handshake";
  readonly at: EpochMs;
  /** The frame of the connection; left out where that is the frame that the record itself is of. */
  readonly frame?: string;
  /** The connection's number within that frame; null where it is not known which one it was. */
  readonly connection: number | null;
  /** Request and response with their headers; status 0 where the browser does not tell of a response. */
  readonly entry: HarEntry;
  /** The browser's own words on why it failed, else "". */
  readonly error: string;
  /** How many connections it may belong to: 1 is certain; more were told apart by their order, or not at all. */
  readonly among: number;
}

/** Which frame it is that speaks, by the browser's word and not the page's. */
export interface FrameSeenEvent {
  readonly type: "frame-seen";
  readonly at: EpochMs;
  /** The frame it is about; left out where that is the frame that the record itself is of. */
  readonly frame?: string;
  /** The browser's number of the frame: 0 is the page itself. */
  readonly frameId: number;
  readonly url: string;
  /** The origin that the browser gives it, "null" for an opaque one; "" where the browser does not tell. */
  readonly origin: string;
}

/** What a stream says beside its events. */
export type StreamRemark = (typeof STREAM_REMARKS)[number];

export const STREAM_REMARKS = [
  /** A comment line of Server-Sent Events; a heartbeat, mostly. */
  "comment",
  /** The reconnection time in ms; only an EventSource heeds it. */
  "retry",
  /** A field that is none, or whose value is not allowed (WHATWG HTML 9.2.6): it is passed over. */
  "ignored",
  /** A block without data: it is no event. */
  "undispatched",
  /** An empty line between JSON lines; a heartbeat, mostly. */
  "blank",
  /** Bytes that were not recorded; the text is their number. */
  "missing",
  /** A chunk (or body) was larger than the largest that is taken; the text is how many of its bytes are here, and how many it had. */
  "cut",
] as const;

/** A HAR 1.2 entry as `devtools.network` gives it; foreign keys are kept as they are. */
export interface HarEntry {
  startedDateTime: string;
  time: number;
  request: {
    method: string;
    url: string;
    httpVersion?: string;
    headers?: HarHeader[];
    headersSize?: number;
    bodySize?: number;
    postData?: { mimeType?: string; text?: string };
    [key: string]: unknown;
  };
  response: {
    status: number;
    statusText?: string;
    httpVersion?: string;
    headers?: HarHeader[];
    headersSize?: number;
    bodySize?: number;
    content?: { size?: number; mimeType?: string; text?: string; encoding?: string; comment?: string };
    [key: string]: unknown;
  };
  [key: string]: unknown;
}

export interface HarHeader {
  name: string;
  value: string;
}
