import { isUtf8 } from "../bytes/is-utf8.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { toJsonTree } from "../json/json-tree.ts";
import {
  type JsonValue,
  jsonLength,
  memberOf,
  readJsonContainer,
  readWholeJson,
  stringOf,
} from "../json/json-value.ts";
import type { PayloadFormat } from "../payload-format.ts";

/** Members that say what a message is, in many applications' own protocols; the first that is there counts. */
const TYPE_NAMES = ["type", "event", "op", "action", "cmd", "method", "kind"];

/** What is longer, or has white space in it, is content and no name. */
const NAME = /^[^\s\p{Cc}]{1,64}$/u;

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
    if (value === null || (binary && (jsonLength(value) === 0 || !isUtf8(bytes)))) return null;
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
    if (found !== null && found.kind === "string" && found.to - found.from <= 260) {
      const text = stringOf(found);
      return text !== null && NAME.test(text) ? text : null;
    }
  }
  return null;
}
