import { say, sayCount } from "../text/say.ts";
/** What some bytes would be as values of one kind, in both orders of bytes; "" where there are too few, one text where the order does not matter. */
export interface Inspection {
  readonly name: string;
  readonly little: string;
  readonly big: string;
}

/** A varint (LEB128) of a 64-bit number has at most ten bytes. */
const MAX_VARINT_BYTES = 10;
/** Texts are shown so far: what the eye takes in. */
const TEXT_BYTES = 64;
/** Times between 1980 and 2100, in seconds: others are hardly meant as times. */
const FIRST_TIME_S = 315_532_800;
const LAST_TIME_S = 4_102_444_800;

type Read = (view: DataView, at: number, little: boolean) => number | bigint;

const NUMBERS: readonly (readonly [name: string, bytes: number, read: Read])[] = [
  ["int8", 1, (view, at) => view.getInt8(at)],
  ["uint8", 1, (view, at) => view.getUint8(at)],
  ["int16", 2, (view, at, little) => view.getInt16(at, little)],
  ["uint16", 2, (view, at, little) => view.getUint16(at, little)],
  ["int32", 4, (view, at, little) => view.getInt32(at, little)],
  ["uint32", 4, (view, at, little) => view.getUint32(at, little)],
  ["int64", 8, (view, at, little) => view.getBigInt64(at, little)],
  ["uint64", 8, (view, at, little) => view.getBigUint64(at, little)],
  ["float16", 2, (view, at, little) => float16(view.getUint16(at, little))],
  ["float32", 4, (view, at, little) => view.getFloat32(at, little)],
  ["float64", 8, (view, at, little) => view.getFloat64(at, little)],
];

/** What the bytes from a place on would be as numbers, times and texts. `length` is how many were chosen, for the texts. */
export function inspectBytes(bytes: Uint8Array, at: number, length = 1): Inspection[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const left = bytes.length - at;
  const both = (name: string, size: number, read: (little: boolean) => string): Inspection =>
    left < size ? { name, little: "", big: "" } : { name, little: read(true), big: read(false) };
  const one = (name: string, text: string): Inspection => ({ name, little: text, big: text });
  if (left <= 0) return [];
  const texts = bytes.subarray(at, at + (length > 1 ? Math.min(length, TEXT_BYTES) : TEXT_BYTES));
  return [
    one("binary", (bytes[at] as number).toString(2).padStart(8, "0")),
    ...NUMBERS.map(([name, size, read]) => both(name, size, (little) => show(read(view, at, little)))),
    one("varint", varint(bytes, at, false)),
    one("varint zigzag", varint(bytes, at, true)),
    both(say("unixTimeS"), 4, (little) => timeOf(view.getUint32(at, little))),
    both(say("unixTimeMs"), 8, (little) => timeOf(Number(view.getBigUint64(at, little)) / 1000)),
    one("UTF-8", textOf(texts, "utf-8")),
    both("UTF-16", 2, (little) =>
      textOf(texts.subarray(0, texts.length & ~1), little ? "utf-16le" : "utf-16be"),
    ),
  ];
}

function show(value: number | bigint): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** IEEE 754 binary16: `DataView.getFloat16` is younger than the oldest browser that is supported. */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** As Protocol Buffers write numbers; with how many bytes it takes. */
function varint(bytes: Uint8Array, at: number, zigzag: boolean): string {
  let value = 0n;
  for (let index = 0; index < MAX_VARINT_BYTES; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return "";
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte & 0x80) continue;
    if (value >= 1n << 64n) return "";
    const shown = zigzag ? (value >> 1n) ^ -(value & 1n) : value;
    return `${shown} (${sayCount("byteCount", index + 1)})`;
  }
  return "";
}

function timeOf(seconds: number): string {
  if (!(seconds >= FIRST_TIME_S && seconds <= LAST_TIME_S)) return "";
  return new Date(seconds * 1000)
    .toISOString()
    .replace("T", " ")
    .replace(/\.000Z$|Z$/, " UTC");
}

/** The beginning that is text; control characters by their pictures. */
function textOf(bytes: Uint8Array, encoding: string): string {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  const broken = text.indexOf("\uFFFD");
  const plain = broken === -1 ? text : text.slice(0, broken);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return plain.replace(/[\u0000-\u001f]/g, (sign) => String.fromCharCode(0x2400 + sign.charCodeAt(0)));
}
