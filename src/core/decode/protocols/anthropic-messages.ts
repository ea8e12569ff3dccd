import type { Decoder, Part } from "../decoder.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { type JsonValue, memberOf, scalarOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";

const TYPES: ReadonlySet<string> = new Set([
  "message_start",
  "content_block_start",
  "content_block_delta",
  "content_block_stop",
  "message_delta",
  "message_stop",
  "ping",
  "error",
]);

/** Streamed messages of Anthropic (https://docs.anthropic.com/en/docs/build-with-claude/streaming). */
export const anthropicMessages: Decoder = {
  id: "anthropic-messages",
  name: "Anthropic messages",
  possible: ({ kind }) => kind !== "websocket",
  vote(message) {
    const value = messageObject(message);
    const type = typeOf(value, message.event);
    if (type === null) return "against";
    if (type === "ping" || type === "error") return "silent";
    return type === "message_start" || type === "content_block_delta" ? "proof" : "fits";
  },
  decode(message) {
    const value = messageObject(message);
    const type = typeOf(value, message.event);
    return value !== null && type !== null ? [toPart(value, type)] : null;
  },
};

/** The type, which is said twice: by the event and in it. */
function typeOf(value: JsonValue | null, event: string): string | null {
  const type = stringOf(memberOf(value, "type"));
  return type !== null && type === event && TYPES.has(type) ? type : null;
}

function toPart(value: JsonValue, type: string): Part {
  const index = scalarOf(memberOf(value, "index"));
  const block = memberOf(value, "content_block");
  const delta = memberOf(value, "delta");
  const text =
    stringOf(memberOf(delta, "text")) ??
    stringOf(memberOf(delta, "thinking")) ??
    stringOf(memberOf(delta, "partial_json"));
  const shown = block ?? delta ?? memberOf(value, "error") ?? memberOf(value, "message");
  const said = text === null ? (shown === null ? "" : jsonText(shown)) : toOneLine(text.slice(0, 160));
  return {
    kind: type,
    event: stringOf(memberOf(block, "name")) ?? stringOf(memberOf(delta, "type")),
    channel: index === null ? null : `block ${index}`,
    control: type === "ping",
    failed: type === "error",
    summary: said === "" ? type : `${type} ${said}`,
  };
}
