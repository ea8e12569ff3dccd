import { toBase64 } from "../../export/base64.ts";
import type { Bytes } from "../../units.ts";
import { textOf } from "../bytes/text-of.ts";
import { ROW_JSON_BYTES } from "../json/json-value.ts";
import { UNTIL_BREAK, type ValueFormat } from "./value-format.ts";

/** Deeper than this no protocol is. */
const MOST_DEPTH = 64;

const encoder = new TextEncoder();

/**
 * The same value in JSON, for the protocols that are JSON but for their encoding: bytes become base64, what JSON has no word for becomes a string. Null where it is
 * deep, or longer than a row is read of. It must have been found whole.
 */
export function toValueJson(format: ValueFormat, bytes: Uint8Array, at: Bytes = 0): Uint8Array | null {
  // Base64 and escapes make it longer, so that this is soon enough to stop.
  if (bytes.length - at > ROW_JSON_BYTES) return null;
  const out: string[] = [];
  let length = 0;

  function put(text: string): void {
    out.push(text);
    length += text.length;
  }

  /** Writes the value at `position` and answers the position behind it; -1 where it cannot. */
  function write(position: Bytes, depth: number, isKey: boolean): Bytes {
    const head = format.head(bytes, position);
    if (head === null || depth > MOST_DEPTH || length > ROW_JSON_BYTES) return -1;
    const { kind, next, count, text } = head;
    const end = next + head.length;
    if (kind === "other" && count === 1) return write(next, depth + 1, isKey);
    if (kind !== "object" && kind !== "array") {
      put(isKey ? JSON.stringify(scalarText(kind, next, end, text)) : scalarJson(kind, next, end, text));
      return end;
    }
    // A container is no name.
    if (isKey) return -1;
    put(kind === "object" ? "{" : "[");
    let within = next;
    for (let index = 0; count === UNTIL_BREAK ? !format.isBreak(bytes[within]) : index < count; index += 1) {
      const isName = kind === "object" && index % 2 === 0;
      if (index > 0) put(kind === "object" && !isName ? ":" : ",");
      within = write(within, depth + 1, isName);
      if (within < 0) return -1;
    }
    put(kind === "object" ? "}" : "]");
    return count === UNTIL_BREAK ? within + 1 : within;
  }

  function scalarText(kind: string, from: Bytes, to: Bytes, text: string): string {
    if (kind === "string") return textOf(bytes, from, to);
    return kind === "bytes" ? toBase64(bytes.subarray(from, to)) : text;
  }

  function scalarJson(kind: string, from: Bytes, to: Bytes, text: string): string {
    if (kind === "string" || kind === "bytes" || kind === "other")
      return JSON.stringify(scalarText(kind, from, to, text));
    if (kind === "null") return "null";
    return kind === "number" && !Number.isFinite(Number(text)) ? JSON.stringify(text) : text;
  }

  if (write(at, 0, false) < 0 || length > ROW_JSON_BYTES) return null;
  return encoder.encode(out.join(""));
}
