import { textOf } from "../bytes/text-of.ts";
import { LENGTH, readVarint, readWireFields, VARINT, type WireField } from "../values/protobuf-wire.ts";
import { MOST_PROTO_TYPES, PROTO_SCALARS, type ProtoField, type ProtoReading } from "./proto-schema.ts";
import { resolveProto, type WrittenProto } from "./resolve-proto.ts";

/** Messages within messages within messages; compilers allow 32. */
const MOST_DEPTH = 40;

const REPEATED = 3;

/** Reads a FileDescriptorSet (descriptor.proto), as `protoc --descriptor_set_out` and `buf build` write it. */
export function readDescriptorSet(bytes: Uint8Array): ProtoReading {
  const declared: WrittenProto = { messages: new Map(), enums: new Map(), methods: new Map() };
  const files = readWireFields(bytes);
  if (files === null || files.length === 0) return refuse("it is no descriptor set");
  for (const file of files) {
    if (file.number !== 1 || file.wireType !== LENGTH) continue;
    const fields = within(bytes, file);
    if (fields === null) return refuse("it is no descriptor set");
    const scope = textIn(bytes, fields, 2) ?? "";
    for (const it of fields)
      readDeclaration(bytes, it, scope, declared, { message: 4, enum: 5, service: 6 }, 0);
    if (declared.messages.size > MOST_PROTO_TYPES) return refuse("it declares too many types");
  }
  if (declared.messages.size === 0) return refuse("it declares no messages");
  return { schema: resolveProto(declared) };
}

function refuse(text: string): ProtoReading {
  return { problem: { text, line: 0 } };
}

/** Under which numbers a file, and a message, have what they declare; 0 is nowhere. */
interface Places {
  readonly message: number;
  readonly enum: number;
  readonly service: number;
}

const IN_MESSAGE: Places = { message: 3, enum: 4, service: 0 };

function readDeclaration(
  bytes: Uint8Array,
  field: WireField,
  scope: string,
  declared: WrittenProto,
  places: Places,
  depth: number,
): void {
  if (field.wireType !== LENGTH || depth > MOST_DEPTH) return;
  const fields = within(bytes, field) ?? [];
  const name = join(scope, textIn(bytes, fields, 1) ?? "");
  if (field.number === places.message) {
    declared.messages.set(name, readMessage(bytes, fields));
    for (const it of fields) readDeclaration(bytes, it, name, declared, IN_MESSAGE, depth + 1);
  } else if (field.number === places.enum) {
    declared.enums.set(name, readEnum(bytes, fields));
  } else if (field.number === places.service) {
    for (const it of fields.filter(({ number, wireType }) => number === 2 && wireType === LENGTH)) {
      const method = within(bytes, it) ?? [];
      const [input, output] = [textIn(bytes, method, 2) ?? "", textIn(bytes, method, 3) ?? ""];
      declared.methods.set(`/${name}/${textIn(bytes, method, 1) ?? ""}`, { input, output });
    }
  }
}

function readMessage(bytes: Uint8Array, declared: readonly WireField[]) {
  const fields = declared
    .filter(({ number, wireType }) => number === 2 && wireType === LENGTH)
    .map((it) => readField(bytes, within(bytes, it) ?? []));
  const options = declared.find(({ number, wireType }) => number === 7 && wireType === LENGTH);
  const isEntry = options !== undefined && numberIn(bytes, within(bytes, options) ?? [], 7) === 1;
  return { fields, isEntry };
}

function readField(bytes: Uint8Array, fields: readonly WireField[]): ProtoField {
  const scalar = PROTO_SCALARS[numberIn(bytes, fields, 5) ?? 0] ?? "bytes";
  const isNamed = scalar === "message" || scalar === "enum" || scalar === "group" || scalar === "";
  return {
    name: textIn(bytes, fields, 1) ?? "",
    number: numberIn(bytes, fields, 3) ?? 0,
    type: isNamed ? (textIn(bytes, fields, 6) ?? "") : scalar,
    repeated: numberIn(bytes, fields, 4) === REPEATED,
  };
}

function readEnum(bytes: Uint8Array, fields: readonly WireField[]): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const it of fields) {
    if (it.number !== 2 || it.wireType !== LENGTH) continue;
    const value = within(bytes, it) ?? [];
    const number = numberIn(bytes, value, 2) ?? 0;
    // Of several names for a number the first counts.
    if (!names.has(number)) names.set(number, textIn(bytes, value, 1) ?? "");
  }
  return names;
}

function within(bytes: Uint8Array, { valueFrom, to }: WireField): WireField[] | null {
  return readWireFields(bytes, valueFrom, to);
}

function textIn(bytes: Uint8Array, fields: readonly WireField[], number: number): string | null {
  const field = fields.find((it) => it.number === number && it.wireType === LENGTH);
  return field === undefined ? null : textOf(bytes, field.valueFrom, field.to);
}

function numberIn(bytes: Uint8Array, fields: readonly WireField[], number: number): number | null {
  const field = fields.find((it) => it.number === number && it.wireType === VARINT);
  return field === undefined ? null : Number(BigInt.asIntN(32, readVarint(bytes, field)));
}

function join(scope: string, name: string): string {
  return scope === "" ? name : `${scope}.${name}`;
}
