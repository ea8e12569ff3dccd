import type { Bytes, EpochMs } from "../units.ts";
import {
  type Batch,
  CODE_MESSAGE,
  CODE_SKIP,
  countEvents,
  type EventPlace,
  eventAt,
  FLAG_BINARY,
  FLAG_CHUNK,
  FLAG_CUT,
  FLAG_PARTIAL,
  FLAG_RECEIVED,
  FLAG_UNHEARD,
  readRows,
} from "../wire/batch.ts";
import type {
  HandshakeEvent,
  LifecycleState,
  MessageEvent_,
  RecordEvent,
  SessionEvent,
} from "../wire/events.ts";
import type { LiveConnection } from "./carry-over.ts";
import type { Connection, Frame } from "./connection.ts";
import { createLaterParts } from "./later-parts.ts";
import type { LongTask } from "./long-tasks.ts";
import { createMessageLog, type MessageLog, ROW_MARK, ROW_MESSAGE, type Segment } from "./message-log.ts";
import { assume, findConnection } from "./open-connection.ts";
import { createPayloads, type Payloads } from "./payloads.ts";
import { reduceRecord } from "./reduce-record.ts";
import { createRowReader, type RowReader } from "./row-reader.ts";
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
import type { StreamChunk } from "./stream-fold.ts";
import { createUnfinishedPayloads } from "./unfinished-payloads.ts";

/**
 * What has been folded out of a session's batches. Rows are in memory; payloads, names and records are, or are on the disk:
 * what reads them throws where `load` was not awaited.
 */
export interface Session extends RowReader {
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
  /** What the browser let the page do last, and since when. */
  readonly lifecycle: Lifecycle;
  /** The last long tasks of its documents, in the order in which they were told. */
  readonly longTasks: readonly LongTask[];
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
  /** Pieces of payloads that have come after their rows: these rows have changed. */
  readonly latePieces: number;
  /** The chunks of all streamed responses, in the order in which they came. */
  readonly chunks: StreamChunks;
  loadChunk(chunk: StreamChunk): Promise<void> | null;
  chunkBytes(chunk: StreamChunk): Uint8Array;
  /** The session as it is now, and what has changed of its tables since it was last saved. */
  save(): { readonly saved: SavedSession; readonly pages: readonly SavedPage[] };
}

/** What the log keeps of a message's flags. */
const MESSAGE_FLAGS = FLAG_RECEIVED | FLAG_BINARY | FLAG_PARTIAL | FLAG_CUT | FLAG_UNHEARD;

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
  lifecycle: Lifecycle;
  readonly longTasks: LongTask[];
}

/** The state of the page that is inspected; at first it is taken for visible, since nothing else is told of it. */
export interface Lifecycle {
  readonly state: LifecycleState;
  readonly at: EpochMs;
}

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
    lifecycle: { state: "visible", at: 0 },
    longTasks: [],
  };
  const streams = createSessionStreams(state, log, payloads, chunks);
  const nextSeq = new Map<string, number>();
  const unfinished = createUnfinishedPayloads(log, parts);
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
    unfinished.restore(saved.unfinished);
    streams.restore(saved.streams, entries);
  }

  /** No object is made of a WebSocket's message, nor a view of its bytes: in Firefox these took as long as all the rest (measured). */
  function addMessage(batch: Batch, index: number, place: EventPlace, base: number): void {
    const { frame, rows } = batch;
    const flags = rows[index + 5] as number;
    const size = rows[index + 4] as number;
    // Only a message of an EventSource has one.
    const named = place.nameLength === 0 ? null : (eventAt(batch, index, place) as MessageEvent_);
    const kind = named === null ? "websocket" : "eventsource";
    const number = rows[index + 2] as number;
    const at = rows[index + 1] as number;
    const connection =
      findConnection(state, frame, number) ?? assume(state, frame, { connection: number, at }, kind);
    // Named one by one: spreading `place` costs more than all the rest of this function.
    const row = log.append({
      address: base + place.offset,
      length: place.length,
      nameLength: place.nameLength,
      idLength: place.idLength,
      kind: ROW_MESSAGE,
      at,
      connection: connection.id,
      flags: flags & MESSAGE_FLAGS,
      size,
    });
    if (flags & FLAG_PARTIAL) unfinished.began(frame, place.seq, row);
    if (named !== null) streams.heard(connection, named.eventName, named.payload);
    if (flags & FLAG_RECEIVED) {
      connection.received += 1;
      connection.receivedBytes += size;
    } else {
      connection.sent += 1;
      connection.sentBytes += size;
    }
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
    streams.before(frame, event);
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
    get lifecycle() {
      return state.lifecycle;
    },
    longTasks: state.longTasks,
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
      readRows(batch, (row, place) => {
        const code = batch.rows[row];
        if (code === CODE_SKIP || place.seq < expected) return;
        if (code === CODE_MESSAGE && ((batch.rows[row + 5] as number) & FLAG_CHUNK) === 0) {
          addMessage(batch, row, place, base);
          return;
        }
        const event = eventAt(batch, row, place) as Exclude<SessionEvent, MessageEvent_>;
        const segment = { address: base + place.offset, length: place.length };
        if (event.type === "chunk") streams.chunk(frame, event, segment);
        else if (event.type === "payload") unfinished.add(frame, event, segment);
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
    get latePieces() {
      return unfinished.latePieces;
    },
    ...createRowReader(log, parts, payloads),
    chunks,
    loadChunk: (chunk) => payloads.load(chunk),
    chunkBytes: ({ address, length }) => payloads.read(address, length),
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
          unfinished: unfinished.save(),
          state: saveState(state),
          streams: streams.save(),
        },
        pages: names.flatMap((table) => tables[table].takeChanged().map((page) => ({ table, ...page }))),
      };
    },
  };
}
