import type { Bytes } from "../../units.ts";
import type { TreeKind } from "../tree-node.ts";
import { UNTIL_BREAK, type ValueFormat, type ValueHead, type ValueSize } from "./value-format.ts";

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

function head(bytes: Uint8Array, at: Bytes): ValueHead | null {
  const first = bytes[at] as number;
  const major = first >> 5;
  const info = first & 31;
  if (info === 31) return indefinite(major, at + 1);
  const argument = readArgument(bytes, at + 1, info);
  if (argument === null) return null;
  const { value, next } = argument;
  switch (major) {
    case 0:
      return scalar("number", next, String(value));
    case 1:
      return scalar("number", next, String(-1n - BigInt(value)));
    case 2:
    case 3:
      return { kind: major === 2 ? "bytes" : "string", next, length: Number(value), count: 0, text: "" };
    case 4:
      return { kind: "array", next, length: 0, count: Number(value), text: "" };
    case 5:
      return { kind: "object", next, length: 0, count: Number(value) * 2, text: "" };
    case 6:
      return { kind: "other", next, length: 0, count: 1, text: TAGS[Number(value)] ?? `tag ${value}` };
    default:
      return simple(bytes, at, info, Number(value), next);
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

function indefinite(major: number, next: Bytes): ValueHead | null {
  if (major === 4) return { kind: "array", next, length: 0, count: UNTIL_BREAK, text: "" };
  if (major === 5) return { kind: "object", next, length: 0, count: UNTIL_BREAK, text: "" };
  // Pieces of a string or of bytes.
  return major === 2 || major === 3 ? { kind: "array", next, length: 0, count: UNTIL_BREAK, text: "" } : null;
}

function readArgument(
  bytes: Uint8Array,
  at: Bytes,
  info: number,
): { value: number | bigint; next: Bytes } | null {
  if (info < 24) return { value: info, next: at };
  if (info > 27) return null;
  const width = 1 << (info - 24);
  if (at + width > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, width);
  const next = at + width;
  if (width === 1) return { value: view.getUint8(0), next };
  if (width === 2) return { value: view.getUint16(0), next };
  return { value: width === 4 ? view.getUint32(0) : view.getBigUint64(0), next };
}

function scalar(kind: TreeKind, next: Bytes, text: string): ValueHead {
  return { kind, next, length: 0, count: 0, text };
}

function simple(bytes: Uint8Array, at: Bytes, info: number, value: number, next: Bytes): ValueHead | null {
  if (info === 20 || info === 21) return scalar("boolean", next, String(info === 21));
  if (info === 22 || info === 23) return scalar("null", next, info === 22 ? "null" : "undefined");
  if (info < 25) return scalar("other", next, `simple ${value}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset + at + 1, next - at - 1);
  if (info === 25) return scalar("number", next, String(halfFloat(view.getUint16(0))));
  return scalar("number", next, String(info === 26 ? view.getFloat32(0) : view.getFloat64(0)));
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
