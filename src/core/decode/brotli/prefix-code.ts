import { type BrotliBits, dropBits, fillBits, takeBits } from "./brotli-bits.ts";

/** A prefix code (RFC 7932, section 3): short codes are looked up, longer ones are counted through. */
export interface PrefixCode {
  /** By the next `LOOKUP_BITS` bits: the symbol, and in the lowest four bits how long its code is; 0 is a longer one. */
  readonly lookup: Uint16Array;
  /** How many codes there are of each length, and the symbols in their order. */
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
  /** The one symbol of a code that takes no bits; else null. */
  readonly only: number | null;
}

const LOOKUP_BITS = 8;
const MOST_LENGTH = 15;

const NO_CODES = new Uint16Array();

/** In which order the lengths of the code for lengths come (section 3.5). */
const LENGTH_ORDER = [1, 2, 3, 4, 0, 5, 17, 6, 16, 7, 8, 9, 10, 11, 12, 13, 14, 15] as const;

/** The fixed code of these lengths, by the next four bits: how many bits it takes, and which length it is. */
const FIXED_BITS = [2, 2, 2, 3, 2, 2, 2, 4, 2, 2, 2, 3, 2, 2, 2, 4] as const;
const FIXED_LENGTHS = [0, 4, 3, 2, 0, 4, 3, 1, 0, 4, 3, 2, 0, 4, 3, 5] as const;

const REPEAT = 16;
const ZEROS = 17;

/** Reads a code over `size` symbols. Throws where it is none. */
export function readPrefixCode(bits: BrotliBits, size: number): PrefixCode {
  const skipped = takeBits(bits, 2);
  return skipped === 1 ? readSimpleCode(bits, size) : readComplexCode(bits, size, skipped);
}

/** Takes the next symbol. */
export function takeSymbol(bits: BrotliBits, { lookup, counts, symbols, only }: PrefixCode): number {
  if (only !== null) return only;
  fillBits(bits, MOST_LENGTH);
  const entry = lookup[bits.held & ((1 << LOOKUP_BITS) - 1)] as number;
  if (entry !== 0) {
    dropBits(bits, entry & 15);
    return entry >> 4;
  }
  let code = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length <= MOST_LENGTH; length += 1) {
    code |= (bits.held >> (length - 1)) & 1;
    const count = counts[length] as number;
    if (code - first < count) {
      dropBits(bits, length);
      return symbols[index + code - first] as number;
    }
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  throw new Error("a code that there is not");
}

/** One to four symbols, spelled out (section 3.4). */
function readSimpleCode(bits: BrotliBits, size: number): PrefixCode {
  const count = takeBits(bits, 2) + 1;
  const width = 32 - Math.clz32(size - 1);
  const symbols: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const symbol = takeBits(bits, width);
    if (symbol >= size || symbols.includes(symbol)) throw new Error("a symbol that there is not");
    symbols.push(symbol);
  }
  if (count === 1) return toSingle(symbols[0] as number);
  const isUneven = count === 3 || (count === 4 && takeBits(bits, 1) === 1);
  const lengths = new Uint8Array(size);
  for (const [index, symbol] of symbols.entries()) {
    lengths[symbol] = !isUneven ? count >> 1 : Math.min(index + 1, count - 1);
  }
  return toPrefixCode(lengths);
}

/** The lengths of all codes, themselves in a code (section 3.5). */
function readComplexCode(bits: BrotliBits, size: number, skipped: number): PrefixCode {
  const lengthLengths = new Uint8Array(ZEROS + 1);
  let space = 32;
  let used = 0;
  for (let index = skipped; index < LENGTH_ORDER.length && space > 0; index += 1) {
    fillBits(bits, 4);
    const next = bits.held & 15;
    dropBits(bits, FIXED_BITS[next] as number);
    const length = FIXED_LENGTHS[next] as number;
    if (length === 0) continue;
    lengthLengths[LENGTH_ORDER[index] as number] = length;
    space -= 32 >> length;
    used += 1;
  }
  if (space !== 0 && used !== 1) throw new Error("a code that is not complete");
  const lengthCode =
    used === 1 ? toSingle(lengthLengths.findIndex((it) => it > 0)) : toPrefixCode(lengthLengths);
  return toPrefixCode(readLengths(bits, size, lengthCode));
}

function readLengths(bits: BrotliBits, size: number, lengthCode: PrefixCode): Uint8Array {
  const lengths = new Uint8Array(size);
  let space = 1 << MOST_LENGTH;
  let last = 8;
  let repeated = 0;
  let repeating = 0;
  let symbol = 0;
  while (symbol < size && space > 0) {
    const length = takeSymbol(bits, lengthCode);
    if (length < REPEAT) {
      lengths[symbol] = length;
      symbol += 1;
      repeating = 0;
      if (length === 0) continue;
      last = length;
      space -= 1 << (MOST_LENGTH - length);
      continue;
    }
    const width = length === REPEAT ? 2 : 3;
    if (repeating !== length) repeated = 0;
    repeating = length;
    const before = repeated;
    repeated = (repeated > 0 ? (repeated - 2) << width : 0) + takeBits(bits, width) + 3;
    const end = symbol + repeated - before;
    if (end > size) throw new Error("more lengths than symbols");
    if (length === REPEAT) {
      lengths.fill(last, symbol, end);
      space -= (repeated - before) << (MOST_LENGTH - last);
    }
    symbol = end;
  }
  if (space !== 0) throw new Error("a code that is not complete");
  return lengths;
}

function toSingle(symbol: number): PrefixCode {
  return { lookup: NO_CODES, counts: NO_CODES, symbols: NO_CODES, only: symbol };
}

/** The code with these lengths, which are complete (section 3.2). */
function toPrefixCode(lengths: Uint8Array): PrefixCode {
  const counts = new Uint16Array(MOST_LENGTH + 1);
  for (const length of lengths) counts[length] = (counts[length] as number) + 1;
  counts[0] = 0;
  const starts = new Uint16Array(MOST_LENGTH + 2);
  const codes = new Uint16Array(MOST_LENGTH + 2);
  for (let length = 1; length <= MOST_LENGTH; length += 1) {
    starts[length + 1] = (starts[length] as number) + (counts[length] as number);
    codes[length + 1] = ((codes[length] as number) + (counts[length] as number)) << 1;
  }
  const symbols = new Uint16Array(starts[MOST_LENGTH + 1] as number);
  const lookup = new Uint16Array(1 << LOOKUP_BITS);
  for (let symbol = 0; symbol < lengths.length; symbol += 1) {
    const length = lengths[symbol] as number;
    if (length === 0) continue;
    symbols[starts[length] as number] = symbol;
    starts[length] = (starts[length] as number) + 1;
    const code = codes[length] as number;
    codes[length] = code + 1;
    if (length > LOOKUP_BITS) continue;
    const entry = (symbol << 4) | length;
    for (let at = reverse(code, length); at < lookup.length; at += 1 << length) lookup[at] = entry;
  }
  return { lookup, counts, symbols, only: null };
}

function reverse(code: number, length: number): number {
  let reversed = 0;
  for (let bit = 0; bit < length; bit += 1) reversed = (reversed << 1) | ((code >> bit) & 1);
  return reversed;
}
