import { fromBase64 } from "../../export/base64.ts";
import type { Bytes } from "../../units.ts";
import { textOf } from "./text-of.ts";

/** What a base64 text stands for, as far as its beginning tells. */
export interface Base64 {
  /** The first bytes. */
  readonly start: Uint8Array;
  readonly size: Bytes;
  /** All of it; null where the text turns out to be none further on. */
  readonly whole: () => Uint8Array | null;
}

/** Shorter text may be base64 by chance. */
const LEAST_BASE64 = 32;

const PREFIX = /^data:[\w.+-]{1,60}\/[\w.+-]{1,60}(?:;[\w=-]{1,60}){0,4};base64,/;

const LETTERS = /^[A-Za-z0-9+/_-]*$/;

/** So much of the text is looked at; a multiple of four. */
const START_LETTERS = 64;

/** Base64 (RFC 4648, either alphabet), also that of a `data:` URL (RFC 2397); null where a text does not begin as such. */
export function readBase64(bytes: Uint8Array): Base64 | null {
  if (bytes.length < LEAST_BASE64) return null;
  const prefix = PREFIX.exec(textOf(bytes, 0, Math.min(bytes.length, 400)))?.[0] ?? "";
  const from = prefix.length;
  const whole = () => fromBase64(textOf(bytes, from));
  if (bytes.length - from <= START_LETTERS) {
    const start = whole();
    return start === null ? null : { start, size: start.length, whole };
  }
  const text = textOf(bytes, from, from + START_LETTERS);
  const start = LETTERS.test(text) ? fromBase64(text) : null;
  if (start === null) return null;
  let length = bytes.length - from;
  while (length > 0 && bytes[from + length - 1] === 0x3d) length -= 1;
  return { start, size: Math.floor((length * 3) / 4), whole };
}
