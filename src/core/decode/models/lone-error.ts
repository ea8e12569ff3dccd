import type { Part, RawMessage } from "../decoder.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { type JsonValue, jsonLength, memberOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";

/**
 * What many servers send in the place of a stream's next event when they fail: `{"error": …}` alone, an object or a text. Null where a message is
 * something else. It says nothing of which protocol it is.
 */
export function loneError(message: RawMessage): Part | null {
  const value = messageObject(message);
  if (value === null || jsonLength(value) !== 1) return null;
  const error: JsonValue | null = memberOf(value, "error");
  if (error === null || (error.kind !== "object" && error.kind !== "string")) return null;
  const text = stringOf(error) ?? stringOf(memberOf(error, "message")) ?? jsonText(error);
  return { kind: "error", failed: true, summary: `error ${toOneLine(text.slice(0, 160))}` };
}
