import { toBase64 } from "../../export/base64.ts";
import type { Bytes } from "../../units.ts";
import { textOf } from "../bytes/text-of.ts";
import { ROW_JSON_BYTES } from "../json/json-value.ts";

/** Deeper than this no protocol is. */
const MOST_DEPTH = 64;

const encoder = new TextEncoder();

/** How long values of a type are, where all are as long. */
const FIXED: Readonly<Record<number, Bytes>> = {
  1: 8,
  6: 0,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  19: 16,
  127: 0,
  255: 0,
};

const ARRAY = 4;

/**
 * A document of BSON (https://bsonspec.org/spec.html) as JSON: dates as texts, object identifiers in hexadecimal digits, binary data in base64, 64-bit integers with all their
 * digits. Null where bytes are none, or have more behind them.
 */
export function bsonToJson(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length < 5 || bytes.length > ROW_JSON_BYTES || sizeAt(bytes, 0) !== bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const out: string[] = [];
  return writeDocument(bytes, view, 0, false, 0, out) === bytes.length ? encoder.encode(out.join("")) : null;
}

/** Answers the position behind the document that begins at `from`; -1 where none does. */
function writeDocument(
  bytes: Uint8Array,
  view: DataView,
  from: Bytes,
  isArray: boolean,
  depth: number,
  out: string[],
): Bytes {
  const end = from + sizeAt(bytes, from);
  if (depth > MOST_DEPTH || end - from < 5 || end > bytes.length || bytes[end - 1] !== 0) return -1;
  out.push(isArray ? "[" : "{");
  let at = from + 4;
  for (let index = 0; at < end - 1; index += 1) {
    const type = bytes[at] as number;
    const nameEnd = bytes.indexOf(0, at + 1);
    if (nameEnd === -1 || nameEnd >= end) return -1;
    if (index > 0) out.push(",");
    if (!isArray) out.push(JSON.stringify(textOf(bytes, at + 1, nameEnd)), ":");
    at = nameEnd + 1;
    if (type === 3 || type === ARRAY) at = writeDocument(bytes, view, at, type === ARRAY, depth + 1, out);
    else {
      const next = endOfValue(bytes, type, at);
      if (next < 0 || next >= end) return -1;
      out.push(valueJson(bytes, view, type, at, next));
      at = next;
    }
    if (at < 0 || at >= end) return -1;
  }
  out.push(isArray ? "]" : "}");
  return at === end - 1 ? end : -1;
}

function sizeAt(bytes: Uint8Array, at: Bytes): number {
  if (at + 4 > bytes.length) return -1;
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

function endOfValue(bytes: Uint8Array, type: number, at: Bytes): Bytes {
  const fixed = FIXED[type];
  if (fixed !== undefined) return at + fixed;
  const size = sizeAt(bytes, at);
  switch (type) {
    case 2:
    case 13:
    case 14:
      return size > 0 && bytes[at + 3 + size] === 0 ? at + 4 + size : -1;
    case 5:
      return size >= 0 ? at + 5 + size : -1;
    case 11: {
      const flags = bytes.indexOf(0, at);
      const end = flags === -1 ? -1 : bytes.indexOf(0, flags + 1);
      return end === -1 ? -1 : end + 1;
    }
    case 12:
      return size > 0 ? at + 4 + size + 12 : -1;
    case 15:
      return size >= 14 ? at + size : -1;
    default:
      return -1;
  }
}

function valueJson(bytes: Uint8Array, view: DataView, type: number, at: Bytes, end: Bytes): string {
  switch (type) {
    case 1: {
      const value = view.getFloat64(at, true);
      return Number.isFinite(value) ? String(value) : `"${value}"`;
    }
    case 2:
    case 13:
    case 14:
      return JSON.stringify(textOf(bytes, at + 4, end - 1));
    case 5:
      return JSON.stringify(toBase64(bytes.subarray(at + 5, end)));
    case 8:
      return String(bytes[at] !== 0);
    case 9: {
      const date = new Date(Number(view.getBigInt64(at, true)));
      return JSON.stringify(Number.isNaN(date.getTime()) ? "a date out of range" : date.toISOString());
    }
    case 6:
    case 10:
      return "null";
    case 16:
      return String(view.getInt32(at, true));
    case 17:
    case 18:
      return String(type === 18 ? view.getBigInt64(at, true) : view.getBigUint64(at, true));
    case 127:
      return '"MaxKey"';
    case 255:
      return '"MinKey"';
    case 11:
      return JSON.stringify(textOf(bytes, at, end - 1).replace("\0", " "));
    default:
      // An object identifier, a decimal, a pointer, code.
      return JSON.stringify(hex(bytes.subarray(at, Math.min(end, at + 64))));
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
