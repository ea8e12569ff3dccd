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
  if (to - from <= FEW_BYTES && bytes !== lastBytes) return textOf(bytes, from, to);
  return wholeText(bytes)?.slice(from, to) ?? textOf(bytes, from, to);
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
