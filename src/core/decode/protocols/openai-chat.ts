import { textOf } from "../bytes/text-of.ts";
import type { Decoder, Part, RawMessage } from "../decoder.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { elementOf, isString, type JsonValue, jsonLength, memberOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";
import { loneError } from "../models/lone-error.ts";

/** Streamed chat completions of OpenAI (https://platform.openai.com/docs/api-reference/chat-streaming), which many servers imitate. */
export const openaiChat: Decoder = {
  id: "openai-chat",
  name: "OpenAI chat completions",
  possible: ({ kind }) => kind !== "websocket",
  vote(message) {
    if (isDone(message)) return "silent";
    if (isChunk(messageObject(message))) return "proof";
    return loneError(message) === null ? "against" : "silent";
  },
  decode(message) {
    if (isDone(message)) return [{ kind: "done", summary: "[DONE]", control: true }];
    const value = messageObject(message);
    if (value !== null && isChunk(value)) return [toPart(value)];
    const error = loneError(message);
    return error === null ? null : [error];
  },
};

/** What ends such a stream, and no other text. */
export function isDone({ bytes }: RawMessage): boolean {
  return bytes.length === 6 && textOf(bytes) === "[DONE]";
}

function isChunk(value: JsonValue | null): boolean {
  return isString(memberOf(value, "object"), "chat.completion.chunk");
}

function toPart(value: JsonValue): Part {
  const choice = elementOf(memberOf(value, "choices"), 0);
  const delta = memberOf(choice, "delta");
  const channel = stringOf(memberOf(value, "id"));
  const text = stringOf(memberOf(delta, "content"));
  if (text) return { kind: "text", channel, summary: toOneLine(text.slice(0, 160)) };
  const thought = stringOf(memberOf(delta, "reasoning_content")) ?? stringOf(memberOf(delta, "reasoning"));
  if (thought) return { kind: "reasoning", channel, summary: toOneLine(thought.slice(0, 160)) };
  const calls = memberOf(delta, "tool_calls");
  if (calls?.kind === "array" && jsonLength(calls) > 0) {
    const call = memberOf(elementOf(calls, 0), "function");
    const name = stringOf(memberOf(call, "name"));
    const given = stringOf(memberOf(call, "arguments")) ?? "";
    return {
      kind: "tool call",
      event: name,
      channel,
      summary: `${name ?? "…"} ${given.slice(0, 160)}`.trim(),
    };
  }
  const finish = stringOf(memberOf(choice, "finish_reason"));
  if (finish !== null) return { kind: "finish", event: finish, channel, summary: `finish: ${finish}` };
  const usage = memberOf(value, "usage");
  if (usage?.kind === "object") return { kind: "usage", channel, summary: `usage ${jsonText(usage)}` };
  const error = memberOf(value, "error");
  if (error !== null) return { kind: "error", channel, failed: true, summary: `error ${jsonText(error)}` };
  return { kind: "start", channel, summary: delta === null ? "chunk" : jsonText(delta) };
}
