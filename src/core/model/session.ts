import type { Bytes } from "../units.ts";
import {
  type Batch,
  countEvents,
  type EventPlace,
  FLAG_BINARY,
  FLAG_CUT,
  FLAG_PARTIAL,
  FLAG_RECEIVED,
  FLAG_UNHEARD,
  readEvents,
} from "../wire/batch.ts";
import type { HandshakeEvent, MessageEvent_, PayloadEvent, RecordEvent } from "../wire/events.ts";
import type { LiveConnection } from "./carry-over.ts";
import type { Connection, Frame } from "./connection.ts";
import { createLaterParts } from "./later-parts.ts";
import { createMessageLog, type MessageLog, ROW_MARK, ROW_MESSAGE, type Segment } from "./message-log.ts";
import { assume, findConnection } from "./open-connection.ts";
import { createPayloads, type Payloads } from "./payloads.ts";
import { reduceRecord } from "./reduce-record.ts";
import {
  restoreState,
  type SavedPage,
  type SavedSession,
  type SavedTable,
  type StoredState,
  saveState,
} from "./saved-session.ts";
import { createSessionStreams } from "./session-streams.ts";
import { createStreamChunks, type StreamChunks } from "./stream-chunks.ts";
import type { StreamChunk, StreamPlace } from "./stream-fold.ts";

/**
 * What has been folded out of a session's batches. Rows are in memory; payloads, names and records are, or are on the disk:
 * what reads them throws where `load` was not awaited.
 */
export interface Session {
  readonly log: MessageLog;
  readonly payloads: Payloads;
  readonly connections: readonly Connection[];
  readonly frames: ReadonlyMap<string, Frame>;
  /** Messages that are known to be missing: dropped by a cap, or gone on the way. */
  readonly dropped: number;
  /** Those of them that no row tells of: gaps in the sequence numbers. */
  readonly lost: number;
  /** Errors of Duplex's own code in pages. */
  readonly hookFailures: number;
  /** Bytes of all batches. */
  readonly heldBytes: Bytes;
  /**
   * Folds a batch in, and answers whether it held anything new: a batch (or its beginning) that was accepted
   * before is passed over, so that a sender may repeat what it is not sure of.
   */
  accept(batch: Batch): boolean;
  /** The sequence number that is next for a frame. */
  nextSeq(frame: string): number;
  /** Connections that are not closed, of frames that are known. */
  liveConnections(): LiveConnection[];
  /** Null: what a row says is in memory. Else it is, until others are read, when it resolves; it rejects with a sentence. */
  load(row: number): Promise<void> | null;
  /** The same of the beginning, and of its name and ID. */
  loadStart(row: number): Promise<void> | null;
  /** The payload of a message, or a record's JSON, as UTF-8; shorter than its `size` where bytes are missing. */
  payload(row: number): Uint8Array;
  /** The beginning of the payload, at most `START_BYTES` of it: enough to show what it is. */
  payloadStart(row: number): Uint8Array;
  /** How many bytes of the payload there are. */
  heldLength(row: number): Bytes;
  /** Pieces of payloads that have come after their rows: these rows have changed. */
  readonly latePieces: number;
  eventName(row: number): string;
  eventId(row: number): string;
  /** The chunks of all streamed responses, in the order in which they came. */
  readonly chunks: StreamChunks;
  loadChunk(chunk: StreamChunk): Promise<void> | null;
  chunkBytes(chunk: StreamChunk): Uint8Array;
  /** Where in its stream a row was found; null of a row that was not found in one. */
  streamPlace(row: number): StreamPlace | null;
  /** What a mark or a request says; null for a message. */
  record(row: number): RecordEvent | null;
  /** The session as it is now, and what has changed of its tables since it was last saved. */
  save(): { readonly saved: SavedSession; readonly pages: readonly SavedPage[] };
}

/** What `reduceRecord` may change. */
export interface SessionState {
  readonly connections: Connection[];
  readonly frames: Map<string, Frame>;
  /** From `frame key` and the frame's own number to the connection. */
  readonly byFrame: Map<string, Map<number, Connection>>;
  /** From `method url` to the connection of an HTTP endpoint. */
  readonly endpoints: Map<string, Connection>;
  /** The handshakes of connections that are alive, by their ID: a session that follows this one takes them over. */
  readonly handshakes: Map<number, HandshakeEvent>;
  dropped: number;
  lost: number;
  hookFailures: number;
}

/** A row's beginning: more than the 300 characters that a list shows of it, of which each takes up to four bytes (UTF-8). */
export const START_BYTES = 1204;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Creates an empty session; `payloads` are empty, too. With `stored` it goes on from there, and `payloads` have been restored.
 * Throws where what was stored does not fit together.
 */
export function createSession(payloads: Payloads = createPayloads(), stored?: StoredState): Session {
  const log = createMessageLog();
  const parts = createLaterParts(log);
  const chunks = createStreamChunks();
  let heldBytes = 0;
  const state: SessionState = {
    connections: [],
    frames: new Map(),
    byFrame: new Map(),
    endpoints: new Map(),
    handshakes: new Map(),
    dropped: 0,
    lost: 0,
    hookFailures: 0,
  };
  const streams = createSessionStreams(state, log, payloads, chunks);
  const nextSeq = new Map<string, number>();
  /** Messages whose payload is not whole yet: from frame and sequence number to the row. */
  const unfinished = new Map<string, number>();
  let latePieces = 0;
  const tables = { rows: log.table, parts: parts.table, chunks: chunks.table };
  if (stored !== undefined) restore(stored);

  function restore({ saved, pages, entries }: StoredState): void {
    for (const [name, table] of Object.entries(tables)) {
      const own = pages.filter((it) => it.table === name);
      if (!table.restore(saved.lengths[name as SavedTable], own)) throw new Error("pages that do not fit");
    }
    restoreState(state, saved.state);
    heldBytes = saved.heldBytes;
    for (const [frame, seq] of saved.nextSeq) nextSeq.set(frame, seq);
    for (const [message, row] of saved.unfinished) unfinished.set(message, row);
    streams.restore(saved.streams, entries);
  }

  function addMessage(frame: string, event: MessageEvent_, place: EventPlace, base: number): void {
    const kind = event.eventName === "" ? "websocket" : "eventsource";
    const connection = findConnection(state, frame, event.connection) ?? assume(state, frame, event, kind);
    const received = event.direction === "received";
    // Named one by one: spreading `place` costs more than all the rest of this function.
    const row = log.append({
      address: base + place.offset,
      length: place.length,
      nameLength: place.nameLength,
      idLength: place.idLength,
      kind: ROW_MESSAGE,
      at: event.at,
      connection: connection.id,
      flags:
        (received ? FLAG_RECEIVED : 0) |
        (event.payloadType === "binary" ? FLAG_BINARY : 0) |
        (event.partial ? FLAG_PARTIAL : 0) |
        (event.cut ? FLAG_CUT : 0) |
        (event.unheard ? FLAG_UNHEARD : 0),
      size: event.size,
    });
    if (event.partial) unfinished.set(`${frame} ${place.seq}`, row);
    if (received) {
      connection.received += 1;
      connection.receivedBytes += event.size;
    } else {
      connection.sent += 1;
      connection.sentBytes += event.size;
    }
  }

  function addPayload(frame: string, event: PayloadEvent, segment: Segment): void {
    const key = `${frame} ${event.message}`;
    const row = unfinished.get(key);
    if (row === undefined) return;
    latePieces += 1;
    // More than the message said it has is a lie, and not kept.
    const held = parts.held(row) + segment.length;
    if (segment.length > 0 && held <= log.size.get(row)) parts.add(row, segment);
    if (event.partial) return;
    unfinished.delete(key);
    log.setFlags(row, log.flags.get(row) & ~FLAG_PARTIAL);
  }

  function addRecord(frame: string, event: RecordEvent, segment: Segment): void {
    if (event.type === "request-finished") {
      streams.request(frame, event, segment);
      return;
    }
    // What was begun and not completed comes before the mark that ends it.
    if (event.type === "stream-ended") {
      const stream = findConnection(state, frame, event.connection);
      if (stream !== undefined) streams.ended(stream, event.at);
    } else if (event.type === "frame-left" && !event.kept) {
      const key = event.frame ?? frame;
      for (const connection of state.byFrame.get(key)?.values() ?? []) {
        streams.ended(connection, event.at);
        state.handshakes.delete(connection.id);
      }
    }
    const shown = reduceRecord(state, frame, event);
    if (shown === null) return;
    const connection = state.connections[shown.connection - 1];
    if (event.type === "handshake" && connection !== undefined) {
      connection.handshake = log.length;
      state.handshakes.set(connection.id, event);
    }
    if (connection?.state === "closed") state.handshakes.delete(connection.id);
    log.append({ ...segment, nameLength: 0, idLength: 0, flags: FLAG_RECEIVED, kind: ROW_MARK, ...shown });
    if (event.type === "stream-opened") streams.opened(frame, event.connection);
  }

  /** Where a row's name begins: it, the ID and the payload's first part follow each other. */
  function startOf(row: number): number {
    return log.address.get(row) - log.nameLength.get(row) - log.idLength.get(row);
  }

  /** A row's name, its ID, and so many bytes of the payload's first part. */
  function head(row: number, most: number): Segment {
    const address = startOf(row);
    const length = log.address.get(row) - address + Math.min(most, log.payloadLength.get(row));
    return { address, length };
  }

  function payload(row: number): Uint8Array {
    if (log.parts.get(row) === 0) return payloads.read(log.address.get(row), log.payloadLength.get(row));
    const segments = parts.of(row);
    const whole = new Uint8Array(segments.reduce((sum, part) => sum + part.length, 0));
    let position = 0;
    for (const { address, length } of segments) {
      whole.set(payloads.read(address, length), position);
      position += length;
    }
    return whole;
  }

  function textAt(start: number, length: number): string {
    return length === 0 ? "" : decoder.decode(payloads.read(start, length));
  }

  /** The first part that has any bytes. */
  function firstPart(row: number): Segment {
    const own = { address: log.address.get(row), length: log.payloadLength.get(row) };
    if (own.length > 0 || log.parts.get(row) === 0) return own;
    return parts.of(row).find(({ length }) => length > 0) ?? own;
  }

  return {
    log,
    payloads,
    connections: state.connections,
    frames: state.frames,
    get dropped() {
      return state.dropped;
    },
    get lost() {
      return state.lost;
    },
    get hookFailures() {
      return state.hookFailures;
    },
    get heldBytes() {
      return heldBytes;
    },
    accept(batch) {
      const { frame } = batch;
      // What was said before this session began is not missing from it.
      const expected = nextSeq.get(frame) ?? batch.seq;
      const next = batch.seq + countEvents(batch);
      if (next <= expected) return false;
      // Sequence numbers that never came are events that got lost between the page and here.
      const gap = Math.max(0, batch.seq - expected);
      state.dropped += gap;
      state.lost += gap;
      nextSeq.set(frame, next);
      const base = payloads.append(batch.bytes);
      heldBytes += batch.bytes.length;
      readEvents(batch, (event, place) => {
        if (event === null || place.seq < expected) return;
        if (event.type === "message") {
          addMessage(frame, event, place, base);
          return;
        }
        const segment = { address: base + place.offset, length: place.length };
        if (event.type === "chunk") streams.chunk(frame, event, segment);
        else if (event.type === "payload") addPayload(frame, event, segment);
        else addRecord(frame, event, segment);
      });
      return true;
    },
    liveConnections() {
      const live: LiveConnection[] = [];
      for (const frame of state.frames.values()) {
        for (const [number, connection] of state.byFrame.get(frame.key) ?? []) {
          if (connection.state === "closed" || connection.assumed) continue;
          live.push({ frame, connection, number, handshake: state.handshakes.get(connection.id) ?? null });
        }
      }
      return live;
    },
    nextSeq: (frame) => nextSeq.get(frame) ?? 0,
    load(row) {
      const whole = head(row, Number.POSITIVE_INFINITY);
      return log.parts.get(row) === 0 ? payloads.load(whole) : payloads.load(whole, ...parts.of(row));
    },
    loadStart(row) {
      const { address, length } = firstPart(row);
      return payloads.load(head(row, START_BYTES), { address, length: Math.min(START_BYTES, length) });
    },
    payload,
    payloadStart(row) {
      const { address, length } = firstPart(row);
      return payloads.read(address, Math.min(START_BYTES, length));
    },
    get latePieces() {
      return latePieces;
    },
    heldLength: parts.held,
    eventName: (row) => textAt(startOf(row), log.nameLength.get(row)),
    eventId: (row) => textAt(startOf(row) + log.nameLength.get(row), log.idLength.get(row)),
    chunks,
    loadChunk: (chunk) => payloads.load(chunk),
    chunkBytes: ({ address, length }) => payloads.read(address, length),
    streamPlace: log.placeOf,
    record(row) {
      if (log.kind.get(row) === ROW_MESSAGE) return null;
      return JSON.parse(decoder.decode(payload(row))) as RecordEvent;
    },
    save() {
      const names = Object.keys(tables) as SavedTable[];
      const { rows, parts: later, chunks: pieces } = tables;
      return {
        saved: {
          lengths: { rows: rows.length, parts: later.length, chunks: pieces.length },
          end: payloads.end,
          last: payloads.last(),
          heldBytes,
          nextSeq: [...nextSeq],
          unfinished: [...unfinished],
          state: saveState(state),
          streams: streams.save(),
        },
        pages: names.flatMap((table) => tables[table].takeChanged().map((page) => ({ table, ...page }))),
      };
    },
  };
}
