import { formatBytes } from "../../format/format-bytes.ts";
import { joinWords } from "../bytes/join-words.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { isString, type JsonValue, memberOf, scalarOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";

/** What begins the type of an event, in either direction. */
const TYPE =
  /^(?:(?:session|response|conversation|input_audio_buffer|output_audio_buffer|transcription_session|rate_limits|mcp_list_tools)\.[a-z_.]{1,60}|error)$/;

/** Types of which nothing but this protocol has any. */
const OWN = /^(?:input_audio_buffer|output_audio_buffer|conversation\.item|rate_limits)\./;

/** OpenAI's realtime API over WebSocket (https://platform.openai.com/docs/api-reference/realtime), which other servers imitate. */
export const openaiRealtime: Decoder = {
  id: "openai-realtime",
  name: "OpenAI realtime",
  possible: ({ kind }) => kind === "websocket",
  hint: ({ url, subprotocol }) =>
    subprotocol === "realtime" || /\/v1\/realtime(?:\?|$)/.test(url.slice(0, 500))
      ? { weight: 0.6, reason: "subprotocol or path is that of the realtime API" }
      : null,
  vote(message): Vote {
    const value = messageObject(message);
    const type = typeOf(value);
    if (value === null || type === null) return "against";
    // A server numbers its events in words, a page may.
    const isNumbered = stringOf(memberOf(value, "event_id")) !== null;
    if (message.received && !isNumbered) return "against";
    if (type === "error") return memberOf(value, "error")?.kind === "object" ? "silent" : "against";
    if (message.received) return "proof";
    return OWN.test(type) || (type === "session.update" && memberOf(value, "session")?.kind === "object")
      ? "proof"
      : "fits";
  },
  decode(message) {
    const value = messageObject(message);
    const type = typeOf(value);
    return value === null || type === null ? null : [toPart(value, type, message)];
  },
};

function typeOf(value: JsonValue | null): string | null {
  const type = stringOf(memberOf(value, "type"));
  return type !== null && TYPE.test(type.slice(0, 100)) ? type : null;
}

function toPart(value: JsonValue, type: string, { received }: RawMessage): Part {
  const response = memberOf(value, "response");
  const item = memberOf(value, "item");
  const failed = type === "error" || isString(memberOf(response, "status"), "failed");
  return {
    kind: type,
    event: stringOf(memberOf(value, "name")) ?? stringOf(memberOf(item, "name")),
    channel:
      scalarOf(memberOf(value, "response_id")) ??
      scalarOf(memberOf(response, "id")) ??
      stringOf(memberOf(value, "item_id")) ??
      stringOf(memberOf(item, "id")),
    control: type.startsWith("session.") || type.startsWith("rate_limits."),
    failed,
    summary: joinWords(type, saidBy(value, type, response ?? item)),
    correlation: correlationOf(value, type, received),
  };
}

function saidBy(value: JsonValue, type: string, whole: JsonValue | null): string {
  // Sound comes as base64: four letters are three bytes.
  const audio = memberOf(value, "audio") ?? (type.endsWith("audio.delta") ? memberOf(value, "delta") : null);
  if (audio?.kind === "string") return `(${formatBytes(Math.floor(((audio.to - audio.from - 2) * 3) / 4))})`;
  const text =
    stringOf(memberOf(value, "delta")) ??
    stringOf(memberOf(value, "transcript")) ??
    stringOf(memberOf(value, "text")) ??
    stringOf(memberOf(value, "arguments"));
  if (text !== null) return toOneLine(text.slice(0, 160));
  const shown = memberOf(value, "error") ?? whole ?? memberOf(value, "session");
  return shown === null ? "" : jsonText(shown);
}

/** A page asks for a session's change, for a response and for what it makes known; servers refuse by the event's id. */
function correlationOf(value: JsonValue, type: string, received: boolean): Correlation | null {
  if (!received) {
    const key = stringOf(memberOf(value, "event_id"));
    if (type === "session.update") return { key: "session", role: "request" };
    if (type === "response.create") return { key: "response", role: "request" };
    return key === null ? null : { key: `event ${key}`, role: "request" };
  }
  if (type === "session.updated") return { key: "session", role: "reply" };
  if (type === "response.created") return { key: "response", role: "reply" };
  if (type !== "error") return null;
  const refused = stringOf(memberOf(memberOf(value, "error"), "event_id"));
  return refused === null ? null : { key: `event ${refused}`, role: "reply" };
}
