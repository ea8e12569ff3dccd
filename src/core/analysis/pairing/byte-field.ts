import { type TextPlace, textEnd } from "./text-place.ts";

/** Where something begins in binary messages. */
export interface BytePlace {
  /** Where it begins, from the message's first byte; below 0 counted from its end, as -4 is the fourth last. */
  readonly at: number;
  /** From the end of a text that stands there, instead. */
  readonly behind?: TextPlace;
}

/** A number or a name at a place of binary messages. */
export interface ByteField extends BytePlace {
  /** In bytes; of a `varint` the longest. */
  readonly width: number;
  /** Which byte comes first; `bytes`: it is no number; `varint`: LEB128, as in Protocol Buffers. */
  readonly form: "be" | "le" | "bytes" | "varint";
}

/** A field ends within so many bytes; what names a request stands in the head of a message. */
export const HEAD_BYTES = 64;

/** The same of the end: what follows a payload, as a trailer does. */
export const TAIL_BYTES = 16;

/** What a message begins and ends with. */
export interface MessageEnds {
  readonly head: Uint8Array;
  /** Null where its end is not at hand: it is long. */
  readonly tail: Uint8Array | null;
}

const VARINT_BYTES = 5;
const PATH =
  /^(?:(u8)|u(16|32|64)(le|be)|bytes(\d{1,2})|(varint))@(?:\((u8|u16be|u16le|zero)@(\d)\)\+)?(-?\d{1,2})$/;

/** What a field is called, as members of JSON are by their path: `u32le@4`, `bytes16@8`, `varint@1`; `u32be@(u16be@1)+0`: behind a text whose length stands at 1. */
export function toBytePath({ at: from, width, form, behind }: ByteField): string {
  const at = behind === undefined ? String(from) : `(${behind.form}@${behind.at})+${from}`;
  if (form === "varint") return `varint@${at}`;
  if (form === "bytes") return `bytes${width}@${at}`;
  return width === 1 ? `u8@${at}` : `u${width * 8}${form}@${at}`;
}

/** The field of such a name; null where it is none. */
export function parseBytePath(path: string): ByteField | null {
  const found = PATH.exec(path);
  if (found === null) return null;
  const [, byte, bits, form, drawn, varint, text, textAt, at] = found;
  const read: ByteField =
    byte !== undefined
      ? { at: Number(at), width: 1, form: "be" }
      : varint !== undefined
        ? { at: Number(at), width: VARINT_BYTES, form: "varint" }
        : drawn !== undefined
          ? { at: Number(at), width: Number(drawn), form: "bytes" }
          : { at: Number(at), width: Number(bits) / 8, form: form as "be" | "le" };
  const field: ByteField =
    text === undefined ? read : { ...read, behind: { form: text as TextPlace["form"], at: Number(textAt) } };
  const isWithin =
    field.at < 0
      ? text === undefined &&
        field.form !== "varint" &&
        field.at >= -TAIL_BYTES &&
        field.at + field.width <= 0
      : field.at + field.width <= HEAD_BYTES;
  return isWithin ? field : null;
}

/** What stands there: digits, or hexadecimal digits where it is no number; null where the message is too short. */
export function readByteField(ends: MessageEnds, field: ByteField): string | null {
  const { width, form } = field;
  if (form === "varint") {
    const from = startOf(ends.head, field);
    return from === null ? null : readVarint(ends.head, from);
  }
  const bytes = bytesAt(ends, field, width);
  if (bytes === null) return null;
  if (form === "bytes") return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  let value = 0n;
  for (let index = 0; index < width; index += 1) {
    value = value * 256n + BigInt(bytes[form === "be" ? index : width - 1 - index] as number);
  }
  return String(value);
}

/** The bytes of a place; null where the message is too short, or its end is not at hand. */
export function bytesAt({ head, tail }: MessageEnds, place: BytePlace, width: number): Uint8Array | null {
  const { at } = place;
  if (at >= 0) {
    const begin = startOf(head, place);
    return begin !== null && begin + width <= head.length ? head.subarray(begin, begin + width) : null;
  }
  const from = (tail?.length ?? 0) + at;
  return tail === null || from < 0 || at + width > 0 ? null : tail.subarray(from, from + width);
}

/** Where a place that is not counted from the end begins; null where no text stands that it would be behind. */
function startOf(head: Uint8Array, { at, behind }: BytePlace): number | null {
  if (behind === undefined) return at;
  const end = textEnd(head, behind);
  return end === null ? null : end + at;
}

function readVarint(head: Uint8Array, at: number): string | null {
  let value = 0;
  for (let index = 0; index < VARINT_BYTES; index += 1) {
    const byte = head[at + index];
    if (byte === undefined) return null;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return String(value);
  }
  return null;
}
