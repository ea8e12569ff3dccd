import { bytesUnpacked } from "../decode/bytes/inflate.ts";
import { readBase64 } from "../decode/bytes/read-base64.ts";
import { readNestedValues } from "../decode/values/read-nested-values.ts";
import { readWholeValue } from "../decode/values/read-whole-value.ts";
import type { Bytes } from "../units.ts";

/** A longer text in base64 is not looked into: what it holds would be longer than is read of a message. */
const MOST_BASE64 = 352 * 1024;

/** What the strings that one path goes through unpack to, together: as much as one message may. */
const MOST_UNPACKED: Bytes = 8 * 1024 * 1024;

/** What base64 begins with, also in a `data:` URL; most text has a space, a dot or a colon soon. */
const BASE64 = /^(?:data:|[\w+/-]{32})/;

const NONE: readonly unknown[] = [];

const encoder = new TextEncoder();

/** Until when strings may be unpacked for one more path: a number for `heldIn`. */
export function unpackingLimit(): Bytes {
  return bytesUnpacked() + MOST_UNPACKED;
}

/**
 * The objects and lists that a string holds: one where it is JSON; where it is base64 (also as a `data:` URL), what that is in JSON, MessagePack, CBOR or BSON, or
 * packed with gzip, zlib, Zstandard, LZ4, raw DEFLATE or Brotli. Nothing is unpacked beyond `limit`.
 */
export function heldIn(text: string, limit: Bytes): readonly unknown[] {
  const isOne = (text.startsWith("{") && text.endsWith("}")) || (text.startsWith("[") && text.endsWith("]"));
  if (isOne) return parse(text);
  if (text.length > MOST_BASE64 || !BASE64.test(text) || bytesUnpacked() > limit) return NONE;
  const bytes = readBase64(encoder.encode(text))?.whole() ?? null;
  if (bytes === null) return NONE;
  const whole = readWholeValue(bytes);
  return whole === undefined ? readNestedValues(bytes) : [whole];
}

function parse(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return NONE;
  }
}
