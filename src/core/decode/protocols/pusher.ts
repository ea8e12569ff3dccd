import { joinWords } from "../bytes/join-words.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { type JsonValue, memberOf, scalarOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";
import { readHeldJson } from "../json/string-content.ts";

/** Pusher Channels, protocol 7 (https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol): also Reverb and Soketi. */
export const pusher: Decoder = {
  id: "pusher",
  name: "Pusher",
  hint({ url }) {
    return /\/app\/[\w-]+\?(?:[^#]{0,500}&)?protocol=\d+(?:&|$)/.test(url.slice(0, 2000))
      ? { weight: 0.7, reason: "/app/ and protocol= stand in the URL" }
      : null;
  },
  vote(message): Vote {
    const value = messageObject(message);
    const event = stringOf(memberOf(value, "event"));
    if (value === null || event === null) return "against";
    if (event.startsWith("pusher:") || event.startsWith("pusher_internal:")) return "proof";
    return stringOf(memberOf(value, "channel")) !== null && memberOf(value, "data") !== null
      ? "alike"
      : "against";
  },
  decode(message) {
    const value = messageObject(message);
    const event = stringOf(memberOf(value, "event"));
    return value === null || event === null ? null : [toPart(value, event, message)];
  },
};

function toPart(value: JsonValue, event: string, { received }: RawMessage): Part {
  const own = event.startsWith("pusher:") || event.startsWith("pusher_internal:");
  const data = dataOf(value);
  const channel = stringOf(memberOf(value, "channel")) ?? (own ? stringOf(memberOf(data, "channel")) : null);
  const shown = data === null ? stringOf(memberOf(value, "data")) : jsonText(data);
  return {
    kind: own ? event.slice(event.indexOf(":") + 1) : received ? "event" : "client event",
    event,
    channel,
    control: own,
    failed: event === "pusher:error" || event.endsWith("subscription_error"),
    summary: joinWords(channel ?? "", event, shown === "{}" || shown === null ? "" : shown.slice(0, 160)),
    correlation: correlationOf(event, channel),
  };
}

/** Servers send the data as JSON in a string, pages as JSON; a page's own event may be any text. */
function dataOf(value: JsonValue): JsonValue | null {
  const data = memberOf(value, "data");
  if (data?.kind !== "string") return data;
  const inner = readHeldJson(data);
  return scalarOf(inner) === null ? inner : null;
}

function correlationOf(event: string, channel: string | null): Correlation | null {
  switch (event) {
    case "pusher:ping":
      return { key: "ping", role: "request" };
    case "pusher:pong":
      return { key: "ping", role: "reply" };
    case "pusher:subscribe":
      return channel === null ? null : { key: channel, role: "request" };
    case "pusher_internal:subscription_succeeded":
    case "pusher:subscription_error":
      return channel === null ? null : { key: channel, role: "reply" };
    default:
      return null;
  }
}
