import type { Bytes } from "../../units.ts";
import { readFloat } from "./read-float.ts";
import {
  createValueHead,
  fillHead,
  UNTIL_BREAK,
  type ValueFormat,
  type ValueHead,
  type ValueHeadSlot,
  type ValueSize,
} from "./value-format.ts";

const BREAK = 0xff;

/** CBOR (RFC 8949), with indefinite lengths and tags. */
export const cborFormat: ValueFormat = {
  id: "cbor",
  name: "CBOR",
  head,
  measure,
  isBreak: (byte) => byte === BREAK,
};

/** Tags that people meet; others show their number (https://www.iana.org/assignments/cbor-tags). */
const TAGS: Readonly<Record<number, string>> = {
  0: "date",
  1: "epoch",
  2: "bignum",
  3: "negative bignum",
  24: "embedded CBOR",
  32: "URI",
  37: "UUID",
  42: "CID",
  258: "set",
  55799: "CBOR",
};

function head(bytes: Uint8Array, at: Bytes, into: ValueHeadSlot = createValueHead()): ValueHead | null {
  const first = bytes[at] as number;
  const major = first >> 5;
  const info = first & 31;
  if (info === 31) return indefinite(into, major, at + 1);
  const width = info < 24 ? 0 : 1 << (info - 24);
  const next = at + 1 + width;
  if (info > 27 || next > bytes.length) return null;
  const value = width === 0 ? info : readArgument(bytes, at + 1, width);
  switch (major) {
    case 0:
      return fillHead(into, "number", next, 0, 0, String(value));
    case 1:
      return fillHead(
        into,
        "number",
        next,
        0,
        0,
        String(typeof value === "bigint" ? -1n - value : -1 - value),
      );
    case 2:
      return fillHead(into, "bytes", next, Number(value), 0, "");
    case 3:
      return fillHead(into, "string", next, Number(value), 0, "");
    case 4:
      return fillHead(into, "array", next, 0, Number(value), "");
    case 5:
      return fillHead(into, "object", next, 0, Number(value) * 2, "");
    case 6:
      return fillHead(into, "other", next, 0, 1, TAGS[Number(value)] ?? `tag ${value}`);
    default:
      return simple(into, bytes, at, info, Number(value), next);
  }
}

function measure(bytes: Uint8Array, at: Bytes, size: ValueSize): boolean {
  const first = bytes[at] as number;
  const major = first >> 5;
  const info = first & 31;
  size.end = at + 1;
  size.count = 0;
  if (info === 31) {
    size.count = UNTIL_BREAK;
    return major >= 2 && major <= 5;
  }
  if (info > 27) return false;
  let value = info;
  if (info >= 24) {
    const end = at + 1 + (1 << (info - 24));
    if (end > bytes.length) return false;
    value = 0;
    for (let index = at + 1; index < end; index += 1) value = value * 256 + (bytes[index] as number);
    size.end = end;
  }
  if (major === 2 || major === 3) size.end += value;
  else if (major === 4) size.count = value;
  else if (major === 5) size.count = value * 2;
  else if (major === 6) size.count = 1;
  return true;
}

function indefinite(into: ValueHeadSlot, major: number, next: Bytes): ValueHead | null {
  if (major === 5) return fillHead(into, "object", next, 0, UNTIL_BREAK, "");
  // Pieces of a string or of bytes are shown as a list.
  return major >= 2 && major <= 4 ? fillHead(into, "array", next, 0, UNTIL_BREAK, "") : null;
}

/** Of eight bytes a bigint. */
function readArgument(bytes: Uint8Array, at: Bytes, width: number): number | bigint {
  if (width === 8) return new DataView(bytes.buffer, bytes.byteOffset + at, 8).getBigUint64(0);
  let value = 0;
  for (let index = 0; index < width; index += 1) value = value * 256 + (bytes[at + index] as number);
  return value;
}

function simple(
  into: ValueHeadSlot,
  bytes: Uint8Array,
  at: Bytes,
  info: number,
  value: number,
  next: Bytes,
): ValueHead | null {
  if (info === 20 || info === 21) return fillHead(into, "boolean", next, 0, 0, String(info === 21));
  if (info === 22 || info === 23)
    return fillHead(into, "null", next, 0, 0, info === 22 ? "null" : "undefined");
  if (info < 25) return fillHead(into, "other", next, 0, 0, `simple ${value}`);
  const float = info === 25 ? halfFloat(value) : readFloat(bytes, at + 1, next - at - 1);
  return fillHead(into, "number", next, 0, 0, String(float));
}

/** IEEE 754 binary16 (RFC 8949, appendix D). */
function halfFloat(half: number): number {
  const exponent = (half >> 10) & 31;
  const mantissa = half & 1023;
  const sign = half & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (mantissa + 1024) * 2 ** (exponent - 25);
}
