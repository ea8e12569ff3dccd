import { type BrotliBits, takeBits } from "./brotli-bits.ts";
import { BLOCK_COUNTS, type RangeCodes } from "./brotli-codes.ts";
import { type PrefixCode, readPrefixCode, takeSymbol } from "./prefix-code.ts";

/** Blocks of literals, of commands or of distances: of which type the present one is, and how many are left of it (RFC 7932, section 6). */
export interface BlockTypes {
  readonly count: number;
  readonly types: PrefixCode | null;
  readonly lengths: PrefixCode | null;
  type: number;
  before: number;
  left: number;
}

/** More than any meta-block has: the only block never ends. */
const ALL = 1 << 24;

/** Reads how many types there are, their codes, and how long the first block is. */
export function readBlockTypes(bits: BrotliBits): BlockTypes {
  const count = takeCount(bits);
  if (count === 1) return { count, types: null, lengths: null, type: 0, before: 1, left: ALL };
  const types = readPrefixCode(bits, count + 2);
  const lengths = readPrefixCode(bits, BLOCK_COUNTS.bases.length);
  return {
    count,
    types,
    lengths,
    type: 0,
    before: 1,
    left: takeRange(bits, BLOCK_COUNTS, takeSymbol(bits, lengths)),
  };
}

/** Takes one of the present block; where none is left, the next block begins. */
export function takeFromBlock(bits: BrotliBits, blocks: BlockTypes): void {
  if (blocks.left === 0) beginBlock(bits, blocks);
  blocks.left -= 1;
}

function beginBlock(bits: BrotliBits, blocks: BlockTypes): void {
  const { count, types, lengths, type, before } = blocks;
  if (types === null || lengths === null) throw new Error("a block that there is not");
  const code = takeSymbol(bits, types);
  const next = code === 0 ? before : code === 1 ? type + 1 : code - 2;
  blocks.before = type;
  blocks.type = next >= count ? next - count : next;
  blocks.left = takeRange(bits, BLOCK_COUNTS, takeSymbol(bits, lengths));
}

/** A number from 1 to 256 (section 9.2). */
export function takeCount(bits: BrotliBits): number {
  if (takeBits(bits, 1) === 0) return 1;
  const width = takeBits(bits, 3);
  return (1 << width) + 1 + takeBits(bits, width);
}

/** A value by its code. */
export function takeRange(bits: BrotliBits, { bases, bits: widths }: RangeCodes, code: number): number {
  return (bases[code] as number) + takeBits(bits, widths[code] as number);
}
