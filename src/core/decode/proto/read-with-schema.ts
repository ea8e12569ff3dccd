import type { Bytes } from "../../units.ts";
import { startOfText, textOf } from "../bytes/text-of.ts";
import { hexText } from "../payloads/binary.ts";
import { type TreeNode, toBranch, toLeaf } from "../tree-node.ts";
import { toProtobufTree } from "../values/protobuf-reading.ts";
import {
  FIXED32,
  FIXED64,
  LENGTH,
  readVarint,
  readWireFields,
  VARINT,
  type WireField,
} from "../values/protobuf-wire.ts";
import type { ProtoField, ProtoMessage, ProtoSchema } from "./proto-schema.ts";

const MOST_DEPTH = 60;
const TEXT_BYTES = 160;

/** Elements of a packed field that are shown. */
const MOST_PACKED = 10_000;

/** The wire type that a scalar has; of what is not here, that of its length. */
const WIRE_TYPES: Readonly<Record<string, number>> = {
  double: FIXED64,
  fixed64: FIXED64,
  sfixed64: FIXED64,
  float: FIXED32,
  fixed32: FIXED32,
  sfixed32: FIXED32,
  int32: VARINT,
  int64: VARINT,
  uint32: VARINT,
  uint64: VARINT,
  sint32: VARINT,
  sint64: VARINT,
  bool: VARINT,
};

/**
 * A message as a tree by its schema: fields by name, values by type. What the schema does not know, or knows otherwise than the bytes are, is shown as without a
 * schema. Null where the bytes are no message, or the schema has no such type.
 */
export function readWithSchema(
  schema: ProtoSchema,
  type: string,
  bytes: Uint8Array,
  from: Bytes = 0,
  to: Bytes = bytes.length,
): TreeNode | null {
  const message = schema.messages.get(type);
  if (message === undefined || readWireFields(bytes, from, to) === null) return null;
  return toMessageNode(schema, message, bytes, from, to, "", 0);
}

function toMessageNode(
  schema: ProtoSchema,
  message: ProtoMessage,
  bytes: Uint8Array,
  from: Bytes,
  to: Bytes,
  key: string | number,
  depth: number,
): TreeNode {
  const fields = readWireFields(bytes, from, to) ?? [];
  const toNode = (it: WireField) => toFieldNode(schema, message.fields.get(it.number), bytes, it, depth);
  return {
    key,
    kind: "object",
    text: toText(fields.slice(0, 40).map(toNode)),
    count: fields.length,
    from,
    to,
    holds: null,
    value: null,
    children: (skip, limit) => fields.slice(skip, skip + limit).map(toNode),
  };
}

function toText(nodes: readonly TreeNode[]): string {
  let text = "";
  for (const { key, text: value } of nodes) {
    text += `${text === "" ? "" : ", "}${key}: ${value}`;
    if (text.length > TEXT_BYTES) return `${text.slice(0, TEXT_BYTES)}…`;
  }
  return text;
}

function toFieldNode(
  schema: ProtoSchema,
  field: ProtoField | undefined,
  bytes: Uint8Array,
  wire: WireField,
  depth: number,
): TreeNode {
  const known = field === undefined ? null : toKnownNode(schema, field, bytes, wire, depth);
  if (known !== null) return known;
  // One field by itself is a message too, of which it is the only one.
  const [bare] = toProtobufTree(bytes, wire.from, wire.to).children(0, 1);
  const node = bare ?? toLeaf(wire.number, "bytes", hexText(bytes.subarray(wire.valueFrom, wire.to)));
  return field === undefined ? node : { ...node, key: `${field.name} (${wire.number})` };
}

/** Null where the bytes are not what the schema says. */
function toKnownNode(
  schema: ProtoSchema,
  { name, type, repeated }: ProtoField,
  bytes: Uint8Array,
  wire: WireField,
  depth: number,
): TreeNode | null {
  const { valueFrom, from, to } = wire;
  const inner = schema.messages.get(type);
  if (inner !== undefined) {
    if (wire.wireType !== LENGTH || depth > MOST_DEPTH || readWireFields(bytes, valueFrom, to) === null)
      return null;
    const node = toMessageNode(schema, inner, bytes, valueFrom, to, name, depth + 1);
    return { ...node, from, to };
  }
  if (type === "string" || type === "bytes") {
    if (wire.wireType !== LENGTH) return null;
    if (type === "bytes") {
      const content = bytes.subarray(valueFrom, to);
      return toLeaf(name, "bytes", `<${hexText(content)}>`, from, to, () => content);
    }
    const text = JSON.stringify(startOfText(bytes, valueFrom, to, TEXT_BYTES));
    return toLeaf(name, "string", text, from, to, () => textOf(bytes, valueFrom, to));
  }
  const names = schema.enums.get(type);
  const wanted = names === undefined ? WIRE_TYPES[type] : VARINT;
  if (wanted === undefined) return null;
  if (wire.wireType === wanted) return toScalarNode(name, type, names, bytes, wire);
  return wire.wireType === LENGTH && repeated ? toPackedNode(name, type, names, wanted, bytes, wire) : null;
}

function toScalarNode(
  key: string | number,
  type: string,
  names: ReadonlyMap<number, string> | undefined,
  bytes: Uint8Array,
  wire: WireField,
): TreeNode {
  const kind = type === "bool" ? "boolean" : names === undefined ? "number" : "other";
  return toLeaf(key, kind, scalarText(type, names, bytes, wire), wire.from, wire.to);
}

/** Elements one after the other, without their tags. */
function toPackedNode(
  name: string,
  type: string,
  names: ReadonlyMap<number, string> | undefined,
  wireType: number,
  bytes: Uint8Array,
  { number, valueFrom, from, to }: WireField,
): TreeNode | null {
  const nodes: TreeNode[] = [];
  let at = valueFrom;
  while (at < to && nodes.length < MOST_PACKED) {
    const end = endOfScalar(bytes, at, to, wireType);
    if (end === null) return null;
    nodes.push(
      toScalarNode(nodes.length, type, names, bytes, { number, wireType, from: at, valueFrom: at, to: end }),
    );
    at = end;
  }
  const text = `[${nodes
    .slice(0, 40)
    .map((it) => it.text)
    .join(", ")}]`;
  return { ...toBranch(name, text.slice(0, TEXT_BYTES), nodes, from, to), kind: "array" };
}

function endOfScalar(bytes: Uint8Array, from: Bytes, to: Bytes, wireType: number): Bytes | null {
  if (wireType !== VARINT) {
    const end = from + (wireType === FIXED64 ? 8 : 4);
    return end <= to ? end : null;
  }
  for (let at = from; at < Math.min(to, from + 10); at += 1) if ((bytes[at] as number) < 0x80) return at + 1;
  return null;
}

function scalarText(
  type: string,
  names: ReadonlyMap<number, string> | undefined,
  bytes: Uint8Array,
  wire: WireField,
): string {
  if (wire.wireType !== VARINT) return fixedText(type, bytes, wire.valueFrom);
  const value = readVarint(bytes, wire);
  if (names !== undefined) {
    const number = Number(BigInt.asIntN(32, value));
    return names.get(number) ?? String(number);
  }
  switch (type) {
    case "bool":
      return String(value !== 0n);
    case "int32":
      return String(BigInt.asIntN(32, value));
    case "int64":
      return String(BigInt.asIntN(64, value));
    case "uint32":
      return String(BigInt.asUintN(32, value));
    case "sint32":
    case "sint64":
      return String((value >> 1n) ^ -(value & 1n));
    default:
      return String(value);
  }
}

function fixedText(type: string, bytes: Uint8Array, at: Bytes): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  switch (type) {
    case "double":
      return String(view.getFloat64(0, true));
    case "float":
      return String(view.getFloat32(0, true));
    case "fixed64":
      return String(view.getBigUint64(0, true));
    case "sfixed64":
      return String(view.getBigInt64(0, true));
    case "fixed32":
      return String(view.getUint32(0, true));
    default:
      return String(view.getInt32(0, true));
  }
}
