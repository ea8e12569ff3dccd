import { fromBase64 } from "../export/base64.ts";
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
import type { ChunkEvent, HarEntry, MessageEvent_, PayloadEvent, RecordEvent } from "../wire/events.ts";
import { recordToJson } from "../wire/record-to-json.ts";
import type { LiveConnection } from "./carry-over.ts";
import type { Connection, Frame } from "./connection.ts";
import { createRequestLinks } from "./link-requests.ts";
import {
  createMessageLog,
  FLAG_DERIVED,
  type MessageLog,
  ROW_MARK,
  ROW_MESSAGE,
  ROW_REQUEST,
  type Segment,
} from "./message-log.ts";
import { assume, findConnection } from "./open-connection.ts";
import { countRequest, receivedBytes, reduceRecord, type ShownRecord, startOf } from "./reduce-record.ts";
import { createStreamFold, type StreamChunk, type StreamPlace } from "./stream-fold.ts";

/** What has been folded out of a session's batches. */
export interface Session {
  readonly log: MessageLog;
  readonly connections: readonly Connection[];
  readonly frames: ReadonlyMap<string, Frame>;
  /** Messages that are known to be missing: dropped by a cap, or gone on the way. */
  readonly dropped: number;
  /** Errors of Duplex's own code in pages. */
  readonly hookFailures: number;
  /** Payload bytes held. */
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
  /** The payload of a message, or a record's JSON, as UTF-8; shorter than its `size` where bytes are missing. */
  payload(row: number): Uint8Array;
  /** The beginning of the payload without joining its pieces: enough to show what it is. */
  payloadStart(row: number): Uint8Array;
  /** How many bytes of the payload are here. */
  heldLength(row: number): Bytes;
  /** Pieces of payloads that have come after their rows: these rows have changed. */
  readonly latePieces: number;
  eventName(row: number): string;
  eventId(row: number): string;
  /** The chunks of all streamed responses, in the order in which they came. */
  readonly chunks: readonly StreamChunk[];
  chunkBytes(chunk: StreamChunk): Uint8Array;
  /** Where in its stream a row was found; null of a row that was not found in one. */
  streamPlace(row: number): StreamPlace | null;
  /** What a mark or a request says; null for a message. */
  record(row: number): RecordEvent | null;
}

/** What `reduceRecord` may change. */
export interface SessionState {
  readonly connections: Connection[];
  readonly frames: Map<string, Frame>;
  /** From `frame key` and the frame's own number to the connection. */
  readonly byFrame: Map<string, Map<number, Connection>>;
  /** From `method url` to the connection of an HTTP endpoint. */
  readonly endpoints: Map<string, Connection>;
  dropped: number;
  hookFailures: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Creates an empty session. */
export function createSession(): Session {
  const log = createMessageLog();
  const chunks: Uint8Array[] = [];
  let heldBytes = 0;
  const state: SessionState = {
    connections: [],
    frames: new Map(),
    byFrame: new Map(),
    endpoints: new Map(),
    dropped: 0,
    hookFailures: 0,
  };
  const nextSeq = new Map<string, number>();
  /** Messages whose payload is not whole yet: from frame and sequence number to the row. */
  const unfinished = new Map<string, number>();
  /** The pieces of payloads that came in more than one. */
  const pieces = new Map<number, Segment[]>();
  /** How much of them is here: added up, for a page may send a payload in as many pieces as it has bytes. */
  const heldLengths = new Map<number, Bytes>();
  let latePieces = 0;
  const links = createRequestLinks();
  /** By row. */
  const places = new Map<number, StreamPlace>();
  const fold = createStreamFold({
    event(connection, at, { name, id, payload, size, binary }, place) {
      const flags = FLAG_RECEIVED | FLAG_DERIVED | (binary ? FLAG_BINARY : 0);
      addDerived(ROW_MESSAGE, connection, at, flags, [name, id, payload], size, place);
      connection.received += 1;
    },
    remark(connection, at, what, text, place) {
      const json = recordToJson({ type: "stream-remarked", at, connection: connection.id, what, text });
      addDerived(ROW_MARK, connection, at, FLAG_RECEIVED | FLAG_DERIVED, ["", "", json], 0, place);
    },
  });

  function addDerived(
    kind: number,
    connection: Connection,
    at: number,
    flags: number,
    parts: readonly [name: string, id: string, payload: string | Uint8Array],
    size: number,
    place: StreamPlace,
  ): void {
    const [name, id, payload] = parts.map((it) => (typeof it === "string" ? encoder.encode(it) : it)) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    const bytes = new Uint8Array(name.length + id.length + payload.length);
    bytes.set(name);
    bytes.set(id, name.length);
    bytes.set(payload, name.length + id.length);
    const row = log.append({
      chunk: chunks.push(bytes) - 1,
      offset: name.length + id.length,
      length: payload.length,
      nameLength: name.length,
      idLength: id.length,
      kind,
      at,
      connection: connection.id,
      flags,
      size,
    });
    places.set(row, place);
  }

  function addChunk(frame: string, event: ChunkEvent, place: EventPlace, chunk: number): void {
    const connection =
      findConnection(state, frame, event.connection) ?? assume(state, frame, event, "fetch-stream");
    fold.chunk(connection, event, { chunk, offset: place.offset, length: place.length }, log.length);
  }

  /** What the browser knows of a stream and the page does not tell. */
  function addRequestTo(stream: Connection, entry: HarEntry): void {
    stream.method ??= entry.request.method;
    if (stream.stream !== null && stream.stream.requestedAt === null) {
      stream.stream.requestedAt = startOf(entry);
      stream.createdAt = Math.min(stream.createdAt, startOf(entry));
    }
    addBody(stream, entry);
  }

  /** The body of a stream whose bytes the page does not give, from the browser's network log. */
  function addBody(connection: Connection, entry: HarEntry): void {
    const { text, encoding } = entry.response.content ?? {};
    if (connection.stream?.reading !== "json" && connection.stream?.reading !== "document") return;
    const bytes = encoding === "base64" ? fromBase64(text ?? "") : encoder.encode(text);
    if (bytes !== null && bytes.length > 0) fold.body(connection, startOf(entry) + entry.time, bytes);
  }

  function addRequest(frame: string, event: RecordEvent & { type: "request-finished" }, segment: Segment) {
    const { entry } = event;
    const at = startOf(entry);
    const stream = links.streamOf(entry, at);
    const shown: ShownRecord | null =
      stream === null
        ? reduceRecord(state, frame, event)
        : { at, connection: stream.id, size: receivedBytes(entry) };
    if (shown === null) return;
    const row = append(ROW_REQUEST, shown, segment);
    if (stream !== null) addRequestTo(stream, entry);
    else links.wait({ row, at, entry, endpoint: state.connections[shown.connection - 1] as Connection });
  }

  /** The request of a stream may have been told of before the stream was: it was counted to an endpoint. */
  function addStream(frame: string, number: number): void {
    const stream = findConnection(state, frame, number);
    if (stream === undefined) return;
    fold.opened(stream);
    const request = links.requestOf(stream);
    if (request === null) return;
    log.setConnection(request.row, stream.id);
    countRequest(request.endpoint, request.entry, -1);
    addRequestTo(stream, request.entry);
  }

  function append(kind: number, { at, connection, size }: ShownRecord, segment: Segment): number {
    const whole = { nameLength: 0, idLength: 0, flags: FLAG_RECEIVED };
    return log.append({ ...segment, ...whole, kind, at, connection, size });
  }

  function addMessage(frame: string, event: MessageEvent_, place: EventPlace, chunk: number): void {
    const kind = event.eventName === "" ? "websocket" : "eventsource";
    const connection = findConnection(state, frame, event.connection) ?? assume(state, frame, event, kind);
    const received = event.direction === "received";
    // Named one by one: spreading `place` costs more than all the rest of this function.
    const row = log.append({
      chunk,
      offset: place.offset,
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
    if (event.partial) {
      unfinished.set(`${frame} ${place.seq}`, row);
      pieces.set(row, [{ chunk, offset: place.offset, length: place.length }]);
      heldLengths.set(row, place.length);
    }
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
    const parts = pieces.get(row) ?? [];
    const held = (heldLengths.get(row) ?? 0) + segment.length;
    if (segment.length > 0 && held <= (log.size[row] as number)) {
      parts.push(segment);
      heldLengths.set(row, held);
    }
    if (event.partial) return;
    unfinished.delete(key);
    log.setFlags(row, (log.flags[row] as number) & ~FLAG_PARTIAL);
  }

  function addRecord(frame: string, event: RecordEvent, segment: Segment): void {
    if (event.type === "request-finished") {
      addRequest(frame, event, segment);
      return;
    }
    // What was begun and not completed comes before the mark that ends it.
    if (event.type === "stream-ended") {
      const stream = findConnection(state, frame, event.connection);
      if (stream !== undefined) fold.ended(stream, event.at);
    } else if (event.type === "frame-left" && !event.kept) {
      const key = event.frame ?? frame;
      for (const connection of state.byFrame.get(key)?.values() ?? []) fold.ended(connection, event.at);
    }
    const shown = reduceRecord(state, frame, event);
    if (shown === null) return;
    if (event.type === "handshake") {
      const connection = state.connections[shown.connection - 1];
      if (connection !== undefined) connection.handshake = log.length;
    }
    append(ROW_MARK, shown, segment);
    if (event.type === "stream-opened") addStream(frame, event.connection);
  }

  return {
    log,
    connections: state.connections,
    frames: state.frames,
    get dropped() {
      return state.dropped;
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
      state.dropped += Math.max(0, batch.seq - expected);
      nextSeq.set(frame, next);
      const chunk = chunks.length;
      chunks.push(batch.bytes);
      heldBytes += batch.bytes.length;
      readEvents(batch, (event, place) => {
        if (event === null || place.seq < expected) return;
        if (event.type === "message") {
          addMessage(frame, event, place, chunk);
          return;
        }
        if (event.type === "chunk") {
          addChunk(frame, event, place, chunk);
          return;
        }
        const segment = { chunk, offset: place.offset, length: place.length };
        if (event.type === "payload") addPayload(frame, event, segment);
        else addRecord(frame, event, segment);
      });
      return true;
    },
    liveConnections() {
      const live: LiveConnection[] = [];
      for (const frame of state.frames.values()) {
        for (const [number, connection] of state.byFrame.get(frame.key) ?? []) {
          if (connection.state !== "closed" && !connection.assumed) live.push({ frame, connection, number });
        }
      }
      return live;
    },
    nextSeq: (frame) => nextSeq.get(frame) ?? 0,
    payload(row) {
      const parts = pieces.get(row);
      if (parts === undefined) return bytesAt(row);
      const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
      let position = 0;
      for (const { chunk, offset, length } of parts) {
        whole.set((chunks[chunk] as Uint8Array).subarray(offset, offset + length), position);
        position += length;
      }
      return whole;
    },
    payloadStart(row) {
      const first = pieces.get(row)?.find(({ length }) => length > 0);
      if (first === undefined) return bytesAt(row);
      return (chunks[first.chunk] as Uint8Array).subarray(first.offset, first.offset + first.length);
    },
    get latePieces() {
      return latePieces;
    },
    heldLength(row) {
      return heldLengths.get(row) ?? (log.payloadLength[row] as number);
    },
    eventName(row) {
      const end = (log.offset[row] as number) - (log.idLength[row] as number);
      return textAt(row, end - (log.nameLength[row] as number), end);
    },
    eventId(row) {
      const end = log.offset[row] as number;
      return textAt(row, end - (log.idLength[row] as number), end);
    },
    chunks: fold.chunks,
    chunkBytes: ({ chunk, offset, length }) =>
      (chunks[chunk] as Uint8Array).subarray(offset, offset + length),
    streamPlace: (row) => places.get(row) ?? null,
    record(row) {
      if (log.kind[row] === ROW_MESSAGE) return null;
      return JSON.parse(decoder.decode(this.payload(row))) as RecordEvent;
    },
  };

  function bytesAt(row: number): Uint8Array {
    const offset = log.offset[row] as number;
    const end = offset + (log.payloadLength[row] as number);
    return (chunks[log.chunk[row] as number] as Uint8Array).subarray(offset, end);
  }

  function textAt(row: number, start: number, end: number): string {
    if (end <= start) return "";
    return decoder.decode((chunks[log.chunk[row] as number] as Uint8Array).subarray(start, end));
  }
}
