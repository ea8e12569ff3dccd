import type { Annotation } from "../model/annotation.ts";
import { FLAG_DERIVED, ROW_MESSAGE } from "../model/message-log.ts";
import type { Session } from "../model/session.ts";
import type { StreamChunk } from "../model/stream-fold.ts";
import { FLAG_BINARY, FLAG_CUT, FLAG_PARTIAL, FLAG_RECEIVED, FLAG_UNHEARD } from "../wire/batch.ts";
import { toBase64 } from "./base64.ts";
import { exactText } from "./exact-text.ts";
import { type FrameRecord, leaveFrames, startFrames } from "./frame-records.ts";
import { gatherPieces, type Piece } from "./gather-pieces.ts";
import { untilLoaded } from "./loaded.ts";
import type { SessionAbout } from "./session-about.ts";
import { SESSION_FILE_FORMAT, SESSION_FILE_VERSION } from "./session-file-format.ts";

/**
 * A session as the text of a session file (`docs/session-file.md`), in pieces of about 64 KiB or one message.
 * To become a `.duplex` file it is still to be encoded as UTF-8 and packed with gzip. Nothing is left out: the
 * session that is read from it has the same rows, payloads, connections and counts.
 */
export function toSessionFile(session: Session, about: SessionAbout): Iterable<Piece> {
  return gatherPieces(lines(session, about));
}

function* lines(session: Session, about: SessionAbout): Iterable<Piece> {
  let count = 0;
  for (const line of values(session, about)) {
    if (line instanceof Promise) {
      yield line;
      continue;
    }
    count += 1;
    yield `${JSON.stringify(line)}\n`;
  }
  yield `${JSON.stringify({ type: "end", lines: count })}\n`;
}

function* values(session: Session, about: SessionAbout): Iterable<object | Promise<void>> {
  const { name, startedAt, endedAt, exportedAt, version, annotations } = about;
  yield {
    format: SESSION_FILE_FORMAT,
    version: SESSION_FILE_VERSION,
    name,
    startedAt,
    ...(endedAt != null && { endedAt }),
    exportedAt,
    generator: `Duplex ${version}`,
    lost: session.lost,
  };
  for (const it of startFrames(session)) yield frameLine(it);
  let chunk = 0;
  for (let row = 0; row <= session.log.length; row += 1) {
    for (; chunk < session.chunks.length; chunk += 1) {
      const next = session.chunks.at(chunk);
      if (next.row > row) break;
      yield* untilLoaded(() => session.loadChunk(next));
      yield chunkLine(session, next);
    }
    // What was found in chunks is found in them again.
    if (row === session.log.length || session.log.flags.get(row) & FLAG_DERIVED) continue;
    yield* untilLoaded(() => session.load(row));
    yield session.log.kind.get(row) === ROW_MESSAGE ? messageLine(session, row) : recordLine(session, row);
  }
  for (const [row, annotation] of [...(annotations ?? [])].sort(([a], [b]) => a - b)) {
    yield annotationLine(row, annotation);
  }
  for (const it of leaveFrames(session)) yield frameLine(it);
}

/** Rows that were found in chunks have no line of their own: all are named by their number. */
function annotationLine(row: number, { marked, pinned, note }: Annotation): object {
  return {
    type: "annotation",
    row: row + 1,
    ...(marked ? { marked } : {}),
    ...(pinned ? { pinned } : {}),
    ...(note === "" ? {} : { note }),
  };
}

function frameLine({ frame, record }: FrameRecord): object {
  const { type, ...rest } = record;
  return { type, frame, ...rest };
}

/** The connection of a row and its frame; null is not known. */
function whereabouts(session: Session, row: number): { connection: number | null; frame: string | null } {
  const connection = session.connections[session.log.connection.get(row) - 1];
  return { connection: connection?.id ?? null, frame: connection?.frame ?? null };
}

function recordLine(session: Session, row: number): object {
  const { type, at, ...rest } = session.record(row) as { type: string; at: number };
  return { type, ...whereabouts(session, row), at, ...without(rest, ["connection", "frame"]) };
}

function without(value: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

function chunkLine(session: Session, chunk: StreamChunk): object {
  const { connection, at, position, size, length, partial } = chunk;
  const bytes = session.chunkBytes(chunk);
  const text = exactText(bytes);
  return {
    type: "chunk",
    connection,
    frame: session.connections[connection - 1]?.frame ?? null,
    at,
    payloadType: chunk.text ? "text" : "binary",
    position,
    size,
    ...(text === null ? { base64: toBase64(bytes) } : { text }),
    ...(partial ? { unfinished: true } : {}),
    ...(size > length ? { cut: true } : {}),
  };
}

function messageLine(session: Session, row: number): object {
  const { log } = session;
  const flags = log.flags.get(row);
  const payload = session.payload(row);
  const text = flags & FLAG_BINARY ? null : exactText(payload);
  const eventName = session.eventName(row);
  const eventId = session.eventId(row);
  return {
    type: "message",
    ...whereabouts(session, row),
    direction: flags & FLAG_RECEIVED ? "received" : "sent",
    at: log.at.get(row),
    payloadType: flags & FLAG_BINARY ? "binary" : "text",
    size: Math.max(log.size.get(row), payload.length),
    ...(text === null ? { base64: toBase64(payload) } : { text }),
    ...(eventName === "" ? {} : { eventName }),
    ...(eventId === "" ? {} : { eventId }),
    ...(flags & FLAG_PARTIAL ? { unfinished: true } : {}),
    ...(flags & FLAG_CUT ? { cut: true } : {}),
    ...(flags & FLAG_UNHEARD ? { unheard: true } : {}),
  };
}
