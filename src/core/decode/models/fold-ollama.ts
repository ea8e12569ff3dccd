import { jsonText } from "../json/json-text.ts";
import { childOf, jsonLength, memberOf, numberOf, stringOf } from "../json/json-value.ts";
import type { ModelFold } from "./model-fold.ts";

/** Lines of Ollama's answers (https://github.com/ollama/ollama/blob/main/docs/api.md). */
export const foldOllama: ModelFold = (answer, value, message) => {
  const said = memberOf(value, "message");
  const error = stringOf(memberOf(value, "error"));
  answer.model ??= stringOf(memberOf(value, "model"));
  const thought = stringOf(memberOf(said, "thinking")) ?? stringOf(memberOf(value, "thinking"));
  if (thought) answer.add(0, "reasoning", null, thought, message);
  const text = stringOf(memberOf(said, "content")) ?? stringOf(memberOf(value, "response"));
  if (text) answer.add(0, "text", null, text, message);
  const calls = memberOf(said, "tool_calls");
  for (let index = 0; calls?.kind === "array" && index < jsonLength(calls); index += 1) {
    const called = memberOf(childOf(calls, index), "function");
    const key = `${message} ${index}`;
    answer.name(0, "tool call", key, stringOf(memberOf(called, "name")), null, message);
    const given = memberOf(called, "arguments");
    if (given !== null) answer.add(0, "tool call", key, jsonText(given, Number.POSITIVE_INFINITY), message);
  }
  answer.count("input", numberOf(memberOf(value, "prompt_eval_count")), message);
  answer.count("output", numberOf(memberOf(value, "eval_count")), message);
  const reason = stringOf(memberOf(value, "done_reason"));
  if (reason !== null) answer.finish(0, reason, message);
  if (error !== null) answer.fail(error, message);
  return said !== null || text !== null || reason !== null || error !== null;
};
