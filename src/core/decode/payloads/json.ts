import { isUtf8 } from "../bytes/is-utf8.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { toJsonTree } from "../json/json-tree.ts";
import {
  type JsonValue,
  jsonLength,
  memberOf,
  ROW_JSON_BYTES,
  readJsonContainer,
  readWholeJson,
  stringOf,
} from "../json/json-value.ts";
import type { PayloadFormat } from "../payload-format.ts";

/** Members that say what a message is, in many applications' own protocols; the first that is there counts. */
const TYPE_NAMES = ["type", "event", "op", "action", "cmd", "method", "kind"];

/** What is longer, or has white space or escapes in it, is content and no name. */
const MOST_NAME = 64;

/**
 * JSON (RFC 8259), objects and arrays alone: a number or a quoted word says nothing about its format. Also in binary messages,
 * where some servers send it.
 */
export const jsonFormat: PayloadFormat = {
  id: "json",
  name: "JSON",
  read(payload) {
    const { bytes, binary, cut } = payload;
    const value = readJsonContainer(bytes, 0, bytes.length, cut);
    if (value === null || (binary && (jsonLength(value) === 0 || !isUtf8(bytes, ROW_JSON_BYTES))))
      return null;
    return {
      summary: summarise(value),
      event: typeOf(value),
      problem: value.whole || !cut ? null : "the JSON text is cut",
      tree: () => toJsonTree(value.whole ? value : (readWholeJson(bytes) ?? value)),
    };
  },
};

function summarise(value: JsonValue): string {
  const text = jsonText(value);
  return value.kind === "array" && jsonLength(value) > 20 && value.whole
    ? toOneLine(`(${jsonLength(value)}) ${text}`)
    : text;
}

function typeOf(value: JsonValue): string | null {
  if (value.kind !== "object") return null;
  for (const name of TYPE_NAMES) {
    const found = memberOf(value, name);
    if (found?.kind === "string" && isName(found)) return stringOf(found);
  }
  return null;
}

function isName({ bytes, from, to }: JsonValue): boolean {
  if (to - from - 2 > MOST_NAME || to - from === 2) return false;
  for (let at = from + 1; at < to - 1; at += 1) {
    const byte = bytes[at] as number;
    if (byte <= 0x20 || byte === 0x5c) return false;
  }
  return true;
}
