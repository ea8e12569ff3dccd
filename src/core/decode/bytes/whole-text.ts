import type { Bytes } from "../../units.ts";
import { endOfSign, textOf } from "./text-of.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Of longer texts the few strings that are wanted are made one by one. */
const MOST_BYTES: Bytes = 512;

let lastBytes: Uint8Array | null = null;
let lastText: string | null = null;

/** An id or a word costs less sign by sign than a call of the decoder, and often nothing else is wanted. */
const FEW_BYTES: Bytes = 8;

/** As `textOf`, of the bytes of a text. */
export function textIn(bytes: Uint8Array, from: Bytes, to: Bytes): string {
  if (to - from <= FEW_BYTES) return shortText(bytes, from, to);
  return wholeText(bytes)?.slice(from, to) ?? textOf(bytes, from, to);
}

/** Ids, types and names come again and again: a text that is there already costs half as much, and is looked for in a map without being gone over once more. */
const SHORT_TEXTS = 64;
const shortTexts: string[] = new Array(SHORT_TEXTS).fill("");

function shortText(bytes: Uint8Array, from: Bytes, to: Bytes): string {
  const length = to - from;
  if (length <= 0) return "";
  const place = ((bytes[from] as number) * 5 + (bytes[to - 1] as number) * 3 + length) & (SHORT_TEXTS - 1);
  const text = shortTexts[place] as string;
  if (text.length === length) {
    let at = 0;
    while (at < length && bytes[from + at] === text.charCodeAt(at)) at += 1;
    if (at === length) return text;
  }
  const made = textOf(bytes, from, to);
  // One sign a byte: ASCII, or U+FFFD, which no byte is equal to.
  if (made.length === length) shortTexts[place] = made;
  return made;
}

/** As `startOfText`, of the bytes of a text. */
export function startIn(bytes: Uint8Array, from: Bytes, to: Bytes, limit: Bytes): string {
  const text = beginIn(bytes, from, to, limit);
  return to - from <= limit ? text : `${text}…`;
}

/** The same without an ellipsis. */
export function beginIn(bytes: Uint8Array, from: Bytes, to: Bytes, limit: Bytes): string {
  const text = wholeText(bytes);
  if (text === null) return textOf(bytes, from, to - from <= limit ? to : endOfSign(bytes, from, limit));
  return text.slice(from, Math.min(to, from + limit));
}

/**
 * The text that short bytes are, if its signs stand where the bytes do (ASCII alone); else null. A row wants several strings
 * of a message: to cut one out costs a tenth of a call of the decoder (measured: 6 ns and 75), so all is decoded once. The
 * last answer is kept.
 */
function wholeText(bytes: Uint8Array): string | null {
  if (bytes === lastBytes) return lastText;
  if (bytes.length > MOST_BYTES) return null;
  lastBytes = bytes;
  const text = decoder.decode(bytes);
  lastText = text.length === bytes.length ? text : null;
  return lastText;
}
