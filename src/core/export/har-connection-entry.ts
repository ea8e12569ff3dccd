import type { Connection } from "../model/connection.ts";
import { FLAG_DERIVED, ROW_MARK, ROW_MESSAGE } from "../model/message-log.ts";
import type { Session } from "../model/session.ts";
import type { StreamChunk } from "../model/stream-fold.ts";
import type { EpochMs, Milliseconds } from "../units.ts";
import type { HarEntry, HarHeader, RecordEvent } from "../wire/events.ts";
import { isObject } from "./checks.ts";
import { completeHarEntry, queryOf } from "./complete-har-entry.ts";
import { toIsoTime } from "./har-dates.ts";
import { recordAt, type Waiting } from "./loaded.ts";
import type { Handshake } from "./match-handshakes.ts";
import { chunksOf, type HarBody, harBody, harChunks } from "./stream-chunks.ts";

/** A record of a connection, and how many of its messages (of a stream: its chunks) came before. */
export interface Mark {
  readonly after: number;
  readonly record: RecordEvent;
}

/**
 * The entry of a WebSocket or an EventSource without its messages: what HAR 1.2 requires, from its handshake where
 * the network panel told it, and under `_duplex` what HAR has no place for.
 */
export function* connectionEntry(
  session: Session,
  connection: Connection,
  rows: Uint32Array,
  handshake: Handshake | undefined,
): Waiting<Record<string, unknown>> {
  const chunks = connection.kind === "fetch-stream" ? chunksOf(session, connection.id) : [];
  const body = yield* harBody(session, chunks);
  const known = (yield* toldHandshake(session, connection)) ?? handshake?.entry;
  const told = known === undefined ? bareEntry(session, connection, rows) : fromHandshake(known, connection);
  const entry = withBody(told, chunks, body);
  const { id, frame, dropped, close } = connection;
  const comment = close === null ? {} : { comment: closeSentence(connection) };
  return {
    ...entry,
    ...comment,
    // Chrome's own word for it.
    _resourceType: connection.stream?.via ?? connection.kind,
    _duplex: {
      version: 1,
      connection: id,
      frame,
      frameUrl: session.frames.get(frame)?.url ?? null,
      dropped,
      handshake:
        handshake === undefined ? null : { at: (yield* recordAt(session, handshake.row))?.at ?? null },
      marks: yield* marksOf(session, rows, chunks),
      ...(connection.kind === "fetch-stream" && body !== null && isFolded(session, rows)
        ? { chunks: harChunks(chunks) }
        : {}),
    },
  };
}

/** The handshake as the browser told it, where it is certain that it is this connection's. */
function* toldHandshake(session: Session, { handshake }: Connection): Waiting<HarEntry | undefined> {
  const record = handshake === null ? null : yield* recordAt(session, handshake);
  return record?.type === "handshake" && record.among === 1 ? record.entry : undefined;
}

/** Whether all messages of a stream were found in its bytes; those of an imported one may have come without. */
function isFolded({ log }: Session, rows: Uint32Array): boolean {
  return rows.every((row) => log.kind.get(row) !== ROW_MESSAGE || (log.flags.get(row) & FLAG_DERIVED) !== 0);
}

/** The entry with what was recorded of the body; else with what the network panel gave of it. */
function withBody(
  entry: Record<string, unknown>,
  chunks: readonly StreamChunk[],
  body: HarBody | null,
): Record<string, unknown> {
  const { response } = entry;
  if (chunks.length === 0 || !isObject(response)) return entry;
  const known = isObject(response.content) ? response.content : {};
  const { text: _, encoding: __, ...content } = known;
  const recorded = body ?? { comment: "The body is too large for a HAR: a session file holds it." };
  return { ...entry, response: { ...response, content: { ...content, ...recorded } } };
}

function fromHandshake(entry: HarEntry, { kind }: Connection): Record<string, unknown> {
  const { _webSocketMessages: _, _eventSourceMessages: __, ...rest } = completeHarEntry(entry, 0);
  // Nobody but us tells of the messages: the stream's own text would be them a second time.
  const { response } = rest;
  if (kind === "fetch-stream") return rest;
  if (isObject(response) && isObject(response.content)) delete response.content.text;
  return rest;
}

function bareEntry(session: Session, connection: Connection, rows: Uint32Array): Record<string, unknown> {
  const socket = connection.kind === "websocket";
  const { stream } = connection;
  const opened = connection.openedAt !== null || connection.received > 0;
  const time = Math.max(0, lastAt(session, connection, rows) - connection.createdAt);
  const wait = Math.min(
    time,
    Math.max(0, (connection.openedAt ?? connection.createdAt) - connection.createdAt),
  );
  // Status 101 is HTTP/1.1's alone; of an event stream's version nothing is known.
  const httpVersion = socket && opened ? "HTTP/1.1" : "";
  return {
    startedDateTime: toIsoTime(connection.createdAt),
    time,
    request: {
      method: connection.method ?? "GET",
      url: connection.url,
      httpVersion,
      cookies: [],
      headers: socket
        ? headerOf("Sec-WebSocket-Protocol", connection.asked.join(", "))
        : headerOf("Accept", stream === null ? "text/event-stream" : ""),
      queryString: queryOf(connection.url),
      headersSize: -1,
      bodySize: 0,
    },
    response: {
      status: stream?.status ?? (opened ? (socket ? 101 : 200) : 0),
      statusText: opened && stream === null ? (socket ? "Switching Protocols" : "OK") : "",
      httpVersion,
      cookies: [],
      headers: [
        ...headerOf("Sec-WebSocket-Protocol", connection.protocol ?? ""),
        ...headerOf("Sec-WebSocket-Extensions", connection.extensions ?? ""),
        ...headerOf("Content-Type", stream?.contentType ?? ""),
      ],
      content: {
        size: socket ? 0 : connection.receivedBytes,
        mimeType: socket ? "x-unknown" : stream?.contentType || "text/event-stream",
      },
      redirectURL: "",
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { blocked: -1, dns: -1, connect: -1, ssl: -1, send: 0, wait, receive: time - wait },
  };
}

function headerOf(name: string, value: string): HarHeader[] {
  return value === "" ? [] : [{ name, value }];
}

function lastAt(session: Session, connection: Connection, rows: Uint32Array): EpochMs {
  const last = rows.at(-1);
  const lastRowAt: Milliseconds = last === undefined ? 0 : session.log.at.get(last);
  return Math.max(connection.close?.at ?? 0, lastRowAt);
}

function closeSentence({ close }: Connection): string {
  if (close === null) return "";
  const who = { page: "by the page", server: "by the server", network: "by the network", unknown: "" }[
    close.by
  ];
  const code = close.code === null ? "" : `with code ${close.code}`;
  const reason = close.reason === "" ? "" : `(${close.reason})`;
  return `${["Closed", who, code, reason].filter((part) => part !== "").join(" ")}.`;
}

function* marksOf(session: Session, rows: Uint32Array, chunks: readonly StreamChunk[]): Waiting<Mark[]> {
  const { log } = session;
  const marks: Mark[] = [];
  let messages = 0;
  let before = 0;
  for (const row of rows) {
    while ((chunks[before]?.row ?? Infinity) <= row) before += 1;
    // What was found in chunks is found in them again, and a stream's request has an entry: this one.
    if (log.flags.get(row) & FLAG_DERIVED) continue;
    if (log.kind.get(row) === ROW_MESSAGE) messages += 1;
    const record = log.kind.get(row) === ROW_MARK ? yield* recordAt(session, row) : null;
    if (record !== null) marks.push({ after: messages + before, record });
  }
  return marks;
}
