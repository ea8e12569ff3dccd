import type { RawMessage } from "../decoder.ts";
import { MOST_PARTS } from "../rest-part.ts";
import { childOf, type JsonValue, jsonLength } from "./json-value.ts";
import { messageJson } from "./message-json.ts";

/** A message that is a JSON object, or the objects of one that is an array of nothing else, `MOST_PARTS` at most; null of any other. */
export function messageObjects(message: RawMessage): JsonValue[] | null {
  const value = messageJson(message);
  if (value === null) return null;
  if (value.kind === "object") return [value];
  const count = Math.min(jsonLength(value), MOST_PARTS);
  const values = Array.from({ length: count }, (_, index) => childOf(value, index) as JsonValue);
  return count > 0 && values.every(({ kind }) => kind === "object") ? values : null;
}
