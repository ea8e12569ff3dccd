import type { Bytes } from "../../units.ts";
import { openBackwardBits, peekBits, readBits } from "./bits-backward.ts";
import { nextState, readFseTable } from "./fse-table.ts";

/** A Huffman code by its longest words: what a word stands for, and how many of its bits count (RFC 8878, section 4.2). */
export interface HuffmanTable {
  readonly log: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
}

const MOST_LOG = 11;
const MOST_WEIGHTS = 255;

/** Reads a code's description; throws where it is none. Answers where it ends, too. */
export function readHuffmanTable(bytes: Uint8Array, from: Bytes): { table: HuffmanTable; end: Bytes } {
  const header = bytes[from] ?? 0;
  const packed = header < 128;
  const count = header - 127;
  const end = from + 1 + (packed ? header : (count + 1) >> 1);
  if (end > bytes.length) throw new Error("a code that is cut");
  const weights = packed
    ? readPackedWeights(bytes, from + 1, end)
    : Array.from({ length: count }, (_, index) => {
        const byte = bytes[from + 1 + (index >> 1)] as number;
        return index % 2 === 0 ? byte >> 4 : byte & 15;
      });
  return { table: buildTable(weights), end };
}

/** Two states take turns; a code whose states never end is refused. */
function readPackedWeights(bytes: Uint8Array, from: Bytes, to: Bytes): number[] {
  const { table, end } = readFseTable(bytes, from, 6, 255);
  const bits = openBackwardBits(bytes, end, to);
  let state = readBits(bits, table.log);
  let other = readBits(bits, table.log);
  const weights: number[] = [];
  for (;;) {
    weights.push(table.symbols[state] as number);
    if (weights.length >= MOST_WEIGHTS) throw new Error("too many weights");
    const isLast = bits.left < (table.bits[state] as number);
    if (isLast) {
      weights.push(table.symbols[other] as number);
      return weights;
    }
    const next = nextState(table, state, bits);
    state = other;
    other = next;
  }
}

/** The last weight is not written: it makes the sum a power of two. */
function buildTable(written: readonly number[]): HuffmanTable {
  let sum = 0;
  for (const weight of written) {
    if (weight > MOST_LOG) throw new Error("a weight that is too large");
    if (weight > 0) sum += 1 << (weight - 1);
  }
  if (sum === 0) throw new Error("a code without words");
  const log = 32 - Math.clz32(sum);
  const rest = (1 << log) - sum;
  if (log > MOST_LOG || (rest & (rest - 1)) !== 0) throw new Error("weights that do not add up");
  const weights = [...written, 32 - Math.clz32(rest)];
  if (weights.length > MOST_WEIGHTS + 1) throw new Error("too many weights");
  const symbols = new Uint8Array(1 << log);
  const bits = new Uint8Array(1 << log);
  let at = 0;
  for (let weight = 1; weight <= log; weight += 1) {
    weights.forEach((it, symbol) => {
      if (it !== weight) return;
      const next = at + (1 << (weight - 1));
      symbols.fill(symbol, at, next);
      bits.fill(log + 1 - weight, at, next);
      at = next;
    });
  }
  return { log, symbols, bits };
}

/** Reads `out.length` symbols from the bits of `[from, to)`, which must be used up by them. */
export function readHuffman(
  { log, symbols, bits: widths }: HuffmanTable,
  bytes: Uint8Array,
  from: Bytes,
  to: Bytes,
  out: Uint8Array,
): void {
  const bits = openBackwardBits(bytes, from, to);
  for (let index = 0; index < out.length; index += 1) {
    const word = peekBits(bits, log);
    out[index] = symbols[word] as number;
    bits.left -= widths[word] as number;
  }
  if (bits.left !== 0) throw new Error("literals that do not end");
}
