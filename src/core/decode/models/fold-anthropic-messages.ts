import { jsonText } from "../json/json-text.ts";
import { type JsonValue, jsonLength, memberOf, numberOf, scalarOf, stringOf } from "../json/json-value.ts";
import type { AnswerBuilder } from "./answer-builder.ts";
import type { AnswerKind } from "./model-answer.ts";
import type { ModelFold } from "./model-fold.ts";

/** The member of a delta that is a piece of text, and what it is a piece of. */
const DELTAS: Readonly<Record<string, readonly [member: string, kind: AnswerKind]>> = {
  text_delta: ["text", "text"],
  thinking_delta: ["thinking", "reasoning"],
  input_json_delta: ["partial_json", "tool call"],
};

const IGNORED: ReadonlySet<string> = new Set(["ping", "content_block_stop", "message_stop"]);

/** Events of streamed messages (https://docs.anthropic.com/en/docs/build-with-claude/streaming). */
export const foldAnthropicMessages: ModelFold = (answer, value, message) => {
  const type = stringOf(memberOf(value, "type")) ?? "";
  const index = scalarOf(memberOf(value, "index")) ?? "";
  const delta = memberOf(value, "delta");
  switch (type) {
    case "message_start": {
      const begun = memberOf(value, "message");
      answer.id ??= stringOf(memberOf(begun, "id"));
      answer.model ??= stringOf(memberOf(begun, "model"));
      count(answer, memberOf(begun, "usage"), message);
      return true;
    }
    case "content_block_start":
      foldBlock(answer, index, memberOf(value, "content_block"), message);
      return true;
    case "content_block_delta": {
      const found = DELTAS[stringOf(memberOf(delta, "type")) ?? ""];
      const text = found === undefined ? null : stringOf(memberOf(delta, found[0]));
      if (found !== undefined && text !== null) answer.add(0, found[1], index, text, message);
      return true;
    }
    case "message_delta": {
      const reason = stringOf(memberOf(delta, "stop_reason"));
      if (reason !== null) answer.finish(0, reason, message);
      count(answer, memberOf(value, "usage"), message);
      return true;
    }
    case "error": {
      const error = memberOf(value, "error");
      answer.fail(stringOf(memberOf(error, "message")) ?? jsonText(error ?? value), message);
      return true;
    }
    default:
      return IGNORED.has(type);
  }
};

function foldBlock(answer: AnswerBuilder, key: string, block: JsonValue | null, message: number): void {
  const type = stringOf(memberOf(block, "type")) ?? "";
  const id = stringOf(memberOf(block, "id"));
  if (type === "text") answer.add(0, "text", key, stringOf(memberOf(block, "text")) ?? "", message);
  else if (type === "thinking")
    answer.add(0, "reasoning", key, stringOf(memberOf(block, "thinking")) ?? "", message);
  else if (type.endsWith("tool_use")) {
    answer.name(0, "tool call", key, stringOf(memberOf(block, "name")), id, message);
    // It is empty, and comes in pieces, unless the server knew it from the beginning.
    const input = memberOf(block, "input");
    if (input?.kind === "object" && jsonLength(input) > 0)
      answer.add(0, "tool call", key, jsonText(input, Number.POSITIVE_INFINITY), message);
  } else if (type.endsWith("tool_result") && block !== null) {
    const call = stringOf(memberOf(block, "tool_use_id"));
    answer.name(0, "tool result", key, type, call, message);
    const content = memberOf(block, "content");
    answer.add(0, "tool result", key, jsonText(content ?? block, Number.POSITIVE_INFINITY), message);
  } else answer.name(0, "other", key, type, id, message);
}

function count(answer: AnswerBuilder, usage: JsonValue | null, message: number): void {
  answer.count("input", numberOf(memberOf(usage, "input_tokens")), message);
  answer.count("output", numberOf(memberOf(usage, "output_tokens")), message);
  answer.count("cached", numberOf(memberOf(usage, "cache_read_input_tokens")), message);
}
