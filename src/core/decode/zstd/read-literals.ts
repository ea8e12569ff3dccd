import type { Bytes } from "../../units.ts";
import { type HuffmanTable, readHuffman, readHuffmanTable } from "./huffman-table.ts";

/** A block's bytes that are no copies of earlier ones. */
export interface Literals {
  readonly bytes: Uint8Array;
  /** The code for a later block that has none of its own. */
  readonly huffman: HuffmanTable | null;
  readonly end: Bytes;
}

const RAW = 0;
const REPEATED = 1;
const COMPRESSED = 2;

/** Reads the literals section that begins at `from` (RFC 8878, section 3.1.1.3.1); throws where it is none, or has more than `most`. */
export function readLiterals(
  bytes: Uint8Array,
  from: Bytes,
  to: Bytes,
  most: Bytes,
  before: HuffmanTable | null,
): Literals {
  const head = bytes[from] ?? 0;
  const type = head & 3;
  const format = (head >> 2) & 3;
  const number = (width: number) => {
    let value = 0;
    for (let index = width - 1; index >= 0; index -= 1) value = value * 256 + (bytes[from + index] ?? 0);
    return value;
  };
  if (type === RAW || type === REPEATED) {
    const width = format === 1 ? 2 : format === 3 ? 3 : 1;
    const size = width === 1 ? head >> 3 : number(width) >> 4;
    const start = from + width;
    const end = start + (type === RAW ? size : 1);
    if (end > to || size > most) throw new Error("literals that are too long");
    const found =
      type === RAW ? bytes.subarray(start, end) : new Uint8Array(size).fill(bytes[start] as number);
    return { bytes: found, huffman: before, end };
  }
  const bits = format < 2 ? 10 : format === 2 ? 14 : 18;
  const width = format < 2 ? 3 : format === 2 ? 4 : 5;
  const all = Math.floor(number(width) / 16);
  const size = all % 2 ** bits;
  const end = from + width + Math.floor(all / 2 ** bits);
  if (end > to || size > most) throw new Error("literals that are too long");
  let start = from + width;
  let huffman = before;
  if (type === COMPRESSED) {
    const read = readHuffmanTable(bytes.subarray(0, end), start);
    huffman = read.table;
    start = read.end;
  }
  if (huffman === null) throw new Error("literals without a code");
  const found = new Uint8Array(size);
  if (format === 0) readHuffman(huffman, bytes, start, end, found);
  else readFourStreams(huffman, bytes, start, end, found);
  return { bytes: found, huffman, end };
}

/** Each but the last has a quarter of the literals; the lengths of the first three stand before them. */
function readFourStreams(
  huffman: HuffmanTable,
  bytes: Uint8Array,
  from: Bytes,
  end: Bytes,
  out: Uint8Array,
): void {
  const quarter = (out.length + 3) >> 2;
  let start = from + 6;
  for (let index = 0; index < 4; index += 1) {
    const at = from + index * 2;
    const to = index === 3 ? end : start + ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
    if (to > end || quarter * 3 > out.length) throw new Error("literals that are cut");
    const last = index === 3 ? out.length : quarter * (index + 1);
    readHuffman(huffman, bytes, start, to, out.subarray(quarter * index, last));
    start = to;
  }
}
