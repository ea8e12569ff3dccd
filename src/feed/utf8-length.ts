import { Bytes, charCodeAt, sliceText, uncurry } from "../core/wire/intrinsics.ts";

const encoder = new TextEncoder();
const encodeInto = uncurry(encoder.encodeInto);

/**
 * Longer texts are measured by the browser's encoder, in parts of so many UTF-16 code units; shorter ones unit by unit, since to call it costs as much
 * as some hundred of them.
 */
const PART_UNITS = 16 * 1024;
/** No unit takes more bytes (Encoding Standard). */
const MOST_UNIT_BYTES = 3;

/** Where the encoder writes what nobody reads. */
let scratch: Uint8Array<ArrayBuffer> | null = null;

/** The bytes of a text in UTF-8, as TextEncoder makes them (a lone surrogate becomes U+FFFD), and none of them is kept. */
export function utf8Length(text: string): number {
  return fitUtf8(text, 0, Infinity).bytes;
}

/** The same, and where the character begins with which it is more than so many; `end` is -1 where it is not. */
export function measureUtf8(text: string, maxBytes: number): { size: number; end: number } {
  const { end, bytes } = fitUtf8(text, 0, maxBytes);
  if (end === text.length) return { size: bytes, end: -1 };
  return { size: bytes + fitUtf8(text, end, Infinity).bytes, end };
}

/** How far the whole characters of a text go from there that take at most so many bytes together, and how many they take. */
export function fitUtf8(text: string, from: number, maxBytes: number): { end: number; bytes: number } {
  const { length } = text;
  let end = from;
  let bytes = 0;
  while (length - end > PART_UNITS && maxBytes - bytes >= PART_UNITS * MOST_UNIT_BYTES) {
    const last = charCodeAt(text, end + PART_UNITS - 1);
    // The first half of a pair goes with the other.
    const to = end + PART_UNITS - ((last & 0xfc00) === 0xd800 ? 1 : 0);
    scratch ??= new Bytes(PART_UNITS * MOST_UNIT_BYTES);
    bytes += encodeInto(encoder, sliceText(text, end, to), scratch).written;
    end = to;
  }
  while (end < length) {
    const unit = charCodeAt(text, end);
    // Both halves of a pair together take four bytes.
    const pair = unit >= 0xd800 && unit < 0xdc00 && (charCodeAt(text, end + 1) & 0xfc00) === 0xdc00;
    const width = unit < 0x80 ? 1 : unit < 0x800 ? 2 : pair ? 4 : MOST_UNIT_BYTES;
    if (bytes + width > maxBytes) break;
    bytes += width;
    end += pair ? 2 : 1;
  }
  return { end, bytes };
}
