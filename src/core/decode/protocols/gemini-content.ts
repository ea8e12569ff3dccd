import { joinWords } from "../bytes/join-words.ts";
import type { Decoder, Part } from "../decoder.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { elementOf, type JsonValue, memberOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";
import { loneError } from "../models/lone-error.ts";

/** Streamed content of Gemini (https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent), as an event stream. */
export const geminiContent: Decoder = {
  id: "gemini-content",
  name: "Gemini content",
  possible: ({ kind }) => kind !== "websocket",
  hint: ({ url }) =>
    url.slice(0, 1000).includes(":streamGenerateContent")
      ? { weight: 0.8, reason: ":streamGenerateContent stands in the URL" }
      : null,
  vote(message) {
    const value = messageObject(message);
    if (value === null || !isChunk(value)) return loneError(message) === null ? "against" : "silent";
    const isSure = memberOf(value, "usageMetadata") !== null || memberOf(value, "modelVersion") !== null;
    return isSure ? "proof" : "fits";
  },
  decode(message) {
    const value = messageObject(message);
    if (value !== null && isChunk(value)) return [toPart(value)];
    const error = loneError(message);
    return error === null ? null : [error];
  },
};

function isChunk(value: JsonValue): boolean {
  const first = elementOf(memberOf(value, "candidates"), 0);
  if (first === null) return memberOf(value, "usageMetadata")?.kind === "object";
  return memberOf(first, "content")?.kind === "object" || memberOf(first, "finishReason") !== null;
}

function toPart(value: JsonValue): Part {
  const candidate = elementOf(memberOf(value, "candidates"), 0);
  const part = elementOf(memberOf(memberOf(candidate, "content"), "parts"), 0);
  const channel = stringOf(memberOf(value, "responseId"));
  const call = memberOf(part, "functionCall");
  if (call !== null) {
    const event = stringOf(memberOf(call, "name"));
    return { kind: "tool call", event, channel, summary: jsonText(call) };
  }
  const text = stringOf(memberOf(part, "text"));
  const finish = stringOf(memberOf(candidate, "finishReason"));
  const isThought = memberOf(part, "thought")?.kind === "boolean";
  const kind = isThought ? "reasoning" : text ? "text" : finish === null ? "usage" : "finish";
  const said = text ? toOneLine(text.slice(0, 160)) : "";
  const end = finish === null ? "" : `(finish: ${finish})`;
  const summary = joinWords(said, end);
  return { kind, event: finish, channel, summary: summary === "" ? jsonText(value) : summary };
}
