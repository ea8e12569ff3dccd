import { joinWords } from "../bytes/join-words.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { hasMember, memberString, memberWord } from "../json/json-child.ts";
import { jsonText } from "../json/json-text.ts";
import { elementOf, type JsonValue, jsonLength, memberOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";

/** The frequent ones first. */
const TYPES = [
  ...["data", "ka", "publish", "publish_success", "publish_error", "subscribe", "subscribe_success"],
  ...["subscribe_error", "unsubscribe", "unsubscribe_success", "unsubscribe_error", "broadcast_error"],
  ...["connection_init", "connection_ack", "connection_error", "error"],
];

/** What only says that something was received, or that the connection stands. */
const CONTROL: ReadonlySet<string> = new Set([
  ...["connection_init", "connection_ack", "ka"],
  ...["publish_success", "subscribe_success", "unsubscribe_success"],
]);

/** What is subscribed: by its id, the channel. */
type Channels = ReadonlyMap<string, string>;

/** More subscriptions are possible, and then what some bring has no channel. */
const MOST_CHANNELS = 500;

/** AWS AppSync Events (https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-websocket-protocol.html). */
export const appsyncEvents: Decoder<Channels> = {
  id: "appsync-events",
  name: "AppSync Events",
  hint: ({ subprotocol }) =>
    subprotocol === "aws-appsync-event-ws"
      ? { weight: 0.85, reason: `the subprotocol is ${subprotocol}` }
      : null,
  vote: voteFor,
  start: () => new Map(),
  follow(channels, message) {
    const value = messageObject(message);
    const type = memberWord(value, "type", TYPES);
    const id = memberString(value, "id");
    if (type === null || id === null) return channels;
    if (type === "subscribe") {
      const channel = memberString(value, "channel");
      if (channel === null || channels.size >= MOST_CHANNELS) return channels;
      return new Map(channels).set(id, channel);
    }
    if ((type !== "subscribe_error" && type !== "unsubscribe_success") || !channels.has(id)) return channels;
    const left = new Map(channels);
    left.delete(id);
    return left;
  },
  decode(message, channels) {
    const value = messageObject(message);
    const type = memberWord(value, "type", TYPES);
    return value === null || type === null ? null : [toPart(value, type, message, channels)];
  },
};

function voteFor(message: RawMessage): Vote {
  const value = messageObject(message);
  const type = memberWord(value, "type", TYPES);
  if (value === null || type === null) return "against";
  const hasId = memberOf(value, "id")?.kind === "string";
  const others = jsonLength(value) - 1 - Number(hasMember(value, "id"));
  switch (type) {
    case "data":
      return hasId && others === 1 ? voteForEvents(memberOf(value, "event")) : "against";
    case "publish":
      return hasId && isChannel(value) ? voteForEvents(memberOf(value, "events")) : "against";
    case "publish_success": {
      const isWhole = memberOf(value, "successful")?.kind === "array" && hasMember(value, "failed");
      return hasId && isWhole ? "proof" : "against";
    }
    case "subscribe":
      if (!hasId || !isChannel(value)) return "against";
      return memberOf(value, "authorization")?.kind === "object" ? "fits" : "alike";
    case "connection_ack":
      return hasMember(value, "connectionTimeoutMs") ? "fits" : others > 0 ? "against" : "silent";
    case "ka":
    case "connection_init":
      return others > 0 ? "against" : "silent";
    case "subscribe_success":
    case "unsubscribe":
    case "unsubscribe_success":
      return hasId && others === 0 ? "alike" : "against";
  }
  return memberOf(value, "errors")?.kind === "array" ? "alike" : "silent";
}

/** Others too have texts of that name, which are words, not JSON. */
function voteForEvents(value: JsonValue | null): Vote {
  const texts = textsOf(value);
  return texts === null ? "against" : /^[[{"]/.test(texts) ? "fits" : "alike";
}

function isChannel(value: JsonValue): boolean {
  return memberString(value, "channel")?.startsWith("/") === true;
}

/** Events are JSON in texts, one or a list of them; null where they are not. */
function textsOf(value: JsonValue | null): string | null {
  if (value?.kind !== "array") return stringOf(value)?.slice(0, 200) ?? null;
  const texts = Array.from({ length: Math.min(jsonLength(value), 5) }, (_, index) =>
    stringOf(elementOf(value, index)),
  );
  return texts.includes(null) ? null : texts.join(", ").slice(0, 200);
}

function toPart(value: JsonValue, type: string, { received }: RawMessage, channels: Channels): Part {
  const id = memberString(value, "id");
  const channel = memberString(value, "channel") ?? (id === null ? null : (channels.get(id) ?? null));
  const errors = memberOf(value, "errors");
  const refused = memberOf(value, "failed");
  const failed = type.endsWith("error") || (refused !== null && jsonLength(refused) > 0);
  const said = textsOf(memberOf(value, type === "publish" ? "events" : "event"));
  const shown = errors ?? (failed ? refused : null);
  return {
    kind: type,
    channel,
    control: CONTROL.has(type) && !failed,
    failed,
    summary: joinWords(type, channel, said ?? (shown === null ? "" : jsonText(shown))),
    correlation: correlationOf(type, id, received),
  };
}

function correlationOf(type: string, id: string | null, received: boolean): Correlation | null {
  if (type === "connection_init") return { key: type, role: "request" };
  if (type === "connection_ack" || type === "connection_error")
    return { key: "connection_init", role: "reply" };
  if (id === null) return null;
  // A subscription's id is that of all that it brings, and of what ends it.
  if (type === "data" || type === "broadcast_error" || type === "subscribe_success")
    return { key: `subscribe ${id}`, role: "event" };
  const [asked, end] = type.split("_");
  if (end === undefined)
    return type === "error" || received ? null : { key: `${asked} ${id}`, role: "request" };
  return { key: `${asked} ${id}`, role: "reply" };
}
