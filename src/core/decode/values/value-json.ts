import { toBase64 } from "../../export/base64.ts";
import type { Bytes } from "../../units.ts";
import { startOfText, textOf } from "../bytes/text-of.ts";
import { ROW_JSON_BYTES } from "../json/json-value.ts";
import { createValueHead, endOfBinaryValue, UNTIL_BREAK, type ValueFormat } from "./value-format.ts";

/** Deeper than this no protocol is. */
const MOST_DEPTH = 64;

const encoder = new TextEncoder();

/** What is written is written here, and copied at the end; it grows as far as that is read of a row. */
let out = new Uint8Array(4096);
let length = 0;

/** One for all: what is needed of a head is taken out before the next is read. */
const slot = createValueHead();

/**
 * The same value in JSON, for the protocols that are JSON but for their encoding: bytes become base64, what JSON has no word for becomes a string. Null where it is
 * deep, or longer than a row is read of. It must have been found whole.
 */
export function toValueJson(format: ValueFormat, bytes: Uint8Array, at: Bytes = 0): Uint8Array | null {
  // Base64 and escapes make it longer, so that this is soon enough to stop.
  if (bytes.length - at > ROW_JSON_BYTES) return null;
  length = 0;
  if (write(format, bytes, at, 0, false) < 0 || length > ROW_JSON_BYTES) return null;
  return out.slice(0, length);
}

/**
 * The beginning of the same text, at most some `limit` bytes: of a list the elements from `skip` on, without its brackets. Null where it is deep or long, as above:
 * so much is not looked at in vain.
 */
export function toValueJsonText(
  format: ValueFormat,
  bytes: Uint8Array,
  at: Bytes,
  skip: number,
  limit: Bytes,
): string | null {
  if (bytes.length - at > ROW_JSON_BYTES) return null;
  length = 0;
  format.head(bytes, at, slot);
  const { kind, count, next } = slot;
  if (kind !== "array")
    return write(format, bytes, at, 0, false) < 0 ? null : startOfText(out, 0, length, limit);
  let within: Bytes | null = next;
  for (let index = 0; count === UNTIL_BREAK ? !format.isBreak(bytes[within]) : index < count; index += 1) {
    if (index > skip) putSign(COMMA);
    within = index < skip ? endOfBinaryValue(format, bytes, within) : write(format, bytes, within, 1, false);
    if (within === null || within < 0) return null;
  }
  return startOfText(out, 0, length, limit);
}

/** Writes the value at `position` and answers the position behind it; -1 where it cannot. */
function write(
  format: ValueFormat,
  bytes: Uint8Array,
  position: Bytes,
  depth: number,
  isKey: boolean,
): Bytes {
  if (depth > MOST_DEPTH || length > ROW_JSON_BYTES || format.head(bytes, position, slot) === null) return -1;
  const { kind, next, count, text } = slot;
  const end = next + slot.length;
  if (kind === "string" && count === 0) {
    putString(bytes, next, end);
    return end;
  }
  if (kind === "other" && count === 1) return write(format, bytes, next, depth + 1, isKey);
  if (kind !== "object" && kind !== "array") {
    const plain = isKey ? null : plainText(kind, text);
    put(plain ?? JSON.stringify(kind === "bytes" ? toBase64(bytes.subarray(next, end)) : text));
    return end;
  }
  // A container is no name.
  if (isKey) return -1;
  const isObject = kind === "object";
  putSign(isObject ? OPEN_OBJECT : OPEN_ARRAY);
  let within = next;
  for (let index = 0; count === UNTIL_BREAK ? !format.isBreak(bytes[within]) : index < count; index += 1) {
    const isName = isObject && index % 2 === 0;
    if (index > 0) putSign(isObject && !isName ? COLON : COMMA);
    within = write(format, bytes, within, depth + 1, isName);
    if (within < 0) return -1;
  }
  putSign(isObject ? CLOSE_OBJECT : CLOSE_ARRAY);
  return count === UNTIL_BREAK ? within + 1 : within;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** A value that JSON has a word for; null where it has none: numbers are finite but for NaN and the infinities. `undefined` is null. */
function plainText(kind: string, text: string): string | null {
  if (kind === "null") return "null";
  if (kind === "boolean") return text;
  return kind === "number" && text !== "NaN" && !text.endsWith("y") ? text : null;
}

function putSign(sign: number): void {
  makeRoom(1);
  out[length] = sign;
  length += 1;
}

function put(text: string): void {
  // No sign takes more than three bytes.
  makeRoom(text.length * 3);
  // Most are a few digits or a word: a call of the encoder takes longer.
  let at = length;
  for (let index = 0; index < text.length; index += 1, at += 1) {
    const sign = text.charCodeAt(index);
    if (sign >= 0x80) break;
    out[at] = sign;
    if (index + 1 < text.length) continue;
    length = at + 1;
    return;
  }
  length += encoder.encodeInto(text, out.subarray(length)).written;
}

/** A string is its bytes, unless something in it has to be escaped, or is not UTF-8. */
function putString(bytes: Uint8Array, from: Bytes, to: Bytes): void {
  makeRoom(to - from + 2);
  let at = length;
  out[at] = QUOTE;
  at += 1;
  for (let index = from; index < to; index += 1, at += 1) {
    const byte = bytes[index] as number;
    if (byte < 0x20 || byte === QUOTE || byte === 0x5c || byte >= 0x80) {
      put(JSON.stringify(textOf(bytes, from, to)));
      return;
    }
    out[at] = byte;
  }
  out[at] = QUOTE;
  length = at + 1;
}

function makeRoom(room: Bytes): void {
  if (length + room <= out.length) return;
  const larger = new Uint8Array(Math.max(length + room, out.length * 2));
  larger.set(out.subarray(0, length));
  out = larger;
}
