import { joinWords } from "../bytes/join-words.ts";
import type { Carried, Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { type JsonValue, memberOf, scalarOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";
import { readJsonText } from "../json/read-json-text.ts";
import { readHeldJson, stringContent } from "../json/string-content.ts";

/** What a server says of the connection or of a subscription. */
const TYPES: ReadonlySet<string> = new Set([
  "welcome",
  "ping",
  "confirm_subscription",
  "reject_subscription",
  "disconnect",
]);

const COMMANDS: ReadonlySet<string> = new Set(["subscribe", "unsubscribe", "message"]);

/** Action Cable (https://guides.rubyonrails.org/action_cable_overview.html), also what Turbo Streams are sent over. */
export const actionCable: Decoder = {
  id: "action-cable",
  name: "Action Cable",
  hint: ({ subprotocol }) =>
    subprotocol === "actioncable-v1-json"
      ? { weight: 0.9, reason: "the subprotocol is actioncable-v1-json" }
      : null,
  vote(message): Vote {
    const value = messageObject(message);
    const kind = kindOf(value);
    if (value === null || kind === null) return "against";
    if (channelOf(stringOf(memberOf(value, "identifier"))) !== null) return "proof";
    if (memberOf(value, "identifier") !== null) return "against";
    return kind === "ping" && memberOf(value, "message")?.kind !== "number" ? "against" : "fits";
  },
  decode(message) {
    const value = messageObject(message);
    const kind = kindOf(value);
    return value === null || kind === null ? null : [toPart(value, kind, message)];
  },
  split(message) {
    const value = messageObject(message);
    const carried = value !== null && kindOf(value) === "message" ? carriedBy(value, message) : null;
    return carried === null ? [] : [carried];
  },
};

/** A text that a channel sends may be another protocol's: Turbo Streams are. Other content is the application's. */
function carriedBy(value: JsonValue, { received }: RawMessage): Carried | null {
  const content = received ? memberOf(value, "message") : null;
  return content?.kind === "string" ? { bytes: stringContent(content), binary: false } : null;
}

function kindOf(value: JsonValue | null): string | null {
  const type = stringOf(memberOf(value, "type"));
  if (type !== null) return TYPES.has(type) ? type : null;
  if (memberOf(value, "identifier")?.kind !== "string") return null;
  const command = stringOf(memberOf(value, "command"));
  if (command !== null) return COMMANDS.has(command) ? command : null;
  return memberOf(value, "message") === null ? null : "message";
}

let lastIdentifier = "";
let lastChannel: string | null = null;

/** The identifier is JSON in a string: a class' name, and what tells its subscriptions apart. Message after message has the same: the last answer is kept. */
function channelOf(identifier: string | null): string | null {
  if (identifier === null) return null;
  if (identifier !== lastIdentifier) {
    lastIdentifier = identifier;
    lastChannel = stringOf(memberOf(readJsonText(identifier), "channel"));
  }
  return lastChannel;
}

function toPart(value: JsonValue, kind: string, message: RawMessage): Part {
  const { received } = message;
  const identifier = stringOf(memberOf(value, "identifier"));
  const content = received ? memberOf(value, "message") : readHeldJson(memberOf(value, "data"));
  const event = scalarOf(memberOf(content, "action")) ?? scalarOf(memberOf(content, "type"));
  const channel = channelOf(identifier);
  const isMessage = kind === "message";
  return {
    kind,
    event: isMessage ? event : null,
    channel: identifier === null ? null : (channel ?? identifier.slice(0, 200)),
    control: !isMessage,
    failed: kind === "reject_subscription" || (kind === "disconnect" && received),
    summary: joinWords(isMessage ? "" : kind, channel ?? "", content === null ? "" : jsonText(content)),
    correlation: correlationOf(kind, identifier),
    carries: isMessage ? carriedBy(value, message) : null,
  };
}

function correlationOf(kind: string, identifier: string | null): Correlation | null {
  if (identifier === null) return null;
  if (kind === "subscribe") return { key: identifier, role: "request" };
  return kind.endsWith("_subscription") ? { key: identifier, role: "reply" } : null;
}
