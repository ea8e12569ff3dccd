import { joinWords } from "../bytes/join-words.ts";
import type { Decoder, Part } from "../decoder.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { type JsonValue, memberOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";
import { isDone } from "./openai-chat.ts";

/** Types without a member that few other messages would have. */
const OTHERS: ReadonlySet<string> = new Set([
  "start",
  "start-step",
  "finish-step",
  "finish",
  "abort",
  "error",
  "file",
  "message-metadata",
  "source-url",
  "source-document",
  "tool-input-error",
  "tool-output-error",
  "tool-approval-request",
]);

/** Types with a member of their own, which few other messages would have. */
const MEMBERS: Readonly<Record<string, string>> = {
  "text-start": "id",
  "text-delta": "delta",
  "text-end": "id",
  "reasoning-start": "id",
  "reasoning-delta": "delta",
  "reasoning-end": "id",
  "tool-input-start": "toolCallId",
  "tool-input-delta": "toolCallId",
  "tool-input-available": "toolCallId",
  "tool-output-available": "toolCallId",
};

/** The UI message stream of the Vercel AI SDK 5 and later (https://ai-sdk.dev/docs/ai-sdk-ui/stream-protocol). */
export const vercelAi: Decoder = {
  id: "vercel-ai",
  name: "Vercel AI SDK",
  possible: ({ kind }) => kind !== "websocket",
  vote(message) {
    if (isDone(message)) return "silent";
    const value = messageObject(message);
    const type = typeOf(value);
    if (type === null) return "against";
    const member = MEMBERS[type];
    if (member === undefined) return "silent";
    return memberOf(value, member)?.kind === "string" ? "fits" : "against";
  },
  decode(message) {
    if (isDone(message)) return [{ kind: "done", summary: "[DONE]", control: true }];
    const value = messageObject(message);
    const type = typeOf(value);
    return value !== null && type !== null ? [toPart(value, type)] : null;
  },
};

function typeOf(value: JsonValue | null): string | null {
  const type = stringOf(memberOf(value, "type"));
  if (type === null) return null;
  return Object.hasOwn(MEMBERS, type) || OTHERS.has(type) || type.startsWith("data-") ? type : null;
}

function toPart(value: JsonValue, type: string): Part {
  const call = stringOf(memberOf(value, "toolCallId"));
  const tool = stringOf(memberOf(value, "toolName"));
  const delta = stringOf(memberOf(value, "delta")) ?? stringOf(memberOf(value, "inputTextDelta"));
  const shown = memberOf(value, "output") ?? memberOf(value, "input") ?? memberOf(value, "data");
  const error = stringOf(memberOf(value, "errorText"));
  const said = error ?? delta ?? (shown === null ? "" : jsonText(shown));
  return {
    kind: type,
    event: tool,
    channel: call ?? stringOf(memberOf(value, "id")),
    failed: error !== null,
    summary: joinWords(type, tool ?? "", toOneLine(said.slice(0, 160))),
    correlation:
      call === null
        ? null
        : {
            key: call,
            role:
              type === "tool-input-available"
                ? "request"
                : type.startsWith("tool-output")
                  ? "reply"
                  : "event",
          },
  };
}
