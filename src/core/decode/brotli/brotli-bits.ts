import type { Bytes } from "../../units.ts";

/** Bits of a Brotli stream, the lowest of a byte first (RFC 7932, section 1.5.1). Behind the end there are zeros, and soon an error. */
export interface BrotliBits {
  readonly bytes: Uint8Array;
  /** The next byte that is not in `held`. */
  at: Bytes;
  held: number;
  /** How many bits `held` has; no more than 31. */
  count: number;
  /** How many contexts may yet be told of: a few bytes may tell of thousands, time and again. */
  contexts: number;
}

/** So far behind the end somebody may look ahead. */
const LOOK_AHEAD: Bytes = 8;

/** A meta-block has 17,408 at most; some hundred thousand bytes have a handful of these. */
const MOST_CONTEXTS = 1_000_000;

/** From the beginning of the bytes on. */
export function openBrotliBits(bytes: Uint8Array): BrotliBits {
  return { bytes, at: 0, held: 0, count: 0, contexts: MOST_CONTEXTS };
}

/** Sees to it that there are at least `wanted` bits, of at most 24. Throws far behind the end. */
export function fillBits(bits: BrotliBits, wanted: number): void {
  const { bytes } = bits;
  while (bits.count < wanted) {
    if (bits.at >= bytes.length + LOOK_AHEAD) throw new Error("bits that there are not");
    bits.held |= (bits.at < bytes.length ? (bytes[bits.at] as number) : 0) << bits.count;
    bits.count += 8;
    bits.at += 1;
  }
}

/** Takes `wanted` bits, at most 24. */
export function takeBits(bits: BrotliBits, wanted: number): number {
  if (wanted === 0) return 0;
  fillBits(bits, wanted);
  const value = bits.held & ((1 << wanted) - 1);
  dropBits(bits, wanted);
  return value;
}

/** Takes bits away that were looked at. */
export function dropBits(bits: BrotliBits, taken: number): void {
  bits.held >>>= taken;
  bits.count -= taken;
}

/** Goes to the next whole byte, and answers where it stands; `held` is empty then. Throws where bits that do not count are not 0, or it lies behind the end. */
export function toByte(bits: BrotliBits): Bytes {
  if (takeBits(bits, bits.count & 7) !== 0) throw new Error("padding that is not 0");
  bits.at -= bits.count >> 3;
  bits.held = 0;
  bits.count = 0;
  if (bits.at > bits.bytes.length) throw new Error("bits that there are not");
  return bits.at;
}
