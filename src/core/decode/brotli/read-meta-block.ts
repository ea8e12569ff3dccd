import type { Bytes } from "../../units.ts";
import { readBlockTypes, takeFromBlock, takeRange } from "./block-types.ts";
import { type BrotliBits, takeBits } from "./brotli-bits.ts";
import { CONTEXTS, COPY_LENGTHS, COPY_STARTS, INSERT_LENGTHS, INSERT_STARTS } from "./brotli-codes.ts";
import { readContextMap, readPrefixCodes } from "./context-map.ts";
import { writeWord } from "./dictionary.ts";
import { type PrefixCode, takeSymbol } from "./prefix-code.ts";

/** The last four distances, the last one first. Changed in place. */
export type LastDistances = [number, number, number, number];

/** Those before the first (RFC 7932, section 4). */
export function firstDistances(): LastDistances {
  return [4, 11, 15, 16];
}

const LITERALS = 256;
const COMMANDS = 704;
const LITERAL_CONTEXTS = 64;
const DISTANCE_CONTEXTS = 4;

/** Codes for distances that are the last ones, or near them: of which one, and how much more (section 4). */
const NEAR_INDEX = [0, 1, 2, 3, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1] as const;
const NEAR_SHIFT = [0, 0, 0, 0, -1, 1, -2, 2, -3, 3, -1, 1, -2, 2, -3, 3] as const;

/**
 * Unpacks a compressed meta-block (RFC 7932, sections 9.2 and 9.3) to `out` from `from` to `to`, which is as far as it goes. `reach` is how far
 * back it may copy. Throws where it is none.
 */
export function readMetaBlock(
  bits: BrotliBits,
  out: Uint8Array,
  from: Bytes,
  to: Bytes,
  reach: Bytes,
  last: LastDistances,
): void {
  const literalBlocks = readBlockTypes(bits);
  const commandBlocks = readBlockTypes(bits);
  const distanceBlocks = readBlockTypes(bits);
  const postfix = takeBits(bits, 2);
  const direct = takeBits(bits, 4) << postfix;
  const modes = Array.from({ length: literalBlocks.count }, () => CONTEXTS[takeBits(bits, 2)] as Uint8Array);
  const literalMap = readContextMap(bits, literalBlocks.count * LITERAL_CONTEXTS);
  const distanceMap = readContextMap(bits, distanceBlocks.count * DISTANCE_CONTEXTS);
  const literalCodes = readPrefixCodes(bits, literalMap.codes, LITERALS);
  const commandCodes = readPrefixCodes(bits, commandBlocks.count, COMMANDS);
  const distanceCodes = readPrefixCodes(bits, distanceMap.codes, 16 + direct + (48 << postfix));

  function takeDistance(code: number): number {
    if (code < 16) return (last[NEAR_INDEX[code] as number] as number) + (NEAR_SHIFT[code] as number);
    if (code < 16 + direct) return code - 15;
    const far = code - direct - 16;
    const width = 1 + (far >> (postfix + 1));
    const offset = ((2 + ((far >> postfix) & 1)) << width) - 4;
    return ((offset + takeBits(bits, width)) << postfix) + (far & ((1 << postfix) - 1)) + direct + 1;
  }

  let at = from;
  while (at < to) {
    takeFromBlock(bits, commandBlocks);
    const command = takeSymbol(bits, commandCodes[commandBlocks.type] as PrefixCode);
    const cell = command >> 6;
    const insertCode = (INSERT_STARTS[cell] as number) + ((command >> 3) & 7);
    const copyCode = (COPY_STARTS[cell] as number) + (command & 7);
    const inserted = at + takeRange(bits, INSERT_LENGTHS, insertCode);
    const length = takeRange(bits, COPY_LENGTHS, copyCode);
    if (inserted > to) throw new Error("literals that there are not");
    for (; at < inserted; at += 1) {
      takeFromBlock(bits, literalBlocks);
      const mode = modes[literalBlocks.type] as Uint8Array;
      const context = (mode[out[at - 1] ?? 0] as number) | (mode[256 + (out[at - 2] ?? 0)] as number);
      const index = literalMap.map[literalBlocks.type * LITERAL_CONTEXTS + context] as number;
      out[at] = takeSymbol(bits, literalCodes[index] as PrefixCode);
    }
    // The last command of a meta-block may have nothing to copy.
    if (at === to) return;
    let distanceCode = 0;
    if (cell > 1) {
      takeFromBlock(bits, distanceBlocks);
      const context = Math.min(length, 5) - 2;
      const index = distanceMap.map[distanceBlocks.type * DISTANCE_CONTEXTS + context] as number;
      distanceCode = takeSymbol(bits, distanceCodes[index] as PrefixCode);
    }
    const distance = takeDistance(distanceCode);
    if (distance <= 0) throw new Error("a distance that there is not");
    const most = Math.min(at, reach);
    if (distance > most) {
      // What lies before the beginning is the dictionary.
      at = writeWord(out, at, to - at, length, distance - most - 1);
      continue;
    }
    if (distanceCode !== 0) last.unshift(distance);
    if (last.length > 4) last.pop();
    if (at + length > to) throw new Error("a copy that is too long");
    for (const end = at + length; at < end; at += 1) out[at] = out[at - distance] as number;
  }
}
