import {
  type Batch,
  CODE_MESSAGE,
  CODE_PAYLOAD,
  CODE_RECORD,
  CODE_SKIP,
  FLAG_BINARY,
  FLAG_CHUNK,
  FLAG_CUT,
  FLAG_PARTIAL,
  FLAG_RECEIVED,
  FLAG_UNHEARD,
  ROW_LENGTH,
} from "./batch.ts";
import type { RecordEvent } from "./events.ts";
import { parseRecord } from "./parse-record.ts";

/** A frame's name is 32 hexadecimal digits; ours are shorter words. */
const MAX_FRAME_LENGTH = 64;
const ALL_FLAGS = FLAG_RECEIVED | FLAG_BINARY | FLAG_PARTIAL | FLAG_CUT | FLAG_CHUNK | FLAG_UNHEARD;

/** More events than any pause has; it keeps sequence numbers safe integers. */
const MAX_SKIP = 1e12;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Asked of each row that is well formed, with the record it holds: the reason why it is refused all the same. */
export type RowCheck = (rows: Float64Array, row: number, record: RecordEvent | null) => string | null;

/**
 * The one parser of what comes from a page, from the disk or from a file: a batch whose every row and record has
 * been checked, or the reason why it is refused. `readEvents` relies on it.
 */
export function parseBatch(input: unknown, check: RowCheck = () => null): Batch | { problem: string } {
  if (typeof input !== "object" || input === null) return { problem: "not a batch" };
  const { frame, seq, rows, bytes } = input as Record<string, unknown>;
  if (typeof frame !== "string" || frame.length > MAX_FRAME_LENGTH) return { problem: "no frame" };
  if (!isCount(seq)) return { problem: "no sequence number" };
  if (!isArrayOf<Float64Array<ArrayBuffer>>(rows, "Float64Array")) return { problem: "no rows" };
  if (!isArrayOf<Uint8Array<ArrayBuffer>>(bytes, "Uint8Array")) return { problem: "no bytes" };
  if (rows.length % ROW_LENGTH !== 0) return { problem: "a row is cut" };
  let position = 0;
  for (let row = 0; row < rows.length; row += ROW_LENGTH) {
    const code = rows[row];
    const target = rows[row + 2];
    const length = rows[row + 3];
    const size = rows[row + 4];
    const flags = rows[row + 5];
    const nameLength = rows[row + 6];
    const idLength = rows[row + 7];
    if (!Number.isFinite(rows[row + 1])) return { problem: "a row has no time" };
    if (
      !isCount(target) ||
      !isCount(length) ||
      !isCount(size) ||
      !isCount(nameLength) ||
      !isCount(idLength)
    ) {
      return { problem: "a row has no valid size" };
    }
    if (!isCount(flags) || flags > ALL_FLAGS || (flags & ~ALL_FLAGS) !== 0)
      return { problem: "a row has unknown flags" };
    if (code !== CODE_MESSAGE && nameLength + idLength > 0)
      return { problem: "a row has a name out of place" };
    const end = position + nameLength + idLength + length;
    let record: RecordEvent | null = null;
    if (end > bytes.length) return { problem: "a row is longer than its batch" };
    if (code === CODE_RECORD) {
      record = parseRecord(decoder.decode(bytes.subarray(position, end)));
      if (record === null) return { problem: "a record is malformed" };
    } else if (code === CODE_MESSAGE) {
      if (size < length) return { problem: "a message is larger than it says" };
      if (flags & FLAG_CHUNK) {
        const place = decoder.decode(bytes.subarray(position + nameLength, position + nameLength + idLength));
        // Fifteen digits are a safe integer.
        if (nameLength > 0 || !/^\d{1,15}$/.test(place)) return { problem: "a chunk has no position" };
      }
    } else if (code === CODE_SKIP) {
      if (end > position) return { problem: "a skip has bytes" };
      if (target > MAX_SKIP) return { problem: "a skip is too long" };
    } else if (code !== CODE_PAYLOAD) {
      return { problem: "a row of an unknown kind" };
    }
    const refused = check(rows, row, record);
    if (refused !== null) return { problem: refused };
    position = end;
  }
  if (position !== bytes.length) return { problem: "bytes that belong to no row" };
  return { frame, seq, rows: whole(rows), bytes: whole(bytes) };
}

/** An array that is all of its buffer: a view of a few bytes would keep, and store, a large buffer that nobody counts. */
function whole<T extends Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(array: T): T {
  return array.byteLength === array.buffer.byteLength ? array : (array.slice() as T);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** By the tag, not by `instanceof`: arrays of another realm (Firefox's ports) are as good. */
export function isArrayOf<T extends ArrayBufferView>(value: unknown, tag: string): value is T {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === `[object ${tag}]`;
}
