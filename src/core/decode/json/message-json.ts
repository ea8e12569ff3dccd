import type { RawMessage } from "../decoder.ts";
import { type JsonValue, readJsonContainer } from "./json-value.ts";

let lastBytes: Uint8Array | null = null;
let lastCut = false;
let lastValue: JsonValue | null = null;

/**
 * The JSON object or array that a text message is; null where it is none. Several decoders ask of the same message one
 * after the other: the last answer is kept.
 */
export function messageJson({ bytes, binary, cut }: RawMessage): JsonValue | null {
  if (binary) return null;
  if (bytes === lastBytes && cut === lastCut) return lastValue;
  lastBytes = bytes;
  lastCut = cut;
  lastValue = readJsonContainer(bytes, 0, bytes.length, cut);
  return lastValue;
}

/** The JSON object that a text message is. */
export function messageObject(message: RawMessage): JsonValue | null {
  const value = messageJson(message);
  return value?.kind === "object" ? value : null;
}

/** The JSON array that a text message is. */
export function messageArray(message: RawMessage): JsonValue | null {
  const value = messageJson(message);
  return value?.kind === "array" ? value : null;
}
