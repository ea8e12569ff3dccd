import type { Bytes } from "../../units.ts";
import { BACKSLASH, hasEscape } from "./json-token.ts";
import { type JsonValue, readJson, stringOf } from "./json-value.ts";

const encoder = new TextEncoder();

/** What stands for a sign behind a backslash; 0 where no one byte does: for `u`. */
const MEANT = new Uint8Array(256);
for (const [sign, meant] of Object.entries({
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
}))
  MEANT[sign.charCodeAt(0)] = meant.charCodeAt(0);

/** What stands within the quotes of a string, as bytes: those of the text itself where nothing is escaped. */
export function stringContent(value: JsonValue): Uint8Array {
  const { bytes, from, to } = value;
  if (!hasEscape(bytes, from + 1, to - 1)) return bytes.subarray(from + 1, to - 1);
  return withoutEscapes(bytes, from + 1, to - 1) ?? encoder.encode(stringOf(value) ?? "");
}

/** The JSON that a string holds; null where it holds none. Its places are its own. */
export function readHeldJson(value: JsonValue | null): JsonValue | null {
  return value?.kind === "string" && value.whole ? readJson(stringContent(value)) : null;
}

/** JSON within JSON has a backslash before each quote: to make texts of it and bytes of these takes longer than to copy it. Null where an escape means more than a byte. */
function withoutEscapes(bytes: Uint8Array, from: Bytes, to: Bytes): Uint8Array | null {
  const content = new Uint8Array(to - from);
  let length = 0;
  for (let at = from; at < to; at += 1) {
    let byte = bytes[at] as number;
    if (byte === BACKSLASH) {
      at += 1;
      byte = at < to ? (MEANT[bytes[at] as number] as number) : 0;
      if (byte === 0) return null;
    }
    content[length] = byte;
    length += 1;
  }
  return content.subarray(0, length);
}
