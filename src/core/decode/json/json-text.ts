import type { Bytes } from "../../units.ts";
import { startIn } from "../bytes/whole-text.ts";
import type { JsonValue } from "./json-value.ts";

/** A row shows about so much of a payload. */
export const SUMMARY_BYTES = 160;

/** The beginning of a JSON value in one line, as it is written. */
export function jsonText({ bytes, from, to, spaced }: JsonValue, limit = SUMMARY_BYTES): string {
  return jsonStart(bytes, from, to, spaced, limit);
}

/** The same of a value that stands at a place; `spaced`: there may be white space between its tokens. */
export function jsonStart(
  bytes: Uint8Array,
  from: Bytes,
  to: Bytes,
  spaced: boolean,
  limit = SUMMARY_BYTES,
): string {
  const text = startIn(bytes, from, to, limit);
  return spaced ? toOneLine(text) : text;
}

/** A text in one line: white space, line breaks too, becomes one space. */
export function toOneLine(text: string): string {
  return isOneLine(text) ? text : text.replace(/\s+/g, " ");
}

/** Four searches take half as long as an expression that looks for all at once (measured). */
function isOneLine(text: string): boolean {
  return !text.includes("\n") && !text.includes("  ") && !text.includes("\t") && !text.includes("\r");
}
