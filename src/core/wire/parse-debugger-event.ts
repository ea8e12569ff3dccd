import type { EpochMs, Milliseconds } from "../units.ts";
import type { HarHeader } from "./events.ts";

/**
 * What Deep capture takes of the browser's own protocol (Chrome DevTools Protocol, domain "Network"), parsed. `ticks` is
 * the browser's monotonic clock; `at` is given where the browser tells both clocks at once.
 */
export type DebuggerEvent =
  | { readonly type: "socket-created"; readonly id: string; readonly url: string; readonly scripts: string[] }
  | {
      readonly type: "socket-asked";
      readonly id: string;
      readonly ticks: Milliseconds;
      readonly at: EpochMs;
      readonly headers: HarHeader[];
    }
  | {
      readonly type: "socket-answered";
      readonly id: string;
      readonly ticks: Milliseconds;
      readonly status: number;
      readonly statusText: string;
      readonly headers: HarHeader[];
      /** As they went over the wire, with what the network added; null where it does not tell. */
      readonly requestHeaders: HarHeader[] | null;
    }
  | {
      readonly type: "socket-message";
      readonly id: string;
      readonly ticks: Milliseconds;
      readonly received: boolean;
      readonly binary: boolean;
      /** Of a binary one its base64. */
      readonly data: string;
    }
  | {
      readonly type: "socket-errored";
      readonly id: string;
      readonly ticks: Milliseconds;
      readonly text: string;
    }
  | { readonly type: "socket-closed"; readonly id: string; readonly ticks: Milliseconds }
  | {
      readonly type: "source-asked";
      readonly id: string;
      readonly ticks: Milliseconds;
      readonly at: EpochMs;
      readonly url: string;
    }
  | {
      readonly type: "source-answered";
      readonly id: string;
      readonly ticks: Milliseconds;
      readonly status: number;
    }
  | {
      readonly type: "source-event";
      readonly id: string;
      readonly ticks: Milliseconds;
      readonly eventName: string;
      readonly eventId: string;
      readonly data: string;
    }
  | { readonly type: "request-ended"; readonly id: string; readonly ticks: Milliseconds };

/** Identifiers of the protocol are some digits and dots. */
const MAX_ID_LENGTH = 200;
/** More scripts than this do not stand above a call. */
const MAX_SCRIPTS = 50;
/** Websocket headers are some; a server may send as many as the browser takes, which is 256 KiB. */
const MAX_HEADERS = 2000;
/** As of a page's clock: every calendar knows the year 2109. */
const MAX_TIME_MS = 2 ** 42;

const TEXT_OPCODE = 1;
const BINARY_OPCODE = 2;

type Fields = Record<string, unknown>;

/** Reads an event of the protocol; null is one that is of no use, or not as it should be. */
export function parseDebuggerEvent(method: string, params: unknown): DebuggerEvent | null {
  if (!isObject(params)) return null;
  const { requestId: id } = params;
  if (typeof id !== "string" || id.length > MAX_ID_LENGTH) return null;
  if (method === "Network.webSocketCreated") {
    const { url, initiator } = params;
    return typeof url === "string"
      ? { type: "socket-created", id, url, scripts: scriptsOf(initiator) }
      : null;
  }
  const ticks = msOf(params.timestamp);
  if (ticks === null) return null;
  switch (method) {
    case "Network.webSocketWillSendHandshakeRequest":
      return parseAsked(id, ticks, params);
    case "Network.webSocketHandshakeResponseReceived":
      return parseAnswered(id, ticks, params.response);
    case "Network.webSocketFrameReceived":
    case "Network.webSocketFrameSent":
      return parseMessage(id, ticks, method === "Network.webSocketFrameReceived", params.response);
    case "Network.webSocketFrameError":
      return { type: "socket-errored", id, ticks, text: textOf(params.errorMessage) };
    case "Network.webSocketClosed":
      return { type: "socket-closed", id, ticks };
    case "Network.requestWillBeSent":
      return parseSource(id, ticks, params);
    case "Network.responseReceived": {
      const status = isObject(params.response) ? params.response.status : null;
      if (params.type !== "EventSource" || typeof status !== "number") return null;
      return { type: "source-answered", id, ticks, status };
    }
    case "Network.eventSourceMessageReceived": {
      const { eventName, eventId, data } = params;
      if (typeof eventName !== "string" || typeof data !== "string") return null;
      return { type: "source-event", id, ticks, eventName, eventId: textOf(eventId), data };
    }
    case "Network.loadingFinished":
    case "Network.loadingFailed":
      return { type: "request-ended", id, ticks };
    default:
      return null;
  }
}

function parseAsked(id: string, ticks: Milliseconds, { wallTime, request }: Fields): DebuggerEvent | null {
  const at = msOf(wallTime);
  if (at === null || !isObject(request)) return null;
  return { type: "socket-asked", id, ticks, at, headers: headersOf(request.headers) };
}

function parseAnswered(id: string, ticks: Milliseconds, response: unknown): DebuggerEvent | null {
  if (!isObject(response) || typeof response.status !== "number") return null;
  const { status, statusText, headers, requestHeaders } = response;
  return {
    type: "socket-answered",
    id,
    ticks,
    status,
    statusText: textOf(statusText),
    headers: headersOf(headers),
    requestHeaders: isObject(requestHeaders) ? headersOf(requestHeaders) : null,
  };
}

function parseMessage(
  id: string,
  ticks: Milliseconds,
  received: boolean,
  response: unknown,
): DebuggerEvent | null {
  if (!isObject(response) || typeof response.payloadData !== "string") return null;
  const { opcode, payloadData: data } = response;
  if (opcode !== TEXT_OPCODE && opcode !== BINARY_OPCODE) return null;
  return { type: "socket-message", id, ticks, received, binary: opcode === BINARY_OPCODE, data };
}

function parseSource(id: string, ticks: Milliseconds, params: Fields): DebuggerEvent | null {
  const { type, request, wallTime } = params;
  const at = msOf(wallTime);
  if (type !== "EventSource" || !isObject(request) || typeof request.url !== "string" || at === null)
    return null;
  return { type: "source-asked", id, ticks, at, url: request.url };
}

/** The addresses of the scripts that were running at the call, the innermost first. */
export function scriptsOf(initiator: unknown): string[] {
  if (!isObject(initiator)) return [];
  const { stack, url } = initiator;
  const frames = isObject(stack) && Array.isArray(stack.callFrames) ? stack.callFrames : [];
  const urls = frames.slice(0, MAX_SCRIPTS).map((it: unknown) => (isObject(it) ? it.url : null));
  return [...urls, url].filter((it) => typeof it === "string");
}

/** The protocol joins the values of a header that comes more than once with line ends. */
function headersOf(headers: unknown): HarHeader[] {
  if (!isObject(headers)) return [];
  const list: HarHeader[] = [];
  for (const [name, values] of Object.entries(headers)) {
    if (typeof values !== "string") continue;
    for (const value of values.split("\n")) if (list.length < MAX_HEADERS) list.push({ name, value });
  }
  return list;
}

/** The protocol counts seconds. */
function msOf(seconds: unknown): Milliseconds | null {
  if (typeof seconds !== "number" || !Number.isFinite(seconds) || seconds < 0) return null;
  const ms = seconds * 1000;
  return ms > MAX_TIME_MS ? null : ms;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
