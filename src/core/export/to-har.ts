import type { Connection } from "../model/connection.ts";
import { FLAG_DERIVED, ROW_MARK, ROW_MESSAGE, ROW_REQUEST } from "../model/message-log.ts";
import type { Session } from "../model/session.ts";
import type { EpochMs } from "../units.ts";
import { FLAG_RECEIVED } from "../wire/batch.ts";
import { streamFormatOf } from "../wire/stream-format.ts";
import { completeHarEntry } from "./complete-har-entry.ts";
import { leaveFrames, startFrames } from "./frame-records.ts";
import { gatherPieces, type Piece } from "./gather-pieces.ts";
import { connectionEntry } from "./har-connection-entry.ts";
import { harMessages } from "./har-messages.ts";
import { findPages, type HarPage, pageOf, toHarPage } from "./har-pages.ts";
import { recordAt, type Waiting } from "./loaded.ts";
import { type Handshake, matchHandshakes } from "./match-handshakes.ts";
import { rowsByConnection } from "./rows-by-connection.ts";
import type { SessionAbout } from "./session-about.ts";

/**
 * A session as the text of a HAR 1.2 file, in pieces of about 64 KiB or one message or entry, with the keys that
 * Chrome's Network panel writes and reads. HAR has no place for some of what a session knows (who closed with
 * which code, frames, losses): that stands under `_duplex`, and `importHar` reads it again.
 */
export function toHar(session: Session, about: SessionAbout): Iterable<Piece> {
  return gatherPieces(writeHar(session, about));
}

function* writeHar(session: Session, about: SessionAbout): Iterable<Piece> {
  const pages = yield* findPages(session);
  const head = JSON.stringify({
    version: "1.2",
    creator: { name: "Duplex", version: about.version },
    pages: pages.map(toHarPage),
    _duplex: yield* aboutSession(session, about),
  });
  yield `{"log":${head.slice(0, -1)},"entries":[`;
  const rows = rowsByConnection(session);
  const handshakes = yield* matchHandshakes(session);
  let separator = "\n";
  for (const { connection, row, at } of findEntries(session, handshakes)) {
    yield separator;
    separator = ",\n";
    if (connection === null) yield yield* requestEntry(session, row, at, pages);
    else yield* connectionText(session, connection, rows, handshakes.get(connection.id), pages);
  }
  yield "\n]}}\n";
}

function* aboutSession(
  session: Session,
  { name, startedAt, endedAt, exportedAt }: SessionAbout,
): Waiting<object> {
  const marks: object[] = [];
  for (let row = 0; row < session.log.length; row += 1) {
    if (session.log.kind.get(row) !== ROW_MARK || session.log.connection.get(row) !== 0) continue;
    const record = yield* recordAt(session, row);
    if (record !== null) marks.push(record);
  }
  return {
    version: 1,
    name,
    startedAt,
    ...(endedAt != null && { endedAt }),
    exportedAt,
    lost: session.lost,
    unassigned: countUnassigned(session),
    frames: startFrames(session),
    marks,
    left: leaveFrames(session),
  };
}

/** Messages that belong to no known connection, and so to no entry: they are in the session file alone. */
function countUnassigned(session: Session): number {
  let count = 0;
  for (let row = 0; row < session.log.length; row += 1) {
    if (session.log.kind.get(row) === ROW_MESSAGE && session.log.connection.get(row) === 0) count += 1;
  }
  return count;
}

interface EntrySource {
  readonly at: EpochMs;
  /** The connection that is the entry; null: the request of `row` is. */
  readonly connection: Connection | null;
  readonly row: number;
}

/** What becomes an entry, by the time at which it began, as HAR 1.2 prefers. */
function findEntries(session: Session, handshakes: ReadonlyMap<number, Handshake>): EntrySource[] {
  const merged = new Set(Array.from(handshakes.values(), (it) => it.row));
  const entries: EntrySource[] = [];
  for (const connection of session.connections) {
    // What requests carried is in their own entries.
    if (connection.number !== null) entries.push({ at: connection.createdAt, connection, row: -1 });
  }
  for (let row = 0; row < session.log.length; row += 1) {
    if (session.log.kind.get(row) !== ROW_REQUEST || merged.has(row)) continue;
    entries.push({ at: session.log.at.get(row), connection: null, row });
  }
  return entries.sort((a, b) => a.at - b.at);
}

function* requestEntry(
  session: Session,
  row: number,
  at: EpochMs,
  pages: readonly HarPage[],
): Waiting<string> {
  const record = yield* recordAt(session, row);
  if (record?.type !== "request-finished") return "{}";
  const frame = session.connections[session.log.connection.get(row) - 1]?.frame ?? null;
  const { _resourceType: type, request } = record.entry;
  const page = pageOf(pages, at, type === "document" ? request.url : null);
  return JSON.stringify({
    ...completeHarEntry(record.entry, at),
    ...(page === null ? {} : { pageref: page.id }),
    _duplex: { version: 1, frame, at: record.at },
  });
}

function* connectionText(
  session: Session,
  connection: Connection,
  rowsOf: readonly Uint32Array[],
  handshake: Handshake | undefined,
  pages: readonly HarPage[],
): Iterable<Piece> {
  const all = rowsOf[connection.id] ?? new Uint32Array(0);
  const rows = all.filter((row) => !isCarried(session, connection, row));
  const kind = messagesOf(connection);
  const frame = session.frames.get(connection.frame);
  const page = pageOf(pages, frame?.startedAt ?? connection.createdAt, null);
  const entry = JSON.stringify({
    ...(yield* connectionEntry(session, connection, rows, handshake)),
    ...(page === null ? {} : { pageref: page.id }),
  });
  if (kind === null) {
    yield entry;
    return;
  }
  const key = kind === "websocket" ? "_webSocketMessages" : "_eventSourceMessages";
  yield `${entry.slice(0, -1)},"${key}":[`;
  let separator = "\n";
  for (const message of harMessages(session, rows, kind)) {
    if (typeof message === "string") {
      yield separator;
      separator = ",\n";
    }
    yield message;
  }
  yield "]}";
}

/** Whether a request carried a message: it is in that request's entry, and found there again. */
function isCarried({ log }: Session, { kind }: Connection, row: number): boolean {
  const flags = log.flags.get(row);
  return (flags & FLAG_DERIVED) !== 0 && (kind !== "fetch-stream" || (flags & FLAG_RECEIVED) === 0);
}

/** In whose form Chrome writes the messages of a connection; null: it has no form for them. */
function messagesOf({ kind, stream }: Connection): "websocket" | "eventsource" | null {
  if (kind === "websocket" || kind === "eventsource") return kind;
  return streamFormatOf(stream?.contentType ?? "") === "sse" ? "eventsource" : null;
}
