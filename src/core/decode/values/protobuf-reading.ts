import type { Bytes } from "../../units.ts";
import { isUtf8 } from "../bytes/is-utf8.ts";
import { endLine, lineBytes, startLine, writeQuoted, writeText } from "../bytes/line-writer.ts";
import { startOfText, textOf } from "../bytes/text-of.ts";
import { hexText } from "../payloads/binary.ts";
import { type TreeNode, toLeaf } from "../tree-node.ts";
import { FIXED64, LENGTH, readVarint, readWireFields, VARINT, type WireField } from "./protobuf-wire.ts";

/** Without a schema a message and a text may be the same bytes: what is most likely is shown, and all readings are in the tree. */
const MOST_DEPTH = 10;
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

/** A message in one line: `1: 42, 2: "text", 3: {…}`. */
export function toProtobufText(bytes: Uint8Array, from: Bytes, to: Bytes, limit = TEXT_BYTES): string {
  return fieldsText(bytes, readWireFields(bytes, from, to, MOST_TEXT_FIELDS) ?? [], limit);
}

/** The same of fields that were read before. */
export function fieldsText(bytes: Uint8Array, fields: readonly WireField[], limit = TEXT_BYTES): string {
  startLine();
  return endLine(limit, !writeFields(bytes, fields, limit, 0));
}

/** Answers whether all of them were written. */
function writeFields(bytes: Uint8Array, fields: readonly WireField[], limit: number, depth: number): boolean {
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index] as WireField;
    if (lineBytes() > limit || index === MOST_TEXT_FIELDS) return false;
    if (index > 0) writeText(", ");
    writeText(String(field.number));
    writeText(": ");
    if (!writeValue(bytes, field, limit, depth)) return false;
  }
  return true;
}

function writeValue(bytes: Uint8Array, field: WireField, limit: number, depth: number): boolean {
  const { wireType, valueFrom, to } = field;
  if (wireType === VARINT) writeText(shortVarintText(bytes, field));
  else if (wireType !== LENGTH) writeText(fixedText(bytes, field));
  else if (to === valueFrom || isPrintable(bytes, valueFrom, to)) writeQuoted(bytes, valueFrom, to, limit);
  else {
    const fields = readWireFields(bytes, valueFrom, to);
    if (fields === null || fields.length === 0) {
      writeText(`<${hexText(bytes.subarray(valueFrom, to), 8)}>`);
    } else if (depth < 3) {
      writeText("{");
      if (!writeFields(bytes, fields, limit, depth + 1)) return false;
      writeText("}");
    } else writeText("{…}");
  }
  return true;
}

/** Most varints are short. */
function shortVarintText(bytes: Uint8Array, field: WireField): string {
  const { valueFrom, to } = field;
  if (to - valueFrom > 4) return String(readVarint(bytes, field));
  let value = 0;
  for (let at = to - 1; at >= valueFrom; at -= 1) value = value * 128 + ((bytes[at] as number) & 127);
  return String(value);
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
