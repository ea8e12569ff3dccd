import type { Bytes } from "../../units.ts";

/** What no line that is shown reaches: its limit, and one word more. */
const MOST_BYTES: Bytes = 16 * 1024;

const line = new Uint8Array(MOST_BYTES);
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

let length: Bytes = 0;

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
  for (let index = 0; index < text.length; index += 1) {
    const sign = text.charCodeAt(index);
    if (sign >= 0x80 || length === MOST_BYTES) {
      length += encoder.encodeInto(text.slice(index), line.subarray(length)).written;
      return;
    }
    line[length] = sign;
    length += 1;
  }
}

/** Adds UTF-8 in quotes, with escapes as in JSON; of more than `limit` bytes the beginning and an ellipsis. */
export function writeQuoted(bytes: Uint8Array, from: Bytes, to: Bytes, limit: Bytes): void {
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
  const text = decoder.decode(line.subarray(0, length));
  return isCut || text.length > limit ? `${text.slice(0, limit)}…` : text;
}
