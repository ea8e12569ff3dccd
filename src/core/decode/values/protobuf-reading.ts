import type { Bytes } from "../../units.ts";
import { isUtf8 } from "../bytes/is-utf8.ts";
import {
  cutLine,
  endLine,
  lineBytes,
  startLine,
  writeBetween,
  writeInteger,
  writePlain,
  writeQuoted,
  writeText,
} from "../bytes/line-writer.ts";
import { startOfText, textOf } from "../bytes/text-of.ts";
import { hexText } from "../payloads/binary.ts";
import { type TreeNode, toLeaf } from "../tree-node.ts";
import {
  createWireFieldSlot,
  FIXED64,
  LENGTH,
  readVarint,
  readWireField,
  readWireFields,
  VARINT,
  type WireField,
} from "./protobuf-wire.ts";

/** Without a schema a message and a text may be the same bytes: what is most likely is shown, and all readings are in the tree. */
const MOST_DEPTH = 10;
const MOST_SHOWN_DEPTH = 3;
const TEXT_BYTES = 160;
const MOST_TEXT_FIELDS = 40;

/** The most likely reading of the content of a length-delimited field. */
export function likelyReading(bytes: Uint8Array, { valueFrom, to }: WireField): "text" | "message" | "bytes" {
  if (to === valueFrom) return "text";
  if (isPrintable(bytes, valueFrom, to)) return "text";
  return (readWireFields(bytes, valueFrom, to)?.length ?? 0) > 0 ? "message" : "bytes";
}

/** Text without control characters but white space. */
export function isPrintable(bytes: Uint8Array, from: Bytes, to: Bytes): boolean {
  let all = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] as number;
    if (byte === 0x7f || (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)) return false;
    all |= byte;
  }
  return all < 0x80 || isUtf8(bytes.subarray(from, to));
}

/** The beginning of a message in one line: `1: 42, 2: "text", 3: {…}`; "" where bytes do not begin as one. */
export function toProtobufText(bytes: Uint8Array, from: Bytes, to: Bytes, limit = TEXT_BYTES): string {
  return lineOf(bytes, from, to, limit, true) ?? "";
}

/** The same of a whole message; null where bytes are none, or empty. */
export function wholeProtobufText(bytes: Uint8Array): string | null {
  return lineOf(bytes, 0, bytes.length, TEXT_BYTES, false);
}

const COMMA = 0x2c;
const COLON = 0x3a;

/** The line has all that it takes: what follows is only looked at. */
let isFull = false;

function lineOf(
  bytes: Uint8Array,
  from: Bytes,
  to: Bytes,
  limit: number,
  isBeginning: boolean,
): string | null {
  startLine();
  isFull = false;
  return writeFields(bytes, from, to, limit, 0, isBeginning) > 0 ? endLine(limit, isFull) : null;
}

/** One for all: what is needed of a field is taken out before the next is read. */
const slot = createWireFieldSlot();

/** Writes fields while they are found to be such, and answers how many there are; -1 where bytes are no message. */
function writeFields(
  bytes: Uint8Array,
  from: Bytes,
  to: Bytes,
  limit: number,
  depth: number,
  isBeginning: boolean,
): number {
  let count = 0;
  for (let at = from; at < to; count += 1) {
    if (!readWireField(bytes, at, to, slot)) return -1;
    at = slot.to;
    if (!isFull && (lineBytes() > limit || count === MOST_TEXT_FIELDS)) isFull = true;
    if (isFull) {
      if (isBeginning) return count + 1;
      continue;
    }
    if (count > 0) writeBetween(COMMA);
    writeInteger(slot.number);
    writeBetween(COLON);
    writeValue(bytes, limit, depth);
  }
  return count;
}

/** Writes the value of the field that was read last. */
function writeValue(bytes: Uint8Array, limit: number, depth: number): void {
  const { wireType, valueFrom, to } = slot;
  if (wireType === VARINT) writeVarint(bytes, slot);
  else if (wireType !== LENGTH) writeText(fixedText(bytes, slot));
  else if (!writePlain(bytes, valueFrom, to, limit)) {
    if (isPrintable(bytes, valueFrom, to)) writeQuoted(bytes, valueFrom, to, limit);
    else writeMessage(bytes, valueFrom, to, limit, depth);
  }
}

/** What is no text: a message, where it can be one. */
function writeMessage(bytes: Uint8Array, from: Bytes, to: Bytes, limit: number, depth: number): void {
  const start = lineBytes();
  const isShown = depth < MOST_SHOWN_DEPTH;
  writeText("{");
  isFull = !isShown;
  const count = writeFields(bytes, from, to, limit, depth + 1, false);
  if (!isShown) isFull = false;
  if (count > 0) {
    if (!isShown) writeText("…}");
    else if (!isFull) writeText("}");
    return;
  }
  cutLine(start);
  isFull = false;
  writeText(`<${hexText(bytes.subarray(from, to), 8)}>`);
}

/** Most varints are short. */
function writeVarint(bytes: Uint8Array, field: WireField): void {
  const { valueFrom, to } = field;
  if (to - valueFrom > 4) {
    writeText(String(readVarint(bytes, field)));
    return;
  }
  let value = 0;
  for (let at = to - 1; at >= valueFrom; at -= 1) value = value * 128 + ((bytes[at] as number) & 127);
  writeInteger(value);
}

/** Fixed fields are floating-point numbers more often than anything else, where these are such as people write. */
function fixedText(bytes: Uint8Array, field: WireField): string {
  const isDouble = loadFixed(bytes, field);
  const float = isDouble ? scratch.getFloat64(0, true) : scratch.getFloat32(0, true);
  const size = Math.abs(float);
  return float === 0 || (size > 1e-6 && size < 1e12) ? String(float) : fixedReadings(bytes, field).integer;
}

const scratch = new DataView(new ArrayBuffer(8));

/** Brings a fixed field into `scratch`; answers whether it has 64 bits. */
function loadFixed(bytes: Uint8Array, { wireType, valueFrom }: WireField): boolean {
  const width = wireType === FIXED64 ? 8 : 4;
  for (let index = 0; index < width; index += 1) scratch.setUint8(index, bytes[valueFrom + index] as number);
  return width === 8;
}

function fixedReadings(bytes: Uint8Array, field: WireField) {
  return loadFixed(bytes, field)
    ? { float: scratch.getFloat64(0, true), integer: String(scratch.getBigInt64(0, true)) }
    : { float: scratch.getFloat32(0, true), integer: String(scratch.getInt32(0, true)) };
}

/** A message as a tree: a node a field, by its number, with what it may be. */
export function toProtobufTree(
  bytes: Uint8Array,
  from: Bytes,
  to: Bytes,
  key: string | number = "",
  depth = 0,
): TreeNode {
  const fields = readWireFields(bytes, from, to) ?? [];
  return {
    key,
    kind: "object",
    text: toProtobufText(bytes, from, to),
    count: fields.length,
    from,
    to,
    holds: null,
    value: null,
    children: (skip, limit) => fields.slice(skip, skip + limit).map((it) => toFieldNode(bytes, it, depth)),
  };
}

function toFieldNode(bytes: Uint8Array, field: WireField, depth: number): TreeNode {
  const { number, wireType, from, to } = field;
  if (wireType === LENGTH) return toContentNode(bytes, field, depth);
  return toLeaf(
    number,
    "number",
    wireType === VARINT ? varintText(bytes, field) : fixedTexts(bytes, field),
    from,
    to,
  );
}

function varintText(bytes: Uint8Array, field: WireField): string {
  const value = readVarint(bytes, field);
  const readings = [String(value)];
  const signed = BigInt.asIntN(64, value);
  if (signed < 0n) readings.push(`int64 ${signed}`);
  readings.push(`sint ${(value >> 1n) ^ -(value & 1n)}`);
  if (value < 2n) readings.push(`bool ${value === 1n}`);
  return readings.join(" · ");
}

function fixedTexts(bytes: Uint8Array, field: WireField): string {
  const { float, integer } = fixedReadings(bytes, field);
  const names = field.wireType === FIXED64 ? ["double", "fixed64"] : ["float", "fixed32"];
  return `${names[0]} ${float} · ${names[1]} ${integer}`;
}

function toContentNode(bytes: Uint8Array, field: WireField, depth: number): TreeNode {
  const { number, valueFrom, from, to } = field;
  const likely = likelyReading(bytes, field);
  if (likely === "message" && depth < MOST_DEPTH) {
    return { ...toProtobufTree(bytes, valueFrom, to, number, depth + 1), from, to };
  }
  if (likely === "text") {
    const text = JSON.stringify(startOfText(bytes, valueFrom, to, TEXT_BYTES));
    return toLeaf(number, "string", text, from, to, () => textOf(bytes, valueFrom, to));
  }
  const content = bytes.subarray(valueFrom, to);
  return toLeaf(number, "bytes", `<${hexText(content)}>`, from, to, () => content);
}
