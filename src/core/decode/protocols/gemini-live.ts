import { formatBytes } from "../../format/format-bytes.ts";
import { joinWords } from "../bytes/join-words.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import {
  elementOf,
  type JsonValue,
  jsonLength,
  memberOf,
  readJsonContainer,
  stringOf,
} from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";

const SENT: readonly string[] = ["setup", "clientContent", "realtimeInput", "toolResponse"];

const RECEIVED: readonly string[] = [
  "setupComplete",
  "serverContent",
  "toolCall",
  "toolCallCancellation",
  "goAway",
  "sessionResumptionUpdate",
];

/** Gemini's live API (https://ai.google.dev/api/live): JSON in texts or in binary messages, one member that says what it is. */
export const geminiLive: Decoder = {
  id: "gemini-live",
  name: "Gemini live",
  possible: ({ kind }) => kind === "websocket",
  hint: ({ url }) =>
    /GenerativeService\.BidiGenerateContent|LlmBidiService\/BidiGenerateContent/.test(url.slice(0, 1000))
      ? { weight: 0.8, reason: "BidiGenerateContent stands in the URL" }
      : null,
  vote(message): Vote {
    const found = read(message);
    if (found === null) return "against";
    const { name, content } = found;
    if (name === "setup") return memberOf(content, "model")?.kind === "string" ? "proof" : "against";
    if (name === "setupComplete") return "fits";
    if (name === "realtimeInput") return "fits";
    const isTurn = memberOf(content, "modelTurn") !== null || memberOf(content, "turnComplete") !== null;
    if (name === "serverContent") return isTurn ? "proof" : "silent";
    return name === "toolCall" && memberOf(content, "functionCalls")?.kind === "array" ? "proof" : "silent";
  },
  decode(message) {
    const found = read(message);
    return found === null ? null : [toPart(found.name, found.content, message)];
  },
};

function read(message: RawMessage): { name: string; content: JsonValue } | null {
  // Servers send their JSON in binary messages.
  const { bytes, cut, received, binary } = message;
  const value = binary ? readJsonContainer(bytes, 0, bytes.length, cut) : messageObject(message);
  if (value?.kind !== "object" || jsonLength(value) > 3) return null;
  for (const name of received ? RECEIVED : SENT) {
    const content = memberOf(value, name);
    if (content?.kind === "object") return { name, content };
  }
  return null;
}

function toPart(name: string, content: JsonValue, { bytes, received }: RawMessage): Part {
  const part = elementOf(memberOf(memberOf(content, "modelTurn"), "parts"), 0);
  const call =
    elementOf(memberOf(content, "functionCalls"), 0) ?? elementOf(memberOf(content, "functionResponses"), 0);
  return {
    kind: name,
    event: stringOf(memberOf(call, "name")),
    control: name.startsWith("setup") || name === "goAway" || name === "sessionResumptionUpdate",
    failed: name === "goAway",
    summary: joinWords(name, part === null ? jsonText(content) : partText(part)),
    correlation: correlationOf(name, received, stringOf(memberOf(call, "id"))),
    carries: { bytes, binary: false },
  };
}

function partText(part: JsonValue): string {
  const text = stringOf(memberOf(part, "text"));
  if (text !== null) return toOneLine(text.slice(0, 160));
  const data = memberOf(memberOf(part, "inlineData"), "data");
  if (data?.kind !== "string") return jsonText(part);
  return `(${formatBytes(Math.floor(((data.to - data.from - 2) * 3) / 4))})`;
}

/** Of several calls at once the first is told; the page answers them together, as a rule. */
function correlationOf(name: string, received: boolean, call: string | null): Correlation | null {
  if (name === "toolCall" && call !== null) return { key: call, role: "request" };
  if (name === "toolResponse" && call !== null) return { key: call, role: "reply" };
  if (name === "setup") return { key: "setup", role: "request" };
  return name === "setupComplete" && received ? { key: "setup", role: "reply" } : null;
}
