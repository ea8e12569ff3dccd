import { joinWords } from "../bytes/join-words.ts";
import type { Decoder, Part, Vote } from "../decoder.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { type JsonValue, memberOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";

/** Event types by what stands first in them, with the member that they must have. */
const MEMBERS: readonly (readonly [start: string, member: string])[] = [
  ["RUN_STARTED", "runId"],
  ["RUN_FINISHED", "runId"],
  ["TEXT_MESSAGE_CONTENT", "delta"],
  ["TEXT_MESSAGE_START", "messageId"],
  ["TEXT_MESSAGE_END", "messageId"],
  ["TOOL_CALL_ARGS", "delta"],
  ["TOOL_CALL_START", "toolCallName"],
  ["TOOL_CALL_END", "toolCallId"],
  ["TOOL_CALL_RESULT", "toolCallId"],
  ["STEP_STARTED", "stepName"],
  ["STEP_FINISHED", "stepName"],
  ["STATE_SNAPSHOT", "snapshot"],
  ["STATE_DELTA", "delta"],
  ["MESSAGES_SNAPSHOT", "messages"],
  ["REASONING_MESSAGE_CONTENT", "delta"],
  ["THINKING_TEXT_MESSAGE_CONTENT", "delta"],
];

/** What has no member that few others would have, or may leave it out. */
const OTHERS =
  /^(?:RUN_ERROR|RAW|CUSTOM|(?:TEXT_MESSAGE|TOOL_CALL|REASONING_MESSAGE)_CHUNK|ACTIVITY_(?:SNAPSHOT|DELTA)|REASONING_(?:START|END|MESSAGE_START|MESSAGE_END|ENCRYPTED_VALUE)|THINKING_(?:START|END|TEXT_MESSAGE_START|TEXT_MESSAGE_END)|SUBAGENT_(?:STARTED|FINISHED|ERROR))$/;

/** AG-UI, the events of agents to their user interface (https://docs.ag-ui.com/concepts/events): CopilotKit, Mastra, LangGraph and others. */
export const agUi: Decoder = {
  id: "ag-ui",
  name: "AG-UI",
  possible: ({ kind }) => kind !== "websocket",
  vote(message): Vote {
    const value = messageObject(message);
    const type = stringOf(memberOf(value, "type"));
    if (type === null) return "against";
    const member = MEMBERS.find(([start]) => start === type)?.[1];
    if (member === undefined) return OTHERS.test(type) ? "silent" : "against";
    if (memberOf(value, member) === null) return "against";
    return type.startsWith("RUN_") && memberOf(value, "threadId") !== null ? "proof" : "fits";
  },
  decode(message) {
    const value = messageObject(message);
    const type = stringOf(memberOf(value, "type"));
    if (value === null || type === null) return null;
    return MEMBERS.some(([start]) => start === type) || OTHERS.test(type) ? [toPart(value, type)] : null;
  },
};

function toPart(value: JsonValue, type: string): Part {
  const call = stringOf(memberOf(value, "toolCallId"));
  const name =
    stringOf(memberOf(value, "toolCallName")) ??
    stringOf(memberOf(value, "stepName")) ??
    stringOf(memberOf(value, "name"));
  const isRun = type.startsWith("RUN_");
  return {
    kind: type,
    event: name,
    channel: call ?? stringOf(memberOf(value, "messageId")) ?? stringOf(memberOf(value, "runId")),
    failed: type.endsWith("_ERROR"),
    summary: joinWords(type, name, isRun && type !== "RUN_ERROR" ? "" : saidOf(value)),
  };
}

/** What an event brings. */
function saidOf(value: JsonValue): string {
  const shown =
    memberOf(value, "delta") ??
    memberOf(value, "content") ??
    memberOf(value, "message") ??
    memberOf(value, "snapshot") ??
    memberOf(value, "messages") ??
    memberOf(value, "value");
  if (shown === null) return "";
  const text = stringOf(shown);
  return text === null ? jsonText(shown) : toOneLine(text.slice(0, 160));
}
