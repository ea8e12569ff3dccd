import { isStreamEntry } from "../model/link-requests.ts";
import { say } from "../text/say.ts";
import type { EpochMs } from "../units.ts";
import type { HarEntry, RecordEvent, StreamReading } from "../wire/events.ts";
import { withoutUnusableFields } from "../wire/known-har-fields.ts";
import { isHarEntry } from "../wire/parse-record.ts";
import { isNumber, isObject, isTooDeep, numberOf } from "./checks.ts";
import { parseHarTime, toIsoTime } from "./har-dates.ts";
import { ownItems } from "./har-marks.ts";
import type { HarItem, HarStream } from "./har-stream.ts";
import { handshakeKind, header } from "./match-handshakes.ts";
import { parseSocketMessages, parseSourceMessages } from "./parse-har-messages.ts";
import { parseHarChunks } from "./stream-chunks.ts";
import type { Tally } from "./tally.ts";

/** As in `parseBatch`. */
const MAX_FRAME_LENGTH = 64;

/** What counts the things of a HAR that cannot be taken over. */
export interface HarTallies {
  readonly entries: Tally;
  readonly messages: Tally;
  /** Connections that were open, of which the writer of the file kept no messages. */
  unkept: number;
}

/**
 * What one entry of a HAR tells: of a WebSocket or an EventSource its records and messages, under the number of a connection that
 * is the entry's, counted from 1; else one finished request. `frameOf` names the frame of a `pageref`. Nothing, and a
 * count, where the entry cannot be used.
 */
export function parseHarEntry(
  value: unknown,
  index: number,
  frameOf: (pageref: unknown) => string | null,
  tallies: HarTallies,
): HarStream[] {
  const place = `log.entries[${index}]`;
  const connection = index + 1;
  const entry = toHarEntry(value);
  if (typeof entry === "string") {
    tallies.entries.add(entry, place);
    return [];
  }
  const { _duplex, ...foreign } = entry;
  const own = isObject(_duplex) ? _duplex : {};
  const frame =
    typeof own.frame === "string" && own.frame.length <= MAX_FRAME_LENGTH
      ? own.frame
      : frameOf(entry.pageref);
  const at = parseHarTime(entry.startedDateTime) as EpochMs;
  const kind = handshakeKind(entry);
  const chunks = kind === null ? parseHarChunks(own.chunks, entry.response.content) : null;
  const events = kind === null ? entry._eventSourceMessages : null;
  if (chunks !== null || (Array.isArray(events) && events.length > 0)) {
    const pieces = chunks ?? parseSourceMessages(events, place, tallies.messages);
    const items = ownItems(own.marks, pieces, connection) ?? streamItems(entry, at, connection, pieces);
    const stream: HarStream = { frame, connection, items };
    if (own.handshake === null) return [stream];
    const { _eventSourceMessages: _, ...request } = foreign;
    const toldAt =
      isObject(own.handshake) && isNumber(own.handshake.at) ? own.handshake.at : at + Math.max(0, entry.time);
    return [stream, requestStream(null, request as HarEntry, at, toldAt)];
  }
  if (!isObject(_duplex) && hasStreamBody(entry)) {
    const opened = streamItems(entry, at, connection, [], "json");
    return [
      { frame, connection, items: opened },
      requestStream(null, foreign as HarEntry, at, at + entry.time),
    ];
  }
  if (kind === null) {
    const finishedAt = isNumber(own.at) ? own.at : at + Math.max(0, entry.time);
    return [requestStream(frame, foreign as HarEntry, at, finishedAt)];
  }
  if (!isObject(_duplex) && isWithoutMessages(entry, kind)) tallies.unkept += 1;
  const messages =
    kind === "websocket"
      ? parseSocketMessages(entry._webSocketMessages, connection, place, tallies.messages)
      : parseSourceMessages(entry._eventSourceMessages, place, tallies.messages);
  const items = ownItems(own.marks, messages, connection) ?? [
    ...beginning(entry, kind, at, connection, messages),
    ...messages,
    ...failure(kind, connection, messages),
  ];
  const isForeign = kind === "eventsource" && !isObject(own.handshake) && !Array.isArray(own.marks);
  const lastAt = Math.max(at + Math.max(0, entry.time), messages.at(-1)?.at ?? 0);
  const source = isForeign ? { url: entry.request.url, at, lastAt } : undefined;
  const stream: HarStream = { frame, connection, items, ...(source === undefined ? {} : { source }) };
  if (!isObject(own.handshake)) return [stream];
  const { _webSocketMessages: _, _eventSourceMessages: __, ...request } = foreign;
  const toldAt = isNumber(own.handshake.at) ? own.handshake.at : at;
  return [stream, requestStream(frame, request as HarEntry, at, toldAt)];
}

/** An empty list says that there were none; no list, that nobody wrote them down. */
function isWithoutMessages(entry: HarEntry, kind: "websocket" | "eventsource"): boolean {
  const isSocket = kind === "websocket";
  const told = isSocket ? entry._webSocketMessages : entry._eventSourceMessages;
  return entry.response.status === (isSocket ? 101 : 200) && !Array.isArray(told);
}

/** Whether another program wrote down a stream as the body that it had in the end, without its events: those are read out of the body. */
function hasStreamBody(entry: HarEntry): boolean {
  if (Array.isArray(entry._webSocketMessages) || Array.isArray(entry._eventSourceMessages)) return false;
  const { text } = entry.response.content ?? {};
  return typeof text === "string" && text !== "" && entry.time >= 0 && isStreamEntry(entry);
}

function requestStream(frame: string | null, entry: HarEntry, at: EpochMs, finishedAt: EpochMs): HarStream {
  const record: RecordEvent = { type: "request-finished", at: finishedAt, entry };
  return { frame, connection: 0, items: [{ at, record }] };
}

/** An entry in which everything that Duplex relies on is there; or why there is none. */
function toHarEntry(value: unknown): HarEntry | string {
  if (!isObject(value)) return say("notAnObject");
  const { request } = value;
  if (!isObject(request) || typeof request.url !== "string") return say("noRequestUrl");
  if (isTooDeep(withoutMessages(value))) return say("nestedTooDeeply");
  const startedAt = parseHarTime(value.startedDateTime);
  if (startedAt === null) return say("noStartTime");
  const response = isObject(value.response) ? value.response : {};
  const entry = {
    ...value,
    startedDateTime: isDate(value.startedDateTime) ? value.startedDateTime : toIsoTime(startedAt),
    time: numberOf(value.time) ?? 0,
    request: {
      ...request,
      method: typeof request.method === "string" ? request.method : "GET",
      headers: headersOf(request.headers),
      ...sizesOf(request),
      postData: isObject(request.postData) ? request.postData : undefined,
    },
    response: {
      ...response,
      status: numberOf(response.status) ?? 0,
      headers: headersOf(response.headers),
      ...sizesOf(response),
      content: contentOf(response.content),
    },
  };
  return isHarEntry(entry) ? withoutUnusableFields(entry) : say("notAnEntryOfHar");
}

/** The messages are many, and are not passed on as they are: no need to look into each. */
function withoutMessages(entry: Record<string, unknown>): object {
  const { _webSocketMessages: socket, _eventSourceMessages: source, ...rest } = entry;
  return [rest, Array.isArray(socket) ? null : socket, Array.isArray(source) ? null : source];
}

function headersOf(value: unknown): { name: string; value: string }[] {
  if (!Array.isArray(value)) return [];
  return value.filter((it) => isObject(it) && typeof it.name === "string" && typeof it.value === "string");
}

function sizesOf({ headersSize, bodySize }: Record<string, unknown>): {
  headersSize: number;
  bodySize: number;
} {
  return {
    headersSize: numberOf(headersSize) ?? -1,
    bodySize: numberOf(bodySize) ?? -1,
  };
}

function contentOf(value: unknown): Record<string, unknown> {
  if (!isObject(value)) return {};
  const size = numberOf(value.size);
  return size === null ? value : { ...value, size };
}

/** A date as HAR has it, and no number in its place. */
function isDate(value: unknown): value is string {
  return typeof value === "string" && numberOf(value) === null;
}

/** The life of a streamed response in another program's HAR; its events, with their times, where it has them (Chrome's). */
function streamItems(
  entry: HarEntry,
  at: EpochMs,
  connection: number,
  messages: readonly HarItem[],
  reading: StreamReading = "stream",
): HarItem[] {
  const { request, response, _resourceType } = entry;
  const openedAt = at + beforeOpen(entry);
  const endedAt = Math.max(at + Math.max(0, entry.time), messages.at(-1)?.at ?? 0);
  const opened: RecordEvent = {
    type: "stream-opened",
    at: openedAt,
    connection,
    requestedAt: at,
    via: _resourceType === "xhr" ? "xhr" : "fetch",
    reading,
    method: request.method,
    url: request.url,
    status: Math.max(0, Math.trunc(response.status)),
    contentType: header(response.headers, "content-type") ?? "text/event-stream",
  };
  const ended: RecordEvent = { type: "stream-ended", at: endedAt, connection, by: "unknown", reason: "" };
  return [{ at: openedAt, record: opened }, ...messages, { at: endedAt, record: ended }];
}

/** How a connection of another program's HAR began, as far as its entry says. Nobody writes how one ended, but for one that never opened. */
function beginning(
  entry: HarEntry,
  kind: "websocket" | "eventsource",
  at: EpochMs,
  connection: number,
  messages: readonly HarItem[],
): HarItem[] {
  const { url, headers } = entry.request;
  const protocols = list(header(headers, "sec-websocket-protocol"));
  const created: RecordEvent =
    kind === "websocket"
      ? { type: "socket-created", at, connection, url, protocols }
      : { type: "source-created", at, connection, url, withCredentials: header(headers, "cookie") !== null };
  const opened = kind === "websocket" ? entry.response.status === 101 : entry.response.status === 200;
  if (!opened && !messages.some((it) => it.message !== undefined)) return [{ at, record: created }];
  const firstAt = messages[0]?.at ?? Number.POSITIVE_INFINITY;
  const openedAt = Math.max(at, Math.min(at + beforeOpen(entry), firstAt));
  const answer = entry.response.headers;
  const told: RecordEvent =
    kind === "websocket"
      ? {
          type: "socket-opened",
          at: openedAt,
          connection,
          protocol: header(answer, "sec-websocket-protocol") ?? "",
          extensions: header(answer, "sec-websocket-extensions") ?? "",
        }
      : { type: "source-opened", at: openedAt, connection };
  return [
    { at, record: created },
    { at: openedAt, record: told },
  ];
}

/** What fails before it is open is closed with that, and a page is told 1006 (WHATWG WebSockets 3; RFC 6455 7.1.5). */
function failure(
  kind: "websocket" | "eventsource",
  connection: number,
  messages: readonly HarItem[],
): HarItem[] {
  const last = messages.at(-1);
  const isFailed = messages.every(({ record }) => record?.type === "socket-errored");
  if (kind !== "websocket" || last === undefined || !isFailed) return [];
  const { at } = last;
  const ended = { code: 1006, reason: "", wasClean: false, by: "network" } as const;
  return [{ at, record: { type: "socket-closed", at, connection, ...ended } }];
}

function list(value: string | null): string[] {
  return (value ?? "")
    .split(",")
    .map((it) => it.trim())
    .filter((it) => it !== "");
}

/** The phases of an entry up to the response's headers, in ms; `ssl` is part of `connect` (HAR 1.2). */
function beforeOpen({ timings }: HarEntry): number {
  if (!isObject(timings)) return 0;
  let sum = 0;
  for (const phase of ["blocked", "dns", "connect", "send", "wait"]) {
    const spent = timings[phase];
    if (isNumber(spent) && spent > 0) sum += spent;
  }
  return sum;
}
