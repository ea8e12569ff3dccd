import type { Bytes } from "../../units.ts";

/** What no line that is shown reaches: its limit, and one word more. */
const MOST_BYTES: Bytes = 16 * 1024;

/** Of no longer lines the views are kept. */
const MOST_VIEWS: Bytes = 512;

const line = new Uint8Array(MOST_BYTES);
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

let length: Bytes = 0;

/** The beginnings of the line, by their length: to make one takes half as long as to decode it. */
const views: Uint8Array[] = [];

function viewOf(bytes: Bytes): Uint8Array {
  const known = views[bytes];
  if (known !== undefined) return known;
  const view = line.subarray(0, bytes);
  if (bytes < MOST_VIEWS) views[bytes] = view;
  return view;
}

/** Begins the one line that is written at a time: in UTF-8, since a string for each of its words would cost ten times as much. */
export function startLine(): void {
  length = 0;
}

/** How long the line is. */
export function lineBytes(): Bytes {
  return length;
}

/** Adds a text of a few hundred signs at most. */
export function writeText(text: string): void {
  let end = length;
  for (let index = 0; index < text.length; index += 1, end += 1) {
    const sign = text.charCodeAt(index);
    if (sign >= 0x80 || end === MOST_BYTES) {
      length = end + encoder.encodeInto(text.slice(index), line.subarray(end)).written;
      return;
    }
    line[end] = sign;
  }
  length = end;
}

/** Adds one sign of ASCII. */
export function writeSign(sign: number): void {
  line[length] = sign;
  length += 1;
}

/** Adds a sign of ASCII and a space, as between values. */
export function writeBetween(sign: number): void {
  line[length] = sign;
  line[length + 1] = 0x20;
  length += 2;
}

/** Adds a number without a fraction, and not below 0. */
export function writeInteger(value: number): void {
  if (value < 10) {
    line[length] = 0x30 + value;
    length += 1;
  } else writeText(String(value));
}

/** Signs of ASCII but for control characters and those that JSON escapes. */
const IS_PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c ? 1 : 0,
);

/**
 * Adds signs of ASCII in quotes if there are at most `limit`, and none of them is a control character or would be escaped; else it adds nothing and
 * answers false. Most text is so.
 */
export function writePlain(bytes: Uint8Array, from: Bytes, to: Bytes, limit: Bytes): boolean {
  if (to - from > limit) return false;
  let end = length;
  line[end] = 0x22;
  end += 1;
  for (let at = from; at < to; at += 1, end += 1) {
    const byte = bytes[at] as number;
    if (IS_PLAIN[byte] === 0) return false;
    line[end] = byte;
  }
  line[end] = 0x22;
  length = end + 1;
  return true;
}

/** Takes away what was added since the line was so long. */
export function cutLine(to: Bytes): void {
  length = to;
}

/** Adds UTF-8 in quotes, with escapes as in JSON; of more than `limit` bytes the beginning and an ellipsis. */
export function writeQuoted(bytes: Uint8Array, from: Bytes, to: Bytes, limit: Bytes): void {
  if (writePlain(bytes, from, to, limit)) return;
  const start = length;
  let end = to;
  if (to - from > limit) {
    end = from + limit;
    while (end > from && ((bytes[end] as number) & 0xc0) === 0x80) end -= 1;
  }
  line[length] = 0x22;
  length += 1;
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === 0x22 || byte === 0x5c || byte < 0x20) {
      length = start;
      const text = decoder.decode(bytes.subarray(from, end));
      writeText(JSON.stringify(end < to ? `${text}…` : text));
      return;
    }
    line[length] = byte;
    length += 1;
  }
  writeText(end < to ? '…"' : '"');
}

/** The line, at most `limit` signs of it; with an ellipsis where there is more, or where `isCut` says so. */
export function endLine(limit: number, isCut: boolean): string {
  const text = decoder.decode(viewOf(length));
  return isCut || text.length > limit ? `${text.slice(0, limit)}…` : text;
}
