import { isUtf8 } from "../bytes/is-utf8.ts";
import { ROW_JSON_BYTES } from "../json/json-value.ts";
import { scanJson, skipJsonSpace } from "../json/scan-json.ts";
import { readBinaryMap } from "./read-binary-map.ts";

const decoder = new TextDecoder();

const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;

/** The object or list that bytes are as a whole, in JSON, or the map in MessagePack, CBOR or BSON (up to 256 kB); undefined where they are none. */
export function readWholeValue(bytes: Uint8Array): unknown {
  if (bytes.length < 2 || bytes.length > ROW_JSON_BYTES) return undefined;
  return isWholeJson(bytes) ? JSON.parse(decoder.decode(bytes)) : readBinaryMap(bytes);
}

/** Whether bytes are one object or list in JSON, with white space around at most. */
export function isWholeJson(bytes: Uint8Array): boolean {
  const from = skipJsonSpace(bytes, 0, bytes.length);
  if (bytes[from] !== OPEN_OBJECT && bytes[from] !== OPEN_ARRAY) return false;
  const end = scanJson(bytes, from, bytes.length);
  return end > from && skipJsonSpace(bytes, end, bytes.length) === bytes.length && isUtf8(bytes);
}
