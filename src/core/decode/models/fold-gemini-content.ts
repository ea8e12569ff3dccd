import { jsonText } from "../json/json-text.ts";
import { childOf, type JsonValue, jsonLength, memberOf, numberOf, stringOf } from "../json/json-value.ts";
import type { AnswerBuilder } from "./answer-builder.ts";
import type { ModelFold } from "./model-fold.ts";

/** Parts that are neither text nor a call. */
const OTHERS = ["inlineData", "fileData", "executableCode", "codeExecutionResult"];

/** Pieces of GenerateContentResponse (https://ai.google.dev/api/generate-content). */
export const foldGeminiContent: ModelFold = (answer, value, message) => {
  answer.id ??= stringOf(memberOf(value, "responseId"));
  answer.model ??= stringOf(memberOf(value, "modelVersion"));
  const candidates = memberOf(value, "candidates");
  for (let index = 0; candidates?.kind === "array" && index < jsonLength(candidates); index += 1) {
    const candidate = childOf(candidates, index);
    if (candidate !== null) foldCandidate(answer, candidate, index, message);
  }
  const usage = memberOf(value, "usageMetadata");
  answer.count("input", numberOf(memberOf(usage, "promptTokenCount")), message);
  answer.count("output", numberOf(memberOf(usage, "candidatesTokenCount")), message);
  answer.count("total", numberOf(memberOf(usage, "totalTokenCount")), message);
  answer.count("cached", numberOf(memberOf(usage, "cachedContentTokenCount")), message);
  answer.count("reasoning", numberOf(memberOf(usage, "thoughtsTokenCount")), message);
  const blocked = stringOf(memberOf(memberOf(value, "promptFeedback"), "blockReason"));
  if (blocked !== null) answer.fail(`the prompt was blocked: ${blocked}`, message);
  const error = memberOf(value, "error");
  if (error !== null) answer.fail(stringOf(memberOf(error, "message")) ?? jsonText(error), message);
  return candidates !== null || usage !== null || blocked !== null || error !== null;
};

function foldCandidate(answer: AnswerBuilder, candidate: JsonValue, position: number, message: number): void {
  const index = numberOf(memberOf(candidate, "index")) ?? position;
  const parts = memberOf(memberOf(candidate, "content"), "parts");
  for (let place = 0; parts?.kind === "array" && place < jsonLength(parts); place += 1) {
    const part = childOf(parts, place);
    const text = stringOf(memberOf(part, "text"));
    const call = memberOf(part, "functionCall");
    const key = `${message} ${place}`;
    if (text) {
      const thought = memberOf(part, "thought");
      const isThought = thought?.kind === "boolean" && thought.bytes[thought.from] === 0x74;
      answer.add(index, isThought ? "reasoning" : "text", null, text, message);
    } else if (call !== null) {
      const id = stringOf(memberOf(call, "id"));
      answer.name(index, "tool call", key, stringOf(memberOf(call, "name")), id, message);
      const given = memberOf(call, "args");
      if (given !== null)
        answer.add(index, "tool call", key, jsonText(given, Number.POSITIVE_INFINITY), message);
    } else {
      const other = OTHERS.find((it) => memberOf(part, it) !== null);
      if (other !== undefined) answer.name(index, "other", key, other, null, message);
    }
  }
  const finish = stringOf(memberOf(candidate, "finishReason"));
  if (finish !== null) answer.finish(index, finish, message);
}
