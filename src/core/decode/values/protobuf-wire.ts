import type { Bytes } from "../../units.ts";

export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH = 2;
export const FIXED32 = 5;

/** A field as it stands on the wire (https://protobuf.dev/programming-guides/encoding): its type is not there. */
export interface WireField {
  readonly number: number;
  readonly wireType: number;
  readonly from: Bytes;
  /** Of length-delimited ones, where the content begins; of others, where the value does. */
  readonly valueFrom: Bytes;
  readonly to: Bytes;
}

/** Numbers that people give to fields; larger ones are legal, and chance. */
const MOST_FIELD_NUMBER = 20_000;

/** As `WireField`, to be used again for the next one. */
export type WireFieldSlot = { -readonly [Name in keyof WireField]: WireField[Name] };

export function createWireFieldSlot(): WireFieldSlot {
  return { number: 0, wireType: 0, from: 0, valueFrom: 0, to: 0 };
}

/** Brings the field that begins at `from` into `field`; false where none does, or where it does not end before `to`. Groups are not read: they are gone since version 3. */
export function readWireField(bytes: Uint8Array, from: Bytes, to: Bytes, field: WireFieldSlot): boolean {
  let at = from + 1;
  const first = bytes[from] as number;
  const wireType = first & 7;
  let number = first >> 3;
  if (first >= 0x80) {
    at = endOfVarint(bytes, from, to);
    if (at < 0 || at - from > 5) return false;
    number = Math.floor(readSmallVarint(bytes, from, at) / 8);
  }
  if (number === 0 || number > MOST_FIELD_NUMBER) return false;
  let valueFrom = at;
  if (wireType === LENGTH) {
    let length = at < to ? (bytes[at] as number) : 0x80;
    valueFrom = at + 1;
    if (length >= 0x80) {
      valueFrom = endOfVarint(bytes, at, to);
      if (valueFrom < 0 || valueFrom - at > 5) return false;
      length = readSmallVarint(bytes, at, valueFrom);
    }
    at = valueFrom + length;
  } else if (wireType === VARINT) at = endOfVarint(bytes, at, to);
  else if (wireType === FIXED64) at += 8;
  else if (wireType === FIXED32) at += 4;
  else return false;
  if (at < 0 || at > to) return false;
  field.number = number;
  field.wireType = wireType;
  field.from = from;
  field.valueFrom = valueFrom;
  field.to = at;
  return true;
}

/** The fields of a message, at most `limit`; null where bytes are no message. */
export function readWireFields(
  bytes: Uint8Array,
  from: Bytes = 0,
  to: Bytes = bytes.length,
  limit = Number.POSITIVE_INFINITY,
): WireField[] | null {
  const fields: WireField[] = [];
  for (let at = from; at < to && fields.length < limit; ) {
    const field = createWireFieldSlot();
    if (!readWireField(bytes, at, to, field)) return null;
    fields.push(field);
    at = field.to;
  }
  return fields;
}

/** The position behind a varint, -1 where it has no end. */
function endOfVarint(bytes: Uint8Array, from: Bytes, to: Bytes): Bytes {
  for (let at = from; at < to && at - from < 10; at += 1) {
    if ((bytes[at] as number) < 0x80) return at + 1;
  }
  return -1;
}

/** A varint of at most five bytes. */
function readSmallVarint(bytes: Uint8Array, from: Bytes, to: Bytes): number {
  let value = 0;
  for (let at = to - 1; at >= from; at -= 1) value = value * 128 + ((bytes[at] as number) & 127);
  return value;
}

/** A varint of any length, unsigned. */
export function readVarint(bytes: Uint8Array, { valueFrom, to }: WireField): bigint {
  let value = 0n;
  for (let at = to - 1; at >= valueFrom; at -= 1) value = (value << 7n) | BigInt((bytes[at] as number) & 127);
  return BigInt.asUintN(64, value);
}
