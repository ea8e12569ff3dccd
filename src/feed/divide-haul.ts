import { CODE_PAYLOAD, FLAG_CHUNK, FLAG_CUT, FLAG_PARTIAL, ROW_LENGTH } from "../core/wire/batch.ts";
import { FLAG_APART, type Haul } from "../core/wire/haul.ts";
import {
  Bytes,
  bufferOf,
  byteLengthOf,
  min,
  Numbers,
  partOf,
  setElements,
  sliceText,
  uncurry,
} from "../core/wire/intrinsics.ts";
import { FLAG_ENCODED, isText, type PageBatch } from "../core/wire/page-batch.ts";
import { Queue } from "./queue.ts";

type BytesView = Uint8Array<ArrayBuffer>;
/** Rows with what they need, before they have a number. */
export type Part = Pick<PageBatch, "rows" | "text" | "bytes">;

/** Larger payloads go in pieces of this size: a batch stays far below the 64 MiB that Chrome lets through in one message. */
export const PIECE_BYTES = 1024 * 1024;

const NO_BYTES = new Bytes(0);
const encoder = new TextEncoder();
const encode = uncurry(encoder.encode);

/** What is to be divided: arrays without room left, and records spelled out. */
export interface Whole extends Part {
  readonly apart: Haul["apart"];
  /** Some of the rows are records. */
  readonly hasRecords: boolean;
}

/** Hands a haul on as it is, or in parts, none of which is large. `put` answers the number of a part's first row. */
export function divideHaul(
  { rows, text, bytes, apart }: Omit<Whole, "hasRecords">,
  put: (part: Part) => number,
): void {
  const count = byteLengthOf(rows) / 8 / ROW_LENGTH;
  if (apart.length === 0 && text.length + byteLengthOf(bytes) <= PIECE_BYTES) {
    if (count > 0) put({ rows, text, bytes });
    return;
  }
  const taken = new Numbers(rows);
  /** A run of rows that go together. */
  let first = 0;
  let textFirst = 0;
  let payloads = new Queue<BytesView>();
  let textAt = 0;
  let bytesAt = 0;
  let apartAt = 0;

  const endRun = (row: number, textEnd: number) => {
    if (row > first) {
      const length = (row - first) * ROW_LENGTH;
      const run = new Numbers(new Numbers(bufferOf(taken), first * ROW_LENGTH * 8, length));
      put({ rows: run, text: sliceText(text, textFirst, textEnd), bytes: join(payloads) });
    }
    payloads = new Queue();
  };

  for (let row = 0; row < count; row += 1) {
    const offset = row * ROW_LENGTH;
    const code = taken[offset] as number;
    const length = taken[offset + 3] as number;
    const flags = taken[offset + 5] as number;
    const names = (taken[offset + 6] as number) + (taken[offset + 7] as number);
    const rowAt = textAt;
    textAt += names;
    let payload: BytesView | null = null;
    if (isText(code, flags)) {
      textAt += length;
    } else if (flags & FLAG_APART) {
      payload = apart[apartAt] ?? NO_BYTES;
      apartAt += 1;
      taken[offset + 5] = flags & ~FLAG_APART;
    } else {
      payload = partOf(bytes, bytesAt, bytesAt + length);
      bytesAt += length;
    }
    if (length <= PIECE_BYTES) {
      if (payload !== null) payloads.push(payload);
      continue;
    }
    endRun(row, rowAt);
    if (payload === null) {
      payload = encode(encoder, sliceText(text, rowAt + names, textAt)) as BytesView;
      taken[offset + 5] = flags | FLAG_ENCODED;
    }
    const large = new Numbers(new Numbers(bufferOf(taken), offset * 8, ROW_LENGTH));
    if (flags & FLAG_CHUNK) putChunk(large, sliceText(text, rowAt, rowAt + names), payload, put);
    else putMessage(large, sliceText(text, rowAt, rowAt + names), payload, put);
    first = row + 1;
    textFirst = textAt;
  }
  endRun(count, text.length);
}

/** Its first piece, and the others behind it. */
function putMessage(
  row: PageBatch["rows"],
  names: string,
  payload: BytesView,
  put: (part: Part) => number,
): void {
  const size = byteLengthOf(payload);
  const first = min(PIECE_BYTES, size);
  row[3] = first;
  row[4] = row[4] || size;
  row[5] = (row[5] as number) | (size > first ? FLAG_PARTIAL : 0);
  const number = put({ rows: row, text: names, bytes: piece(payload, 0, first) });
  for (let start = first; start < size; start += PIECE_BYTES) {
    const end = min(start + PIECE_BYTES, size);
    const rows = new Numbers(ROW_LENGTH);
    rows[0] = CODE_PAYLOAD;
    rows[1] = row[1] as number;
    rows[2] = number;
    rows[3] = end - start;
    rows[5] = end < size ? FLAG_PARTIAL : 0;
    put({ rows, text: "", bytes: piece(payload, start, end) });
  }
}

/** Several rows, each in its place in the stream: it needs none of what follows a message. */
function putChunk(
  row: PageBatch["rows"],
  position: string,
  payload: BytesView,
  put: (part: Part) => number,
): void {
  const size = byteLengthOf(payload);
  const flags = row[5] as number;
  const trueSize = row[4] as number;
  for (let start = 0; start < size; start += PIECE_BYTES) {
    const end = min(start + PIECE_BYTES, size);
    const last = end === size;
    const text = `${+position + start}`;
    const rows = new Numbers(row);
    rows[3] = end - start;
    // Where it was cut, the last row has what is not there.
    rows[4] = last && trueSize > 0 ? trueSize - start : 0;
    rows[5] = last ? flags : (flags & ~FLAG_CUT) | FLAG_PARTIAL;
    rows[7] = text.length;
    put({ rows, text, bytes: piece(payload, start, end) });
  }
}

/** A copy: a view is cloned with all of its buffer. */
function piece(bytes: BytesView, start: number, end: number): BytesView {
  return new Bytes(partOf(bytes, start, end));
}

function join(payloads: Queue<BytesView>): BytesView {
  let size = 0;
  payloads.forEach((it) => {
    size += byteLengthOf(it);
  });
  const joined = new Bytes(size);
  let at = 0;
  payloads.forEach((it) => {
    setElements(joined, it, at);
    at += byteLengthOf(it);
  });
  return joined;
}
