import type { Decoder, Part } from "../decoder.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { type JsonValue, memberOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";
import { loneError } from "../models/lone-error.ts";

/** Streamed answers of Ollama (https://github.com/ollama/ollama/blob/main/docs/api.md), a JSON value a line. */
export const ollama: Decoder = {
  id: "ollama",
  name: "Ollama",
  possible: ({ kind }) => kind !== "websocket",
  vote(message) {
    if (isChunk(messageObject(message))) return "proof";
    return loneError(message) === null ? "against" : "silent";
  },
  decode(message) {
    const value = messageObject(message);
    if (value !== null && isChunk(value)) return [toPart(value)];
    const error = loneError(message);
    return error === null ? null : [error];
  },
};

function isChunk(value: JsonValue | null): boolean {
  if (memberOf(value, "done")?.kind !== "boolean" || memberOf(value, "model")?.kind !== "string")
    return false;
  if (memberOf(value, "created_at")?.kind !== "string") return false;
  return memberOf(value, "message")?.kind === "object" || memberOf(value, "response")?.kind === "string";
}

function toPart(value: JsonValue): Part {
  const message = memberOf(value, "message");
  const reason = stringOf(memberOf(value, "done_reason"));
  const text = stringOf(memberOf(message, "content")) ?? stringOf(memberOf(value, "response"));
  const calls = memberOf(message, "tool_calls");
  const channel = stringOf(memberOf(value, "model"));
  if (calls !== null) return { kind: "tool call", channel, summary: jsonText(calls) };
  const thought = stringOf(memberOf(message, "thinking"));
  if (thought) return { kind: "reasoning", channel, summary: toOneLine(thought.slice(0, 160)) };
  if (reason !== null) return { kind: "finish", event: reason, channel, summary: `finish: ${reason}` };
  return { kind: "text", channel, summary: toOneLine((text ?? "").slice(0, 160)) };
}
