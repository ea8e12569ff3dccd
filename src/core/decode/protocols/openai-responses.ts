import { joinWords } from "../bytes/join-words.ts";
import type { Decoder, Part } from "../decoder.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { isString, type JsonValue, memberOf, numberOf, scalarOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";

/** Streamed responses of OpenAI (https://platform.openai.com/docs/api-reference/responses-streaming). */
export const openaiResponses: Decoder = {
  id: "openai-responses",
  name: "OpenAI responses",
  possible: ({ kind }) => kind !== "websocket",
  vote(message) {
    const value = messageObject(message);
    if (value === null || !isOwn(value, message.event)) return "against";
    if (numberOf(memberOf(value, "sequence_number")) !== null) return "proof";
    return OF_RESPONSE.some((name) => memberOf(value, name) !== null) ? "fits" : "alike";
  },
  decode(message) {
    const value = messageObject(message);
    return value !== null && isOwn(value, message.event) ? [toPart(value)] : null;
  },
};

/** Some servers that speak like OpenAI's count nothing; then each event still says what it is of. */
const OF_RESPONSE = ["response", "item", "item_id"] as const;

function isOwn(value: JsonValue, event: string): boolean {
  const type = stringOf(memberOf(value, "type"));
  if (type === null || (type !== event && event !== "" && event !== "message")) return false;
  return type.startsWith("response.") || (type === "error" && memberOf(value, "sequence_number") !== null);
}

function toPart(value: JsonValue): Part {
  const type = stringOf(memberOf(value, "type")) ?? "";
  const response = memberOf(value, "response");
  const delta = stringOf(memberOf(value, "delta"));
  const item = memberOf(value, "item");
  const failed =
    type === "error" || type === "response.failed" || isString(memberOf(response, "status"), "failed");
  const shown = delta === null ? (item ?? memberOf(value, "text") ?? memberOf(response, "status")) : null;
  return {
    kind: type,
    event: stringOf(memberOf(item, "name")),
    channel: stringOf(memberOf(value, "item_id")) ?? scalarOf(memberOf(response, "id")),
    failed,
    summary: joinWords(
      type,
      delta === null ? "" : toOneLine(delta.slice(0, 160)),
      shown === null ? "" : jsonText(shown),
    ),
  };
}
