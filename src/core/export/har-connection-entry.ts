import type { Connection } from "../model/connection.ts";
import { ROW_MESSAGE } from "../model/message-log.ts";
import type { Session } from "../model/session.ts";
import type { EpochMs, Milliseconds } from "../units.ts";
import type { HarEntry, HarHeader, RecordEvent } from "../wire/events.ts";
import { isObject } from "./checks.ts";
import { completeHarEntry, queryOf } from "./complete-har-entry.ts";
import { toIsoTime } from "./har-dates.ts";
import type { Handshake } from "./match-handshakes.ts";

/** A record of a connection, and how many of its messages came before. */
export interface Mark {
  readonly after: number;
  readonly record: RecordEvent;
}

/**
 * The entry of a WebSocket or an EventSource without its messages: what HAR 1.2 requires, from its handshake where
 * the network panel told it, and under `_duplex` what HAR has no place for.
 */
export function connectionEntry(
  session: Session,
  connection: Connection,
  rows: Uint32Array,
  handshake: Handshake | undefined,
): Record<string, unknown> {
  const told = toldHandshake(session, connection) ?? handshake?.entry;
  const entry = told === undefined ? bareEntry(session, connection, rows) : fromHandshake(told);
  const { id, frame, dropped, close } = connection;
  const comment = close === null ? {} : { comment: closeSentence(connection) };
  return {
    ...entry,
    ...comment,
    _resourceType: connection.kind,
    _duplex: {
      version: 1,
      connection: id,
      frame,
      frameUrl: session.frames.get(frame)?.url ?? null,
      dropped,
      handshake: handshake === undefined ? null : { at: session.record(handshake.row)?.at ?? null },
      marks: marksOf(session, rows),
    },
  };
}

/** The handshake as the browser told it, where it is certain that it is this connection's. */
function toldHandshake(session: Session, { handshake }: Connection): HarEntry | undefined {
  const record = handshake === null ? null : session.record(handshake);
  return record?.type === "handshake" && record.among === 1 ? record.entry : undefined;
}

function fromHandshake(entry: HarEntry): Record<string, unknown> {
  const { _webSocketMessages: _, _eventSourceMessages: __, ...rest } = completeHarEntry(entry, 0);
  // Nobody but us tells of the messages: the stream's own text would be them a second time.
  const { response } = rest;
  if (isObject(response) && isObject(response.content)) delete response.content.text;
  return rest;
}

function bareEntry(session: Session, connection: Connection, rows: Uint32Array): Record<string, unknown> {
  const socket = connection.kind === "websocket";
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
      method: "GET",
      url: connection.url,
      httpVersion,
      cookies: [],
      headers: socket
        ? headerOf("Sec-WebSocket-Protocol", connection.asked.join(", "))
        : [{ name: "Accept", value: "text/event-stream" }],
      queryString: queryOf(connection.url),
      headersSize: -1,
      bodySize: 0,
    },
    response: {
      status: opened ? (socket ? 101 : 200) : 0,
      statusText: opened ? (socket ? "Switching Protocols" : "OK") : "",
      httpVersion,
      cookies: [],
      headers: [
        ...headerOf("Sec-WebSocket-Protocol", connection.protocol ?? ""),
        ...headerOf("Sec-WebSocket-Extensions", connection.extensions ?? ""),
      ],
      content: {
        size: socket ? 0 : connection.receivedBytes,
        mimeType: socket ? "x-unknown" : "text/event-stream",
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
  const lastRowAt: Milliseconds = last === undefined ? 0 : (session.log.at[last] as number);
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

function marksOf(session: Session, rows: Uint32Array): Mark[] {
  const marks: Mark[] = [];
  let after = 0;
  for (const row of rows) {
    if (session.log.kind[row] === ROW_MESSAGE) after += 1;
    const record = session.record(row);
    if (record !== null) marks.push({ after, record });
  }
  return marks;
}
