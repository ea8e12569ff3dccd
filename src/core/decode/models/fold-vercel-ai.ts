import { jsonText } from "../json/json-text.ts";
import { memberOf, numberOf, stringOf } from "../json/json-value.ts";
import type { ModelFold } from "./model-fold.ts";

const WHOLE = Number.POSITIVE_INFINITY;

/** Parts of the UI message stream of version 5 and later (https://ai-sdk.dev/docs/ai-sdk-ui/stream-protocol). */
export const foldVercelAi: ModelFold = (answer, value, message) => {
  const type = stringOf(memberOf(value, "type"));
  if (type === null) return false;
  const key = stringOf(memberOf(value, "id")) ?? "";
  const call = stringOf(memberOf(value, "toolCallId")) ?? "";
  const tool = stringOf(memberOf(value, "toolName"));
  const delta = stringOf(memberOf(value, "delta")) ?? stringOf(memberOf(value, "inputTextDelta")) ?? "";
  const error = stringOf(memberOf(value, "errorText"));
  if (error !== null) answer.fail(error, message);
  switch (type) {
    case "start":
      answer.id ??= stringOf(memberOf(value, "messageId"));
      return true;
    case "text-delta":
      answer.add(0, "text", key, delta, message);
      return true;
    case "reasoning-delta":
      answer.add(0, "reasoning", key, delta, message);
      return true;
    case "tool-input-start":
      answer.name(0, "tool call", call, tool, call, message);
      return true;
    case "tool-input-delta":
      answer.add(0, "tool call", call, delta, message);
      return true;
    case "tool-input-available": {
      const input = memberOf(value, "input");
      answer.name(0, "tool call", call, tool, call, message);
      if (input !== null) answer.complete(0, "tool call", call, jsonText(input, WHOLE), message);
      return true;
    }
    case "tool-output-available": {
      const output = memberOf(value, "output");
      answer.name(0, "tool result", call, null, call, message);
      if (output !== null) answer.complete(0, "tool result", call, jsonText(output, WHOLE), message);
      return true;
    }
    case "finish":
    case "abort":
      answer.finish(0, stringOf(memberOf(value, "finishReason")) ?? type, message);
      return true;
    default:
      return true;
  }
};

/** Lines of the data stream of version 4, by the sign that each begins with. */
export const foldVercelLine =
  (code: string): ModelFold =>
  (answer, value, message) => {
    const call = stringOf(memberOf(value, "toolCallId")) ?? "";
    const tool = stringOf(memberOf(value, "toolName"));
    const text = stringOf(value) ?? "";
    switch (code) {
      case "0":
        answer.add(0, "text", null, text, message);
        return true;
      case "g":
        answer.add(0, "reasoning", null, text, message);
        return true;
      case "3":
        answer.fail(text, message);
        return true;
      case "b":
        answer.name(0, "tool call", call, tool, call, message);
        return true;
      case "c":
        answer.add(0, "tool call", call, stringOf(memberOf(value, "argsTextDelta")) ?? "", message);
        return true;
      case "9": {
        const given = memberOf(value, "args");
        answer.name(0, "tool call", call, tool, call, message);
        if (given !== null) answer.complete(0, "tool call", call, jsonText(given, WHOLE), message);
        return true;
      }
      case "a": {
        const result = memberOf(value, "result");
        answer.name(0, "tool result", call, null, call, message);
        if (result !== null) answer.complete(0, "tool result", call, jsonText(result, WHOLE), message);
        return true;
      }
      case "f":
        answer.id ??= stringOf(memberOf(value, "messageId"));
        return true;
      case "d": {
        const usage = memberOf(value, "usage");
        answer.count("input", numberOf(memberOf(usage, "promptTokens")), message);
        answer.count("output", numberOf(memberOf(usage, "completionTokens")), message);
        answer.finish(0, stringOf(memberOf(value, "finishReason")) ?? "finish", message);
        return true;
      }
      default:
        return true;
    }
  };
