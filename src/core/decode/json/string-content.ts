import { type JsonValue, stringOf } from "./json-value.ts";

const encoder = new TextEncoder();

/** What stands within the quotes of a string, as bytes: those of the text itself where nothing is escaped. */
export function stringContent(value: JsonValue): Uint8Array {
  const { bytes, from, to } = value;
  const inside = bytes.subarray(from + 1, to - 1);
  return inside.includes(0x5c) ? encoder.encode(stringOf(value) ?? "") : inside;
}
