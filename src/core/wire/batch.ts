import type { MessageEvent_, PayloadEvent, RecordEvent, SessionEvent } from "./events.ts";

/**
 * A run of consecutive events of one frame, packed: what crosses from the page to the engine and what is stored.
 *
 * Messages are rows of eight numbers, and all payloads lie one after the other in `bytes`. Cloning two typed
 * arrays costs a small part of cloning as many objects and strings, and the engine keeps `bytes` as it came
 * (measured, 200-byte messages in batches of 50: 3 to 5 microseconds of the page's thread a message for objects
 * and strings packed as one, 4 to 18 for an object a message).
 */
export interface Batch {
  /** Names the frame's document; chosen by the hook at random. */
  readonly frame: string;
  /** The sequence number of the first row; each row counts one. */
  readonly seq: number;
  /** Rows of `ROW_LENGTH` numbers. */
  readonly rows: Float64Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Numbers a row: code, at, connection or message, payload length, true size, flags, name length, ID length. */
export const ROW_LENGTH = 8;

export const CODE_RECORD = 0;
export const CODE_MESSAGE = 1;
export const CODE_PAYLOAD = 2;

export const FLAG_RECEIVED = 1;
export const FLAG_BINARY = 2;
export const FLAG_PARTIAL = 4;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Packs events into a batch; numbers and bytes grow by doubling. */
export interface BatchWriter {
  /** Rows written so far. */
  readonly count: number;
  /** Payload bytes written so far. */
  readonly size: number;
  message(
    at: number,
    connection: number,
    flags: number,
    payload: string | Uint8Array,
    size: number | null,
    eventName: string,
    eventId: string,
  ): void;
  payload(at: number, message: number, flags: number, payload: Uint8Array): void;
  record(event: RecordEvent): void;
  /** The batch, in arrays of exactly its size; the writer is empty afterwards. */
  take(frame: string, seq: number): Batch;
}

/** Creates a writer. A text payload is encoded as UTF-8 on the way in, a binary one copied. */
export function createBatchWriter(): BatchWriter {
  let rows = new Float64Array(64 * ROW_LENGTH);
  let bytes = new Uint8Array(16 * 1024);
  let count = 0;
  let size = 0;

  function reserve(length: number): void {
    if (size + length <= bytes.length) return;
    const grown = new Uint8Array(Math.max(bytes.length * 2, size + length));
    grown.set(bytes.subarray(0, size));
    bytes = grown;
  }

  function put(data: string | Uint8Array): number {
    if (typeof data !== "string") {
      reserve(data.length);
      bytes.set(data, size);
      size += data.length;
      return data.length;
    }
    if (data === "") return 0;
    // A UTF-16 code unit takes at most three bytes (Encoding Standard).
    reserve(data.length * 3);
    const { written } = encoder.encodeInto(data, bytes.subarray(size));
    size += written;
    return written;
  }

  function row(
    code: number,
    at: number,
    target: number,
    length: number,
    total: number,
    flags: number,
  ): number {
    if ((count + 1) * ROW_LENGTH > rows.length) {
      const grown = new Float64Array(rows.length * 2);
      grown.set(rows);
      rows = grown;
    }
    const offset = count * ROW_LENGTH;
    rows[offset] = code;
    rows[offset + 1] = at;
    rows[offset + 2] = target;
    rows[offset + 3] = length;
    rows[offset + 4] = total;
    rows[offset + 5] = flags;
    rows[offset + 6] = 0;
    rows[offset + 7] = 0;
    count += 1;
    return offset;
  }

  return {
    get count() {
      return count;
    },
    get size() {
      return size;
    },
    message(at, connection, flags, payload, total, eventName, eventId) {
      const nameLength = put(eventName);
      const idLength = put(eventId);
      const length = put(payload);
      const offset = row(CODE_MESSAGE, at, connection, length, total ?? length, flags);
      rows[offset + 6] = nameLength;
      rows[offset + 7] = idLength;
    },
    payload(at, message, flags, payload) {
      const length = put(payload);
      row(CODE_PAYLOAD, at, message, length, length, flags);
    },
    record(event) {
      const length = put(JSON.stringify(event));
      row(CODE_RECORD, event.at, 0, length, length, 0);
    },
    take(frame, seq) {
      const batch = { frame, seq, rows: rows.slice(0, count * ROW_LENGTH), bytes: bytes.slice(0, size) };
      count = 0;
      size = 0;
      if (bytes.length > 1024 * 1024) bytes = new Uint8Array(16 * 1024);
      return batch;
    },
  };
}

/** How many events a batch holds. */
export function countEvents(batch: Batch): number {
  return batch.rows.length / ROW_LENGTH;
}

/**
 * Calls `each` with every event of a batch that `parseBatch` has let through, its sequence number, and where in
 * `batch.bytes` its payload lies (of a record, its JSON). Payloads are views, not copies.
 */
export function readEvents(
  batch: Batch,
  each: (event: SessionEvent, seq: number, offset: number, length: number) => void,
): void {
  const { rows, bytes } = batch;
  let position = 0;
  for (let index = 0; index < countEvents(batch); index += 1) {
    const seq = batch.seq + index;
    const row = index * ROW_LENGTH;
    const at = rows[row + 1] as number;
    const target = rows[row + 2] as number;
    const length = rows[row + 3] as number;
    const flags = rows[row + 5] as number;
    const code = rows[row];
    if (code === CODE_MESSAGE) {
      const nameEnd = position + (rows[row + 6] as number);
      const idEnd = nameEnd + (rows[row + 7] as number);
      const event: MessageEvent_ = {
        type: "message",
        at,
        connection: target,
        direction: flags & FLAG_RECEIVED ? "received" : "sent",
        payloadType: flags & FLAG_BINARY ? "binary" : "text",
        payload: bytes.subarray(idEnd, idEnd + length),
        size: rows[row + 4] as number,
        partial: (flags & FLAG_PARTIAL) !== 0,
        eventName: nameEnd > position ? decoder.decode(bytes.subarray(position, nameEnd)) : "",
        eventId: idEnd > nameEnd ? decoder.decode(bytes.subarray(nameEnd, idEnd)) : "",
      };
      each(event, seq, idEnd, length);
      position = idEnd + length;
    } else if (code === CODE_PAYLOAD) {
      const event: PayloadEvent = {
        type: "payload",
        at,
        message: target,
        payload: bytes.subarray(position, position + length),
        partial: (flags & FLAG_PARTIAL) !== 0,
      };
      each(event, seq, position, length);
      position += length;
    } else {
      const json = decoder.decode(bytes.subarray(position, position + length));
      each(JSON.parse(json) as RecordEvent, seq, position, length);
      position += length;
    }
  }
}
