import { jsonText } from "../json/json-text.ts";
import { type JsonValue, memberOf, numberOf, scalarOf, stringOf } from "../json/json-value.ts";
import type { AnswerBuilder } from "./answer-builder.ts";
import type { AnswerKind } from "./model-answer.ts";
import type { ModelFold } from "./model-fold.ts";

/** What brings pieces, what brings the whole at the end, and under which name. */
const TEXTS: Readonly<Record<string, readonly [kind: AnswerKind, whole: string]>> = {
  "response.output_text": ["text", "text"],
  "response.refusal": ["refusal", "refusal"],
  "response.reasoning_text": ["reasoning", "text"],
  "response.reasoning_summary_text": ["reasoning", "text"],
  "response.function_call_arguments": ["tool call", "arguments"],
  "response.custom_tool_call_input": ["tool call", "input"],
  "response.mcp_call_arguments": ["tool call", "arguments"],
};

/** Events of streamed responses (https://platform.openai.com/docs/api-reference/responses-streaming). */
export const foldOpenaiResponses: ModelFold = (answer, value, message) => {
  const type = stringOf(memberOf(value, "type")) ?? "";
  if (type === "error") {
    answer.fail(stringOf(memberOf(value, "message")) ?? jsonText(value), message);
    return true;
  }
  if (!type.startsWith("response.")) return false;
  const dot = type.lastIndexOf(".");
  const known = TEXTS[type.slice(0, dot)];
  if (known !== undefined) foldText(answer, value, type.slice(dot + 1), known, message);
  const item = memberOf(value, "item");
  if (item !== null) foldItem(answer, item, message);
  const response = memberOf(value, "response");
  if (response !== null) foldResponse(answer, response, type, message);
  return true;
};

function foldText(
  answer: AnswerBuilder,
  value: JsonValue,
  step: string,
  [kind, whole]: readonly [AnswerKind, string],
  message: number,
): void {
  const part = scalarOf(memberOf(value, "content_index")) ?? scalarOf(memberOf(value, "summary_index"));
  const item = stringOf(memberOf(value, "item_id")) ?? "";
  const key = kind === "tool call" ? item : `${item} ${part ?? ""}`;
  const delta = stringOf(memberOf(value, "delta"));
  if (step === "delta" && delta !== null) answer.add(0, kind, key, delta, message);
  const text = step === "done" ? stringOf(memberOf(value, whole)) : null;
  if (text !== null) answer.complete(0, kind, key, text, message);
}

function foldItem(answer: AnswerBuilder, item: JsonValue, message: number): void {
  const type = stringOf(memberOf(item, "type")) ?? "";
  if (!type.endsWith("_call")) return;
  const key = stringOf(memberOf(item, "id")) ?? "";
  const name = stringOf(memberOf(item, "name")) ?? type;
  answer.name(0, "tool call", key, name, stringOf(memberOf(item, "call_id")), message);
}

function foldResponse(answer: AnswerBuilder, response: JsonValue, type: string, message: number): void {
  answer.id ??= stringOf(memberOf(response, "id"));
  answer.model ??= stringOf(memberOf(response, "model"));
  const usage = memberOf(response, "usage");
  answer.count("input", numberOf(memberOf(usage, "input_tokens")), message);
  answer.count("output", numberOf(memberOf(usage, "output_tokens")), message);
  answer.count("total", numberOf(memberOf(usage, "total_tokens")), message);
  const input = memberOf(usage, "input_tokens_details");
  answer.count("cached", numberOf(memberOf(input, "cached_tokens")), message);
  const output = memberOf(usage, "output_tokens_details");
  answer.count("reasoning", numberOf(memberOf(output, "reasoning_tokens")), message);
  const error = memberOf(response, "error");
  if (error !== null && error.kind !== "null")
    answer.fail(stringOf(memberOf(error, "message")) ?? jsonText(error), message);
  if (type !== "response.completed" && type !== "response.incomplete" && type !== "response.failed") return;
  const reason = stringOf(memberOf(memberOf(response, "incomplete_details"), "reason"));
  answer.finish(0, reason ?? type.slice("response.".length), message);
}
