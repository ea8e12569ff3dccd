import { joinWords } from "../bytes/join-words.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { isString, type JsonValue, jsonLength, memberOf, numberOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";

const KINDS: Readonly<Record<number, string>> = {
  0: "dispatch",
  1: "heartbeat",
  2: "identify",
  3: "presence update",
  4: "voice state update",
  6: "resume",
  7: "reconnect",
  8: "request guild members",
  9: "invalid session",
  10: "hello",
  11: "heartbeat ack",
  31: "request soundboard sounds",
};

const DATA: ReadonlySet<number> = new Set([0, 3, 4, 8, 31]);

/** Discord's gateway in JSON (https://discord.com/developers/docs/events/gateway), also within a stream of zlib or Zstandard, or Erlang's terms. */
export const discordGateway: Decoder = {
  id: "discord",
  name: "Discord gateway",
  hint: ({ url, inside }) =>
    /^wss:\/\/gateway[\w.-]*\.discord\.gg(?:\/|\?|$)/.test(url.slice(0, 200)) &&
    // Of a packed connection the address tells what is within.
    (inside.length > 0 || !/[?&](?:compress=|encoding=etf)/.test(url.slice(0, 2000)))
      ? { weight: 0.8, reason: "it is Discord's gateway" }
      : null,
  vote(message): Vote {
    if (message.binary) return "against";
    const value = messageObject(message);
    const op = opOf(value);
    if (value === null || op === null) return "against";
    if (op === 10)
      return memberOf(memberOf(value, "d"), "heartbeat_interval")?.kind === "number" ? "proof" : "against";
    if (op === 0)
      return stringOf(memberOf(value, "t")) !== null && memberOf(value, "s") !== null ? "fits" : "against";
    return "silent";
  },
  decode(message) {
    const value = messageObject(message);
    const op = opOf(value);
    return value === null || op === null ? null : [toPart(value, op, message)];
  },
};

function opOf(value: JsonValue | null): number | null {
  const op = numberOf(memberOf(value, "op"));
  return value !== null &&
    op !== null &&
    op in KINDS &&
    jsonLength(value) <= 4 &&
    memberOf(value, "d") !== null
    ? op
    : null;
}

function toPart(value: JsonValue, op: number, { received }: RawMessage): Part {
  const kind = KINDS[op] as string;
  const event = stringOf(memberOf(value, "t"));
  const data = memberOf(value, "d");
  // What it identifies with is a secret, which a row need not show.
  const isSecret = op === 2 || op === 6;
  const shown = data === null || isSecret || data.kind === "null" ? "" : jsonText(data);
  return {
    kind,
    event,
    control: !DATA.has(op),
    failed: op === 9 || isString(memberOf(value, "t"), "ERROR"),
    summary: joinWords(event ?? kind, shown),
    correlation: correlationOf(op, received),
  };
}

function correlationOf(op: number, received: boolean): Correlation | null {
  if (op === 1) return { key: received ? "asked heartbeat" : "heartbeat", role: "request" };
  return op === 11 ? { key: "heartbeat", role: "reply" } : null;
}
