import { memberOf, stringOf } from "../json/json-value.ts";
import type { ModelFold } from "./model-fold.ts";

/** Events of AG-UI (https://docs.ag-ui.com/concepts/events): of a run what its agent wrote, and the tools it asked for. */
export const foldAgUi: ModelFold = (answer, value, message) => {
  const type = stringOf(memberOf(value, "type"));
  if (type === null) return false;
  const key = stringOf(memberOf(value, "messageId")) ?? "";
  const call = stringOf(memberOf(value, "toolCallId")) ?? "";
  const tool = stringOf(memberOf(value, "toolCallName"));
  const delta = stringOf(memberOf(value, "delta")) ?? "";
  switch (type) {
    case "RUN_STARTED":
      answer.id ??= stringOf(memberOf(value, "runId"));
      return true;
    case "TEXT_MESSAGE_CONTENT":
    case "TEXT_MESSAGE_CHUNK":
      answer.add(0, "text", key, delta, message);
      return true;
    case "REASONING_MESSAGE_CONTENT":
    case "REASONING_MESSAGE_CHUNK":
    case "THINKING_TEXT_MESSAGE_CONTENT":
      answer.add(0, "reasoning", key, delta, message);
      return true;
    case "TOOL_CALL_START":
      answer.name(0, "tool call", call, tool, call, message);
      return true;
    case "TOOL_CALL_CHUNK":
      if (tool !== null) answer.name(0, "tool call", call, tool, call, message);
      answer.add(0, "tool call", call, delta, message);
      return true;
    case "TOOL_CALL_ARGS":
      answer.add(0, "tool call", call, delta, message);
      return true;
    case "TOOL_CALL_RESULT":
      answer.name(0, "tool result", call, null, call, message);
      answer.complete(0, "tool result", call, stringOf(memberOf(value, "content")) ?? "", message);
      return true;
    case "RUN_ERROR":
      answer.fail(stringOf(memberOf(value, "message")) ?? type, message);
      return true;
    case "RUN_FINISHED":
      answer.finish(0, type, message);
      return true;
    default:
      return true;
  }
};
