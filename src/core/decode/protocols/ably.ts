import { joinWords } from "../bytes/join-words.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { elementOf, type JsonValue, memberOf, numberOf, scalarOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";

const ACTIONS = [
  "heartbeat",
  "ack",
  "nack",
  "connect",
  "connected",
  "disconnect",
  "disconnected",
  "close",
  "closed",
  "error",
  "attach",
  "attached",
  "detach",
  "detached",
  "presence",
  "message",
  "sync",
  "auth",
  "activate",
  "object",
  "object sync",
  "annotation",
] as const;

const DATA: ReadonlySet<string> = new Set(["presence", "message", "object", "annotation", "error"]);

/** Ably's realtime protocol in JSON (https://sdk.ably.com/builds/ably/specification/main/features/, ProtocolMessage). */
export const ably: Decoder = {
  id: "ably",
  name: "Ably",
  hint: ({ url }) =>
    /^wss:\/\/[\w.-]*\bably(?:-realtime)?\.(?:io|com|net)\//.test(url.slice(0, 300))
      ? { weight: 0.75, reason: "it is a host of Ably's" }
      : null,
  vote(message): Vote {
    const value = messageObject(message);
    const action = actionOf(value);
    if (value === null || action === null) return "against";
    const isOnChannel = memberOf(value, "channel")?.kind === "string";
    if (action === "connected") {
      const isOwn = memberOf(value, "connectionDetails")?.kind === "object";
      return isOwn && memberOf(value, "connectionId") !== null ? "proof" : "against";
    }
    if (action === "message")
      return isOnChannel && memberOf(value, "messages")?.kind === "array" ? "fits" : "against";
    if (action === "presence" || action === "sync")
      return isOnChannel && memberOf(value, "presence")?.kind === "array" ? "fits" : "silent";
    if (action === "attach" || action === "attached") return isOnChannel ? "fits" : "against";
    return "silent";
  },
  decode(message) {
    const value = messageObject(message);
    const action = actionOf(value);
    return value === null || action === null ? null : [toPart(value, action, message)];
  },
};

function actionOf(value: JsonValue | null): string | null {
  const action = numberOf(memberOf(value, "action"));
  return action === null ? null : (ACTIONS[action] ?? null);
}

function toPart(value: JsonValue, action: string, { received }: RawMessage): Part {
  const channel = stringOf(memberOf(value, "channel"));
  const list = memberOf(value, "messages") ?? memberOf(value, "presence");
  const error = memberOf(value, "error");
  const isFailed = action === "nack" || action === "error" || (action === "disconnected" && error !== null);
  const shown = error ?? list;
  return {
    kind: action,
    event: stringOf(memberOf(elementOf(list, 0), "name")),
    channel,
    control: !DATA.has(action),
    failed: isFailed,
    summary: joinWords(action, channel, shown === null ? "" : jsonText(shown)),
    correlation: correlationOf(value, action, channel, received),
  };
}

function correlationOf(
  value: JsonValue,
  action: string,
  channel: string | null,
  received: boolean,
): Correlation | null {
  const serial = scalarOf(memberOf(value, "msgSerial"));
  if (action === "ack" || action === "nack")
    return serial === null ? null : { key: `serial ${serial}`, role: "reply" };
  if (action === "heartbeat") return { key: "heartbeat", role: received ? "reply" : "request" };
  if (action === "attach" || action === "detach")
    return channel === null ? null : { key: `${action} ${channel}`, role: "request" };
  if (action === "attached" || action === "detached")
    return channel === null ? null : { key: `${action.slice(0, -2)} ${channel}`, role: "reply" };
  return serial === null || received ? null : { key: `serial ${serial}`, role: "request" };
}
