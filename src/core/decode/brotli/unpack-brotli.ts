import type { Bytes } from "../../units.ts";
import { type Inflated, MOST_INFLATED } from "../bytes/inflate.ts";
import { type BrotliBits, openBrotliBits, takeBits, toByte } from "./brotli-bits.ts";
import { firstDistances, readMetaBlock } from "./read-meta-block.ts";

/**
 * What Brotli data (RFC 7932) unpack to, up to `limit`; null where they are none, are not whole, or are followed by something. Its own: the library that there is for
 * browsers takes as much room, and as long, as the data say, and can be told no bound.
 */
export function unpackBrotli(bytes: Uint8Array, limit: Bytes = MOST_INFLATED): Inflated | null {
  try {
    return unpack(bytes, limit);
  } catch {
    return null;
  }
}

function unpack(bytes: Uint8Array, limit: Bytes): Inflated | null {
  const bits = openBrotliBits(bytes);
  const reach = 2 ** takeWindowBits(bits) - 16;
  const last = firstDistances();
  let out = new Uint8Array(Math.min(limit, bytes.length * 4));
  let at = 0;
  for (;;) {
    const isLast = takeBits(bits, 1) === 1;
    if (isLast && takeBits(bits, 1) === 1) break;
    const nibbles = takeBits(bits, 2) + 4;
    if (nibbles === 7) {
      skipMetadata(bits);
      if (isLast) break;
      continue;
    }
    const length = takeLength(bits, nibbles, 4) + 1;
    const to = at + length;
    if (to > limit) return { bytes: out.slice(0, at), over: true };
    const isPlain = !isLast && takeBits(bits, 1) === 1;
    const from = isPlain ? toByte(bits) : 0;
    if (isPlain && from + length > bytes.length) return null;
    if (to > out.length) out = grow(out, Math.min(limit, Math.max(to, out.length * 2)));
    if (isPlain) {
      out.set(bytes.subarray(from, from + length), at);
      bits.at = from + length;
    } else {
      readMetaBlock(bits, out, at, to, reach, last);
    }
    at = to;
    if (isLast) break;
  }
  return toByte(bits) === bytes.length ? { bytes: out.slice(0, at), over: false } : null;
}

/** Section 9.1. */
function takeWindowBits(bits: BrotliBits): number {
  if (takeBits(bits, 1) === 0) return 16;
  const more = takeBits(bits, 3);
  if (more !== 0) return 17 + more;
  const less = takeBits(bits, 3);
  if (less === 1) throw new Error("a window that there is not");
  return less === 0 ? 17 : 8 + less;
}

/** A number of so many digits; of more than the least the first must not be 0. */
function takeLength(bits: BrotliBits, digits: number, least: number, width = 4): number {
  let value = 0;
  for (let index = 0; index < digits; index += 1) {
    const digit = takeBits(bits, width);
    if (digit === 0 && index === digits - 1 && digits > least) throw new Error("a length that is too long");
    value += digit * 2 ** (width * index);
  }
  return value;
}

/** What is not part of what was packed (section 9.2). */
function skipMetadata(bits: BrotliBits): void {
  if (takeBits(bits, 1) !== 0) throw new Error("a reserved bit");
  const digits = takeBits(bits, 2);
  const length = digits === 0 ? 0 : takeLength(bits, digits, 1, 8) + 1;
  const from = toByte(bits);
  if (from + length > bits.bytes.length) throw new Error("bytes that there are not");
  bits.at = from + length;
}

function grow(bytes: Uint8Array, length: Bytes): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}
