import { jsonText } from "../json/json-text.ts";
import { childOf, type JsonValue, jsonLength, memberOf, numberOf, stringOf } from "../json/json-value.ts";
import type { AnswerBuilder } from "./answer-builder.ts";
import type { ModelFold } from "./model-fold.ts";

/** Chunks of chat completions (https://platform.openai.com/docs/api-reference/chat-streaming). */
export const foldOpenaiChat: ModelFold = (answer, value, message) => {
  answer.id ??= stringOf(memberOf(value, "id"));
  answer.model ??= stringOf(memberOf(value, "model"));
  const choices = memberOf(value, "choices");
  for (let index = 0; choices?.kind === "array" && index < jsonLength(choices); index += 1) {
    const choice = childOf(choices, index);
    if (choice !== null) foldChoice(answer, choice, index, message);
  }
  const usage = memberOf(value, "usage");
  answer.count("input", numberOf(memberOf(usage, "prompt_tokens")), message);
  answer.count("output", numberOf(memberOf(usage, "completion_tokens")), message);
  answer.count("total", numberOf(memberOf(usage, "total_tokens")), message);
  const prompt = memberOf(usage, "prompt_tokens_details");
  answer.count("cached", numberOf(memberOf(prompt, "cached_tokens")), message);
  const completion = memberOf(usage, "completion_tokens_details");
  answer.count("reasoning", numberOf(memberOf(completion, "reasoning_tokens")), message);
  const error = memberOf(value, "error");
  if (error !== null) answer.fail(stringOf(memberOf(error, "message")) ?? jsonText(error), message);
  return choices !== null || usage !== null || error !== null;
};

function foldChoice(answer: AnswerBuilder, choice: JsonValue, position: number, message: number): void {
  const index = numberOf(memberOf(choice, "index")) ?? position;
  const delta = memberOf(choice, "delta");
  const thought = stringOf(memberOf(delta, "reasoning_content")) ?? stringOf(memberOf(delta, "reasoning"));
  if (thought) answer.add(index, "reasoning", null, thought, message);
  const text = stringOf(memberOf(delta, "content"));
  if (text) answer.add(index, "text", null, text, message);
  const refusal = stringOf(memberOf(delta, "refusal"));
  if (refusal) answer.add(index, "refusal", null, refusal, message);
  const calls = memberOf(delta, "tool_calls");
  for (let place = 0; calls?.kind === "array" && place < jsonLength(calls); place += 1) {
    const call = childOf(calls, place);
    const key = String(numberOf(memberOf(call, "index")) ?? place);
    foldCall(answer, index, key, memberOf(call, "function"), stringOf(memberOf(call, "id")), message);
  }
  const former = memberOf(delta, "function_call");
  if (former?.kind === "object") foldCall(answer, index, "function_call", former, null, message);
  const finish = stringOf(memberOf(choice, "finish_reason"));
  if (finish !== null) answer.finish(index, finish, message);
}

function foldCall(
  answer: AnswerBuilder,
  index: number,
  key: string,
  called: JsonValue | null,
  id: string | null,
  message: number,
): void {
  answer.name(index, "tool call", key, stringOf(memberOf(called, "name")), id, message);
  answer.add(index, "tool call", key, stringOf(memberOf(called, "arguments")) ?? "", message);
}
