import { joinWords } from "../bytes/join-words.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { type JsonValue, memberOf, scalarOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";

const REQUESTS: ReadonlySet<string> = new Set([
  "create",
  "destroy",
  "attach",
  "detach",
  "message",
  "trickle",
  "keepalive",
  "hangup",
  "detach",
  "destroy",
  "claim",
  "info",
  "ping",
]);

const ANSWERS: ReadonlySet<string> = new Set([
  "success",
  "error",
  "ack",
  "event",
  "server_info",
  "pong",
  "webrtcup",
  "media",
  "slowlink",
  "hangup",
  "detached",
  "timeout",
  "trickle",
  "keepalive",
]);

const CONTROL: ReadonlySet<string> = new Set([
  "create",
  "destroy",
  "attach",
  "detach",
  "keepalive",
  "ack",
  "ping",
  "pong",
  "info",
  "claim",
]);

/** The API of the Janus WebRTC server (https://janus.conf.meetecho.com/docs/rest.html), over WebSocket and long polling. */
export const janus: Decoder = {
  id: "janus",
  name: "Janus",
  hint: ({ subprotocol }) =>
    subprotocol === "janus-protocol" ? { weight: 0.85, reason: "the subprotocol is janus-protocol" } : null,
  vote(message): Vote {
    const value = messageObject(message);
    const kind = kindOf(value, message);
    if (value === null || kind === null) return "against";
    const transaction = memberOf(value, "transaction");
    if (transaction?.kind === "string") return "proof";
    return memberOf(value, "session_id")?.kind === "number" ? "fits" : "silent";
  },
  decode(message) {
    const value = messageObject(message);
    const kind = kindOf(value, message);
    return value === null || kind === null ? null : [toPart(value, kind, message)];
  },
};

function kindOf(value: JsonValue | null, { received }: RawMessage): string | null {
  const kind = stringOf(memberOf(value, "janus"));
  return kind !== null && (received ? ANSWERS : REQUESTS).has(kind) ? kind : null;
}

function toPart(value: JsonValue, kind: string, { received }: RawMessage): Part {
  const data = memberOf(memberOf(value, "plugindata"), "data") ?? memberOf(value, "body");
  const shown = memberOf(value, "error") ?? data ?? memberOf(value, "data") ?? memberOf(value, "candidate");
  return {
    kind,
    event: stringOf(memberOf(data, "request")) ?? stringOf(memberOf(memberOf(value, "jsep"), "type")),
    channel: scalarOf(memberOf(value, "sender")) ?? scalarOf(memberOf(value, "handle_id")),
    control: CONTROL.has(kind),
    failed: kind === "error" || kind === "timeout" || memberOf(data, "error_code") !== null,
    summary: joinWords(kind, stringOf(memberOf(value, "plugin")), shown === null ? "" : jsonText(shown)),
    correlation: correlationOf(value, kind, received),
  };
}

/** A request is acknowledged at once, and what it brings about comes as an event with the same transaction. */
function correlationOf(value: JsonValue, kind: string, received: boolean): Correlation | null {
  const key = stringOf(memberOf(value, "transaction"));
  if (key === null) return null;
  return { key, role: !received ? "request" : kind === "ack" ? "event" : "reply" };
}
