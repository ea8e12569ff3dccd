import { type Batch, CODE_MESSAGE, CODE_PAYLOAD, CODE_RECORD, CODE_SKIP, ROW_LENGTH } from "./batch.ts";
import type { RecordEvent } from "./events.ts";
import {
  Bytes,
  bufferOf,
  byteLengthOf,
  byteOffsetOf,
  Memory,
  max,
  Numbers,
  setElements,
} from "./intrinsics.ts";
import { recordToJson } from "./record-to-json.ts";

// Bound at once: this also runs in pages, which may replace what they like later.
const textEncoder = new TextEncoder();
const encodeInto = textEncoder.encodeInto.bind(textEncoder);

const FIRST_ROWS = 64;
const FIRST_BYTES = 16 * 1024;
/** A writer keeps what it has grown to for the next batch, up to this. */
const MAX_KEPT_BYTES = 1024 * 1024;

/** Packs events into a batch; numbers and bytes grow by doubling. */
export interface BatchWriter {
  /** Rows written so far. */
  readonly count: number;
  /** Payload bytes written so far; of texts that are not encoded yet at least a third. */
  readonly size: number;
  /** Of a payload of bytes, `length` bytes from `start` on; a text is taken whole. */
  message(
    at: number,
    connection: number,
    flags: number,
    payload: string | Uint8Array,
    size: number | null,
    eventName: string,
    eventId: string,
    start?: number,
    length?: number,
  ): void;
  payload(at: number, message: number, flags: number, payload: Uint8Array): void;
  record(event: RecordEvent): void;
  /** Stands for `events` events that are left out. */
  skip(at: number, events: number): void;
  /** The batch, in arrays of exactly its size; the writer is empty afterwards. */
  take(frame: string, seq: number): Batch;
}

/** So many texts, or code units, are encoded at once. */
const RUN_TEXTS = 32;
const RUN_UNITS = 16 * 1024;

/**
 * Creates a writer. Texts are encoded as UTF-8, bytes copied. Both several at once, where they follow each other: a call
 * costs a browser half a microsecond and more, whatever it is given.
 */
export function createBatchWriter(): BatchWriter {
  let capacity = FIRST_ROWS;
  let rows = new Numbers(capacity * ROW_LENGTH);
  let room = FIRST_BYTES;
  let buffer = new Memory(room);
  let bytes = new Bytes(buffer);
  let count = 0;
  let size = 0;

  function reserve(length: number): void {
    if (size + length <= room) return;
    room = max(room * 2, size + length);
    const grown = new Memory(room);
    const target = new Bytes(grown);
    setElements(target, new Bytes(buffer, 0, size));
    buffer = grown;
    bytes = target;
  }

  /** Texts that follow each other, joined; the rows say so far that each unit takes a byte. */
  let joined = "";
  const texts: string[] = Array.from({ length: RUN_TEXTS }, () => "");
  let textCount = 0;
  /** Parts of one array that follow each other in it. */
  let source: Uint8Array | null = null;
  let sourceStart = 0;
  let sourceEnd = 0;

  /** Writes what has been put off. */
  function settle(): void {
    if (textCount > 0) encodeTexts();
    if (source === null) return;
    const whole = sourceStart === 0 && sourceEnd === byteLengthOf(source);
    const part = whole
      ? source
      : new Bytes(bufferOf(source), byteOffsetOf(source) + sourceStart, sourceEnd - sourceStart);
    source = null;
    reserve(sourceEnd - sourceStart);
    setElements(bytes, part, size);
    size += sourceEnd - sourceStart;
  }

  function encodeTexts(): void {
    const written = encode(joined);
    // Only ASCII has as many bytes as units. The halves of a character may even have met where two texts were joined.
    if (written !== joined.length) {
      size -= written;
      for (let index = 0; index < textCount; index += 1) {
        const length = encode(texts[index] as string);
        const offset = (count - textCount + index) * ROW_LENGTH;
        rows[offset + 3] = length;
        rows[offset + 4] = length;
      }
    }
    // They must not be kept for it.
    for (let index = 0; index < textCount; index += 1) texts[index] = "";
    joined = "";
    textCount = 0;
  }

  function encode(text: string): number {
    if (text === "") return 0;
    // A UTF-16 code unit takes at most three bytes (Encoding Standard).
    reserve(text.length * 3);
    const { written } = encodeInto(text, new Bytes(buffer, size));
    size += written;
    return written;
  }

  function put(data: string | Uint8Array, start = 0, length = 0): number {
    if (typeof data === "string") {
      settle();
      return encode(data);
    }
    if (textCount > 0) encodeTexts();
    if (source !== data || sourceEnd !== start) {
      settle();
      source = data;
      sourceStart = start;
    }
    sourceEnd = start + length;
    return length;
  }

  function row(
    code: number,
    at: number,
    target: number,
    length: number,
    total: number,
    flags: number,
  ): number {
    if (count === capacity) {
      capacity *= 2;
      const grown = new Numbers(capacity * ROW_LENGTH);
      setElements(grown, rows);
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
      return size + joined.length + (source === null ? 0 : sourceEnd - sourceStart);
    },
    message(at, connection, flags, payload, total, eventName, eventId, start = 0, part) {
      if (typeof payload === "string" && total === null && eventName === "" && eventId === "") {
        if (source !== null || textCount === RUN_TEXTS || joined.length > RUN_UNITS) settle();
        row(CODE_MESSAGE, at, connection, payload.length, payload.length, flags);
        texts[textCount] = payload;
        textCount += 1;
        joined += payload;
        return;
      }
      const nameLength = eventName === "" ? 0 : put(eventName);
      const idLength = eventId === "" ? 0 : put(eventId);
      const length = put(payload, start, part ?? (typeof payload === "string" ? 0 : byteLengthOf(payload)));
      const offset = row(CODE_MESSAGE, at, connection, length, total ?? length, flags);
      rows[offset + 6] = nameLength;
      rows[offset + 7] = idLength;
    },
    payload(at, message, flags, payload) {
      const length = put(payload, 0, byteLengthOf(payload));
      row(CODE_PAYLOAD, at, message, length, length, flags);
    },
    record(event) {
      const length = put(recordToJson(event));
      row(CODE_RECORD, event.at, 0, length, length, 0);
    },
    skip(at, events) {
      settle();
      row(CODE_SKIP, at, events, 0, 0, 0);
    },
    take(frame, seq) {
      settle();
      const exactRows = new Numbers(count * ROW_LENGTH);
      for (let index = 0; index < count * ROW_LENGTH; index += 1) exactRows[index] = rows[index] as number;
      const batch = { frame, seq, rows: exactRows, bytes: new Bytes(new Bytes(buffer, 0, size)) };
      count = 0;
      size = 0;
      if (room > MAX_KEPT_BYTES) {
        room = FIRST_BYTES;
        buffer = new Memory(room);
        bytes = new Bytes(buffer);
      }
      return batch;
    },
  };
}
