import type { Bytes } from "../../units.ts";
import { openBackwardBits, readBits } from "./bits-backward.ts";
import { type FseTable, nextState, readFseTable, singleFseTable } from "./fse-table.ts";
import type { HuffmanTable } from "./huffman-table.ts";
import { readLiterals } from "./read-literals.ts";
import {
  DEFAULT_LITERAL_TABLE,
  DEFAULT_MATCH_TABLE,
  DEFAULT_OFFSET_TABLE,
  LITERAL_LENGTHS,
  MATCH_LENGTHS,
  MOST_OFFSET_CODE,
} from "./sequence-codes.ts";

/** What blocks of a frame hand on to the next. Tables are never changed in place. */
export interface BlockState {
  huffman: HuffmanTable | null;
  literalTable: FseTable | null;
  offsetTable: FseTable | null;
  matchTable: FseTable | null;
  /** The last three offsets. */
  offsets: readonly [number, number, number];
}

/** Before a frame's first block. */
export function startBlocks(): BlockState {
  return { huffman: null, literalTable: null, offsetTable: null, matchTable: null, offsets: [1, 4, 8] };
}

/** Where to write: there is room for `most` more bytes at `at`. */
export interface BlockOutput {
  readonly bytes: Uint8Array;
  readonly at: Bytes;
  readonly most: Bytes;
}

/**
 * Unpacks the compressed block `[from, to)` (RFC 8878, section 3.1.1.3), and answers where its output ends. Throws where it is none, or has more than there is
 * room for: no block says much with little.
 */
export function readBlock(
  bytes: Uint8Array,
  from: Bytes,
  to: Bytes,
  state: BlockState,
  { bytes: out, at: start, most }: BlockOutput,
): Bytes {
  const literals = readLiterals(bytes, from, to, most, state.huffman);
  state.huffman = literals.huffman;
  const first = bytes[literals.end] ?? 0;
  if (literals.end >= to) throw new Error("a block without sequences");
  let next = literals.end + 1;
  let count = first;
  if (first === 255) {
    count = (bytes[next] ?? 0) + (bytes[next + 1] ?? 0) * 256 + 0x7f00;
    next += 2;
  } else if (first > 127) {
    count = (first - 128) * 256 + (bytes[next] ?? 0);
    next += 1;
  }
  if (count === 0) {
    out.set(literals.bytes, start);
    return start + literals.bytes.length;
  }
  const modes = bytes[next] ?? 0;
  if ((modes & 3) !== 0) throw new Error("a reserved mode");
  next += 1;
  const within = bytes.subarray(0, to);
  function tableFor(mode: number, before: FseTable | null, usual: FseTable, log: number, symbol: number) {
    if (mode === 0) return usual;
    if (mode === 1) {
      const only = within[next] ?? 256;
      if (only > symbol) throw new Error("a code that there is not");
      next += 1;
      return singleFseTable(only);
    }
    if (mode === 2) {
      const read = readFseTable(within, next, log, symbol);
      next = read.end;
      return read.table;
    }
    if (before === null) throw new Error("no table before");
    return before;
  }
  const literalTable = tableFor(modes >> 6, state.literalTable, DEFAULT_LITERAL_TABLE, 9, 35);
  const offsetTable = tableFor((modes >> 4) & 3, state.offsetTable, DEFAULT_OFFSET_TABLE, 8, 31);
  const matchTable = tableFor((modes >> 2) & 3, state.matchTable, DEFAULT_MATCH_TABLE, 9, 52);
  Object.assign(state, { literalTable, offsetTable, matchTable });

  const bits = openBackwardBits(bytes, next, to);
  let literalState = readBits(bits, literalTable.log);
  let offsetState = readBits(bits, offsetTable.log);
  let matchState = readBits(bits, matchTable.log);
  let [one, two, three] = state.offsets;
  let at = start;
  let taken = 0;
  for (let index = 0; index < count; index += 1) {
    const offsetCode = offsetTable.symbols[offsetState] as number;
    const matchCode = matchTable.symbols[matchState] as number;
    const literalCode = literalTable.symbols[literalState] as number;
    if (offsetCode > MOST_OFFSET_CODE) throw new Error("an offset that is too large");
    const value = 2 ** offsetCode + readBits(bits, offsetCode);
    const match =
      (MATCH_LENGTHS.bases[matchCode] as number) + readBits(bits, MATCH_LENGTHS.bits[matchCode] as number);
    const length =
      (LITERAL_LENGTHS.bases[literalCode] as number) +
      readBits(bits, LITERAL_LENGTHS.bits[literalCode] as number);
    let offset: number;
    if (value > 3) {
      offset = value - 3;
      three = two;
      two = one;
    } else {
      const which = value + (length === 0 ? 1 : 0);
      offset = which === 1 ? one : which === 2 ? two : which === 3 ? three : one - 1;
      if (which > 2) three = two;
      if (which > 1) two = one;
    }
    one = offset;
    if (taken + length > literals.bytes.length) throw new Error("literals that there are not");
    if (at + length + match > start + most) throw new Error("a block that is too long");
    for (let end = taken + length; taken < end; taken += 1, at += 1)
      out[at] = literals.bytes[taken] as number;
    if (offset === 0 || offset > at) throw new Error("a copy of what there is not");
    for (const end = at + match; at < end; at += 1) out[at] = out[at - offset] as number;
    if (index + 1 < count) {
      literalState = nextState(literalTable, literalState, bits);
      matchState = nextState(matchTable, matchState, bits);
      offsetState = nextState(offsetTable, offsetState, bits);
    }
  }
  if (bits.left !== 0) throw new Error("sequences that do not end");
  state.offsets = [one, two, three];
  const rest = literals.bytes.subarray(taken);
  if (at + rest.length > start + most) throw new Error("a block that is too long");
  out.set(rest, at);
  return at + rest.length;
}
