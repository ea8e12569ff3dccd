import { type Batch, CODE_MESSAGE, CODE_PAYLOAD, CODE_RECORD, CODE_SKIP, ROW_LENGTH } from "./batch.ts";
import type { RecordEvent } from "./events.ts";
import { recordToJson } from "./record-to-json.ts";

const encoder = new TextEncoder();

const FIRST_ROWS = 64;
const FIRST_BYTES = 16 * 1024;
/** A writer keeps what it has grown to for the next batch, up to this. */
const MAX_KEPT_BYTES = 1024 * 1024;

/** Packs events into a batch; numbers and bytes grow by doubling. */
export interface BatchWriter {
  /** Rows written so far. */
  readonly count: number;
  /** Payload bytes written so far. */
  readonly size: number;
  /** Texts are encoded as UTF-8; `size` is the true one, or null: that of the payload. */
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
  /** Stands for `events` events that are left out. */
  skip(at: number, events: number): void;
  /** The batch, in arrays of exactly its size; the writer is empty afterwards. */
  take(frame: string, seq: number): Batch;
}

/** Creates a writer. */
export function createBatchWriter(): BatchWriter {
  let rows = new Float64Array(FIRST_ROWS * ROW_LENGTH);
  let bytes = new Uint8Array(FIRST_BYTES);
  let count = 0;
  let size = 0;

  function reserve(length: number): void {
    if (size + length <= bytes.length) return;
    const grown = new Uint8Array(Math.max(bytes.length * 2, size + length));
    grown.set(bytes.subarray(0, size));
    bytes = grown;
  }

  function put(data: string | Uint8Array): number {
    let length = data.length;
    if (typeof data === "string") {
      // A UTF-16 code unit takes at most three bytes (Encoding Standard).
      reserve(data.length * 3);
      length = encoder.encodeInto(data, bytes.subarray(size)).written;
    } else {
      reserve(length);
      bytes.set(data, size);
    }
    size += length;
    return length;
  }

  function row(...numbers: readonly number[]): void {
    if ((count + 1) * ROW_LENGTH > rows.length) {
      const grown = new Float64Array(rows.length * 2);
      grown.set(rows);
      rows = grown;
    }
    rows.set(numbers, count * ROW_LENGTH);
    count += 1;
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
      row(CODE_MESSAGE, at, connection, length, total ?? length, flags, nameLength, idLength);
    },
    payload(at, message, flags, payload) {
      const length = put(payload);
      row(CODE_PAYLOAD, at, message, length, length, flags, 0, 0);
    },
    record(event) {
      const length = put(recordToJson(event));
      row(CODE_RECORD, event.at, 0, length, length, 0, 0, 0);
    },
    skip(at, events) {
      row(CODE_SKIP, at, events, 0, 0, 0, 0, 0);
    },
    take(frame, seq) {
      const batch = { frame, seq, rows: rows.slice(0, count * ROW_LENGTH), bytes: bytes.slice(0, size) };
      count = 0;
      size = 0;
      if (bytes.length > MAX_KEPT_BYTES) bytes = new Uint8Array(FIRST_BYTES);
      return batch;
    },
  };
}
