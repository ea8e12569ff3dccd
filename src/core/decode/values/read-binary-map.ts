import { ROW_JSON_BYTES } from "../json/json-value.ts";
import { bsonToJson } from "./bson-json.ts";
import { cborFormat } from "./cbor-format.ts";
import { msgpackFormat } from "./msgpack-format.ts";
import { endOfBinaryValue, type ValueFormat } from "./value-format.ts";
import { toValueJson } from "./value-json.ts";

const decoder = new TextDecoder();

/** A longer message is not looked into. */
export const MOST_MAP_BYTES = ROW_JSON_BYTES;

/**
 * The map that a whole binary message is in MessagePack, CBOR or BSON, as the JSON that it would be (bytes in base64); undefined where it is none. Needs not know what the connection
 * speaks: a map is told by its first byte, a document by its length, and a path asks for names, which bytes have not by chance.
 */
export function readBinaryMap(bytes: Uint8Array): unknown {
  if (bytes.length === 0 || bytes.length > MOST_MAP_BYTES) return undefined;
  const json = (isDocument(bytes) ? bsonToJson(bytes) : null) ?? mapToJson(bytes);
  // Made by ourselves, of what was read whole.
  return json === null ? undefined : JSON.parse(decoder.decode(json));
}

/** BSON says first how long it is. */
function isDocument(bytes: Uint8Array): boolean {
  if (bytes.length < 5 || bytes[bytes.length - 1] !== 0) return false;
  return new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true) === bytes.length;
}

function mapToJson(bytes: Uint8Array): Uint8Array | null {
  const format = formatOf(bytes[0] as number);
  if (format === null || endOfBinaryValue(format, bytes, 0) !== bytes.length) return null;
  return toValueJson(format, bytes);
}

/** By how a map begins in each: no byte begins one in both. CBOR may have a tag before it. */
function formatOf(first: number): ValueFormat | null {
  if ((first >= 0x80 && first <= 0x8f) || first === 0xde || first === 0xdf) return msgpackFormat;
  return first >= 0xa0 && first <= 0xdb ? cborFormat : null;
}
