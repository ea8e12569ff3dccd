import type { Bytes } from "../../units.ts";
import { hexText } from "../payloads/binary.ts";
import type { TreeKind } from "../tree-node.ts";
import { readFloat } from "./read-float.ts";
import {
  createValueHead,
  fillHead,
  type ValueFormat,
  type ValueHead,
  type ValueHeadSlot,
  type ValueSize,
} from "./value-format.ts";

/** MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md). */
export const msgpackFormat: ValueFormat = {
  id: "msgpack",
  name: "MessagePack",
  head,
  measure,
  isBreak: () => false,
};

/** Of the types 0xc0 to 0xdf: bytes behind the type that are neither a length nor content; -1 where there is no such type. */
const FIXED = [
  ...[0, -1, 0, 0, 0, 0, 0, 1, 1, 1, 4, 8, 1, 2, 4, 8],
  ...[1, 2, 4, 8, 2, 3, 5, 9, 17, 0, 0, 0, 0, 0, 0, 0],
];

/** The bytes of their length or count; 0 is none. */
const WIDTHS = [
  ...[0, 0, 0, 0, 1, 2, 4, 1, 2, 4, 0, 0, 0, 0, 0, 0],
  ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 2, 4, 2, 4],
];

function measure(bytes: Uint8Array, at: Bytes, size: ValueSize): boolean {
  const type = bytes[at] as number;
  size.count = 0;
  size.end = at + 1;
  if (type <= 0x7f || type >= 0xe0) return true;
  if (type <= 0x8f) size.count = (type & 15) * 2;
  else if (type <= 0x9f) size.count = type & 15;
  else if (type <= 0xbf) size.end += type & 31;
  else {
    const fixed = FIXED[type - 0xc0] as number;
    const width = WIDTHS[type - 0xc0] as number;
    if (fixed < 0 || at + 1 + width > bytes.length) return false;
    const value = width === 0 ? 0 : (unsigned(bytes, at + 1, width) as number);
    size.end += fixed + width;
    if (type >= 0xde) size.count = value * 2;
    else if (type >= 0xdc) size.count = value;
    else size.end += value;
  }
  return true;
}

function head(bytes: Uint8Array, at: Bytes, into: ValueHeadSlot = createValueHead()): ValueHead | null {
  const type = bytes[at] as number;
  if (type <= 0x7f) return fillHead(into, "number", at + 1, 0, 0, String(type));
  if (type <= 0x8f) return fillHead(into, "object", at + 1, 0, (type & 15) * 2, "");
  if (type <= 0x9f) return fillHead(into, "array", at + 1, 0, type & 15, "");
  if (type <= 0xbf) return fillHead(into, "string", at + 1, type & 31, 0, "");
  if (type >= 0xe0) return fillHead(into, "number", at + 1, 0, 0, String(type - 256));
  switch (type) {
    case 0xc0:
      return fillHead(into, "null", at + 1, 0, 0, "null");
    case 0xc2:
      return fillHead(into, "boolean", at + 1, 0, 0, "false");
    case 0xc3:
      return fillHead(into, "boolean", at + 1, 0, 0, "true");
    case 0xc4:
    case 0xc5:
    case 0xc6:
      return content(into, "bytes", bytes, at, 1 << (type - 0xc4));
    case 0xc7:
    case 0xc8:
    case 0xc9:
      return extension(into, bytes, at, 1 << (type - 0xc7), null);
    case 0xca:
    case 0xcb:
      return float(into, bytes, at, type === 0xca ? 4 : 8);
    case 0xcc:
    case 0xcd:
    case 0xce:
    case 0xcf:
      return integer(into, bytes, at, 1 << (type - 0xcc), false);
    case 0xd0:
    case 0xd1:
    case 0xd2:
    case 0xd3:
      return integer(into, bytes, at, 1 << (type - 0xd0), true);
    case 0xd4:
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
      return extension(into, bytes, at, 0, 1 << (type - 0xd4));
    case 0xd9:
    case 0xda:
    case 0xdb:
      return content(into, "string", bytes, at, 1 << (type - 0xd9));
    case 0xdc:
    case 0xdd:
      return container(into, "array", bytes, at, type === 0xdc ? 2 : 4, 1);
    case 0xde:
    case 0xdf:
      return container(into, "object", bytes, at, type === 0xde ? 2 : 4, 2);
    default:
      // 0xc1 is never used.
      return null;
  }
}

function content(
  into: ValueHeadSlot,
  kind: TreeKind,
  bytes: Uint8Array,
  at: Bytes,
  width: number,
): ValueHead | null {
  const length = unsigned(bytes, at + 1, width);
  return length === null ? null : fillHead(into, kind, at + 1 + width, length, 0, "");
}

function container(
  into: ValueHeadSlot,
  kind: TreeKind,
  bytes: Uint8Array,
  at: Bytes,
  width: number,
  each: number,
): ValueHead | null {
  const count = unsigned(bytes, at + 1, width);
  return count === null ? null : fillHead(into, kind, at + 1 + width, 0, count * each, "");
}

function unsigned(bytes: Uint8Array, at: Bytes, width: number): number | null {
  if (at + width > bytes.length) return null;
  let value = 0;
  for (let index = 0; index < width; index += 1) value = value * 256 + (bytes[at + index] as number);
  return value;
}

function integer(
  into: ValueHeadSlot,
  bytes: Uint8Array,
  at: Bytes,
  width: number,
  signed: boolean,
): ValueHead | null {
  if (width === 8) {
    if (at + 9 > bytes.length) return null;
    const view = new DataView(bytes.buffer, bytes.byteOffset + at + 1, 8);
    const value = signed ? view.getBigInt64(0) : view.getBigUint64(0);
    return fillHead(into, "number", at + 9, 0, 0, String(value));
  }
  const value = unsigned(bytes, at + 1, width);
  if (value === null) return null;
  const limit = 2 ** (width * 8);
  const text = String(signed && value >= limit / 2 ? value - limit : value);
  return fillHead(into, "number", at + 1 + width, 0, 0, text);
}

function float(into: ValueHeadSlot, bytes: Uint8Array, at: Bytes, width: number): ValueHead | null {
  const next = at + 1 + width;
  if (next > bytes.length) return null;
  return fillHead(into, "number", next, 0, 0, String(readFloat(bytes, at + 1, width)));
}

/** `width`: of the length that stands before the type; `fixed` where it is in the head. */
function extension(
  into: ValueHeadSlot,
  bytes: Uint8Array,
  at: Bytes,
  width: number,
  fixed: number | null,
): ValueHead | null {
  const length = fixed ?? unsigned(bytes, at + 1, width);
  const type = bytes[at + 1 + width];
  if (length === null || type === undefined) return null;
  const next = at + 2 + width;
  const data = bytes.subarray(next, next + length);
  const time = type === 0xff && data.length === length ? timestamp(data) : null;
  const text = time ?? `extension ${type > 127 ? type - 256 : type} <${hexText(data, 16)}>`;
  return fillHead(into, "other", next, length, 0, text);
}

/** The timestamp extension, type -1: 4, 8 or 12 bytes; to the millisecond. */
function timestamp(data: Uint8Array): string | null {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  let seconds: number;
  let nanoseconds = 0;
  if (data.length === 4) seconds = view.getUint32(0);
  else if (data.length === 8) {
    const both = view.getBigUint64(0);
    nanoseconds = Number(both >> 34n);
    seconds = Number(both & 0x3ffffffffn);
  } else if (data.length === 12) {
    nanoseconds = view.getUint32(0);
    seconds = Number(view.getBigInt64(4));
  } else return null;
  const at = new Date(seconds * 1000 + Math.floor(nanoseconds / 1e6));
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
