import type { Bytes } from "../../units.ts";

/**
 * Bits that are read from the end of some bytes to their beginning, as Zstandard's entropy-coded streams are (RFC 8878, section 4.1). The highest bit of
 * the last byte is a mark, not data. What would stand before the beginning is zero.
 */
export interface BackwardBits {
  /** How many bits are left; negative where more were read than there are. */
  left: number;
  readonly bytes: Uint8Array;
  readonly from: Bytes;
}

/** The bits of `[from, to)`; throws where they have no mark. */
export function openBackwardBits(bytes: Uint8Array, from: Bytes, to: Bytes): BackwardBits {
  const last = to > from ? (bytes[to - 1] as number) : 0;
  if (last === 0) throw new Error("a bit stream without its end mark");
  return { left: (to - from) * 8 - 1 - Math.clz32(last << 24), bytes, from };
}

/** The next bits, at most 25, without going on. */
export function peekBits({ left, bytes, from }: BackwardBits, count: number): number {
  const start = left - count;
  if (start < 0) return left <= 0 ? 0 : bitsAt(bytes, from, 0, left) << -start;
  return bitsAt(bytes, from, start, count);
}

/** The next bits, at most 31. */
export function readBits(bits: BackwardBits, count: number): number {
  if (count > 24) {
    const high = readBits(bits, count - 16);
    return high * 65_536 + readBits(bits, 16);
  }
  const value = count === 0 ? 0 : peekBits(bits, count);
  bits.left -= count;
  return value;
}

/** Bits by their place, the lowest first, at most 25. */
export function bitsAt(bytes: Uint8Array, from: Bytes, bit: number, count: number): number {
  const at = from + (bit >> 3);
  const four =
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24);
  return (four >>> (bit & 7)) & ((1 << count) - 1);
}
