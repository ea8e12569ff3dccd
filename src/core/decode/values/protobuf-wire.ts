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

/** The fields of a message, at most `limit`; null where bytes are no message. Groups are not read: they are gone since version 3. */
export function readWireFields(
  bytes: Uint8Array,
  from: Bytes = 0,
  to: Bytes = bytes.length,
  limit = Number.POSITIVE_INFINITY,
): WireField[] | null {
  const fields: WireField[] = [];
  let at = from;
  while (at < to && fields.length < limit) {
    const start = at;
    at = endOfVarint(bytes, at, to);
    if (at < 0 || at - start > 5) return null;
    const tag = readSmallVarint(bytes, start, at);
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (number === 0 || number > MOST_FIELD_NUMBER) return null;
    let valueFrom = at;
    if (wireType === VARINT) at = endOfVarint(bytes, at, to);
    else if (wireType === FIXED64) at += 8;
    else if (wireType === FIXED32) at += 4;
    else if (wireType === LENGTH) {
      valueFrom = endOfVarint(bytes, at, to);
      if (valueFrom < 0 || valueFrom - at > 5) return null;
      at = valueFrom + readSmallVarint(bytes, at, valueFrom);
    } else return null;
    if (at < 0 || at > to) return null;
    fields.push({ number, wireType, from: start, valueFrom, to: at });
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
