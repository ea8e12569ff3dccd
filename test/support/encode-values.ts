/** What both binary formats can say. */
export type PlainValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | PlainValue[]
  | { [name: string]: PlainValue };

const encoder = new TextEncoder();

const bigEndian = (width: number, value: number): number[] =>
  Array.from({ length: width }, (_, index) => Math.floor(value / 256 ** (width - 1 - index)) % 256);

const double = (value: number): number[] => [...new Uint8Array(Float64Array.of(value).buffer)].reverse();

/** MessagePack by its specification, in the shortest form. */
export function encodeMsgpack(value: PlainValue): Uint8Array {
  return Uint8Array.from(msgpack(value));
}

function msgpack(value: PlainValue): number[] {
  if (value === null) return [0xc0];
  if (typeof value === "boolean") return [value ? 0xc3 : 0xc2];
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || Object.is(value, -0) || Math.abs(value) > 0x7fffffff)
      return [0xcb, ...double(value)];
    if (value >= 0) return value < 128 ? [value] : [0xce, ...bigEndian(4, value)];
    return value >= -32 ? [value + 256] : [0xd2, ...bigEndian(4, value + 2 ** 32)];
  }
  if (typeof value === "string") {
    const bytes = encoder.encode(value);
    return [...(bytes.length < 32 ? [0xa0 + bytes.length] : [0xda, ...bigEndian(2, bytes.length)]), ...bytes];
  }
  if (value instanceof Uint8Array) return [0xc5, ...bigEndian(2, value.length), ...value];
  if (Array.isArray(value)) {
    const head = value.length < 16 ? [0x90 + value.length] : [0xdc, ...bigEndian(2, value.length)];
    return [...head, ...value.flatMap(msgpack)];
  }
  const members = Object.entries(value);
  const head = members.length < 16 ? [0x80 + members.length] : [0xde, ...bigEndian(2, members.length)];
  return [...head, ...members.flatMap(([name, it]) => [...msgpack(name), ...msgpack(it)])];
}

/** CBOR by RFC 8949, definite lengths, in the shortest form. */
export function encodeCbor(value: PlainValue): Uint8Array {
  return Uint8Array.from(cbor(value));
}

function cborHead(major: number, value: number): number[] {
  const type = major << 5;
  if (value < 24) return [type + value];
  if (value < 256) return [type + 24, value];
  if (value < 65_536) return [type + 25, ...bigEndian(2, value)];
  return value < 2 ** 32 ? [type + 26, ...bigEndian(4, value)] : [type + 27, ...bigEndian(8, value)];
}

function cbor(value: PlainValue): number[] {
  if (value === null) return [0xf6];
  if (typeof value === "boolean") return [value ? 0xf5 : 0xf4];
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) return [0xfb, ...double(value)];
    return value >= 0 ? cborHead(0, value) : cborHead(1, -1 - value);
  }
  if (typeof value === "string") {
    const bytes = encoder.encode(value);
    return [...cborHead(3, bytes.length), ...bytes];
  }
  if (value instanceof Uint8Array) return [...cborHead(2, value.length), ...value];
  if (Array.isArray(value)) return [...cborHead(4, value.length), ...value.flatMap(cbor)];
  const members = Object.entries(value);
  return [...cborHead(5, members.length), ...members.flatMap(([name, it]) => [...cbor(name), ...cbor(it)])];
}
