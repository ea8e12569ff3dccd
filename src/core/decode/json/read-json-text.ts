import { type JsonValue, readJson } from "./json-value.ts";

const encoder = new TextEncoder();

/** The JSON that a string of a message holds; null where it holds none. Its places are its own. */
export function readJsonText(text: string | null): JsonValue | null {
  return text === null ? null : readJson(encoder.encode(text));
}
