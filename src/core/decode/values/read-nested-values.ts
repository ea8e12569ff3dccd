import type { Bytes } from "../../units.ts";
import { unpackBrotli } from "../brotli/unpack-brotli.ts";
import { countUnpacked, type Inflated, inflate } from "../bytes/inflate.ts";
import { isUtf8 } from "../bytes/is-utf8.ts";
import { findMagic } from "../bytes/magic.ts";
import { unpackGzip, unpackZlib } from "../bytes/unpack.ts";
import { unpackLz4 } from "../bytes/unpack-lz4.ts";
import { findJson } from "../json/find-json.ts";
import { ROW_JSON_BYTES } from "../json/json-value.ts";
import { unpackZstd } from "../zstd/unpack-zstd.ts";
import { cborFormat } from "./cbor-format.ts";
import { msgpackFormat } from "./msgpack-format.ts";
import { readBinaryMap } from "./read-binary-map.ts";
import { readWholeValue } from "./read-whole-value.ts";
import { endOfBinaryValue, type ValueFormat } from "./value-format.ts";
import { toValueJson } from "./value-json.ts";

const decoder = new TextDecoder();

/** What is packed more often than this is packed to waste our time. */
const MOST_NESTED = 4;

/** What stands before a value in a framing: lengths, a topic, a few numbers. Records come again and again behind it. */
const MOST_BEFORE: Bytes = 256;

/** So many places are tried that are none. */
const MOST_TRIED = 64;

/** Less than this has no name and value that anybody asks for. */
const LEAST_BYTES: Bytes = 4;

/** Of a list so many elements are looked at by themselves. */
const MOST_ELEMENTS = 100;

/** Names are words: what is a map by chance has numbers and signs. */
const NAME = /\p{L}/u;

/** Fewer bytes unpack to something by chance. */
const LEAST_UNSIGNED: Bytes = 12;

const NONE: readonly unknown[] = [];

const UNSIGNED: readonly ((bytes: Uint8Array) => Inflated | null)[] = [
  (bytes) => inflate(bytes, null, true, ROW_JSON_BYTES),
  (bytes) => {
    const found = unpackBrotli(bytes, ROW_JSON_BYTES);
    countUnpacked(found?.bytes.length ?? 0);
    return found;
  },
];

const UNPACKERS: Readonly<Record<string, (bytes: Uint8Array) => Inflated | null>> = {
  gzip: unpackGzip,
  zstd: unpackZstd,
  lz4: unpackLz4,
};

/**
 * The values that stand in a binary message, whatever it is: it is unpacked where it is packed (gzip, zlib, Zstandard, LZ4), also behind a framing's few bytes; and what is MessagePack or CBOR is
 * found where a map begins, or a list with one in it, and ends. What has no signature, raw DEFLATE and Brotli, is unpacked where all of the message is that, and JSON or a map comes of it. What is JSON
 * but not packed is not looked for. Nothing need be known of what the connection speaks: a path asks for names, which bytes have not by chance.
 */
export function readNestedValues(bytes: Uint8Array, depth = 0): readonly unknown[] {
  if (bytes.length < LEAST_BYTES || bytes.length > ROW_JSON_BYTES || depth > MOST_NESTED) return NONE;
  const map = readBinaryMap(bytes);
  if (map !== undefined) return [map];
  const unpacked = unpackWithin(bytes);
  if (unpacked !== null) return readUnpacked(unpacked, depth);
  const found = findValues(bytes);
  return found.length > 0 ? found : readUnsigned(bytes);
}

/** What raw DEFLATE or Brotli unpacks to, where that is one value: text alone may come of any bytes. */
function readUnsigned(bytes: Uint8Array): readonly unknown[] {
  if (bytes.length < LEAST_UNSIGNED) return NONE;
  for (const unpack of UNSIGNED) {
    const found = unpack(bytes);
    const value = found === null || found.over ? undefined : readWholeValue(found.bytes);
    if (value !== undefined) return withElements(value);
  }
  return NONE;
}

function readUnpacked(bytes: Uint8Array, depth: number): readonly unknown[] {
  if (!isUtf8(bytes)) return readNestedValues(bytes, depth + 1);
  const places = findJson(bytes, 0, Math.min(bytes.length, ROW_JSON_BYTES));
  const found: unknown[] = [];
  for (let index = 0; index < places.length; index += 2)
    found.push(JSON.parse(decoder.decode(bytes.subarray(places[index], places[index + 1]))));
  return found.flatMap(withElements);
}

/** What a packed file that begins near the beginning, and ends with the message, unpacks to. zlib has no signature: it is all of the message, or not found. */
function unpackWithin(bytes: Uint8Array): Uint8Array | null {
  const last = Math.min(bytes.length - LEAST_BYTES, MOST_BEFORE);
  for (let at = 0; at <= last; at += 1) {
    const first = bytes[at];
    if (first !== 0x1f && first !== 0x28 && first !== 0x04) continue;
    const rest = bytes.subarray(at);
    const unpack = UNPACKERS[findMagic(rest)?.id ?? ""];
    const found = unpack?.(rest) ?? null;
    if (found !== null && !found.over) return found.bytes;
  }
  const found = unpackZlib(bytes);
  return found === null || found.over ? null : found.bytes;
}

function findValues(bytes: Uint8Array): readonly unknown[] {
  const found: unknown[] = [];
  let before = 0;
  let tried = 0;
  for (let at = 0; at + LEAST_BYTES <= bytes.length && at - before < MOST_BEFORE; ) {
    const formats = formatsOf(bytes[at] as number);
    let next = at + 1;
    for (const format of formats) {
      const end = endOfBinaryValue(format, bytes, at);
      const value = end === null || end - at < LEAST_BYTES ? undefined : valueAt(format, bytes, at, end);
      if (end === null || value === undefined) continue;
      found.push(...withElements(value));
      next = end;
      before = end;
      break;
    }
    if (formats.length > 0 && next === at + 1) tried += 1;
    if (tried > MOST_TRIED || found.length > MOST_ELEMENTS) break;
    at = next;
  }
  return found;
}

/** By how maps and lists begin. */
function formatsOf(first: number): readonly ValueFormat[] {
  if (first >= 0x81 && first <= 0x9f) return first <= 0x97 ? BOTH : MSGPACK;
  if (first >= 0xdc && first <= 0xdf) return MSGPACK;
  return first >= 0xa1 && first <= 0xbf ? CBOR : NO_FORMAT;
}

const NO_FORMAT: readonly ValueFormat[] = [];
const MSGPACK: readonly ValueFormat[] = [msgpackFormat];
const CBOR: readonly ValueFormat[] = [cborFormat];
const BOTH: readonly ValueFormat[] = [msgpackFormat, cborFormat];

function valueAt(format: ValueFormat, bytes: Uint8Array, from: Bytes, to: Bytes): unknown {
  const json = toValueJson(format, bytes.subarray(0, to), from);
  if (json === null) return undefined;
  const value: unknown = JSON.parse(decoder.decode(json));
  return hasMap(value, 3) ? value : undefined;
}

/** A list of numbers alone is what any bytes are. */
function hasMap(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (!Array.isArray(value)) return Object.keys(value).some((name) => NAME.test(name));
  return depth > 0 && value.slice(0, MOST_ELEMENTS).some((it) => hasMap(it, depth - 1));
}

function withElements(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? [value, ...value.slice(0, MOST_ELEMENTS)] : [value];
}
