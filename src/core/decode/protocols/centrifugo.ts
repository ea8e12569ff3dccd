import { joinWords } from "../bytes/join-words.ts";
import { linesOf } from "../bytes/lines-of.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import {
  type JsonValue,
  jsonLength,
  memberName,
  memberOf,
  readJson,
  scalarOf,
  stringOf,
} from "../json/json-value.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";

const METHODS: ReadonlySet<string> = new Set([
  "connect",
  "subscribe",
  "unsubscribe",
  "publish",
  "presence",
  "presence_stats",
  "history",
  "ping",
  "send",
  "rpc",
  "refresh",
  "sub_refresh",
]);

/** Centrifugo's client protocol in JSON (https://centrifugal.dev/docs/transports/client_protocol): a command or reply a line. */
export const centrifugo: Decoder = {
  id: "centrifugo",
  name: "Centrifugo",
  possible: ({ inside }) => inside.length === 0,
  hint: ({ url }) =>
    /\/connection\/(?:websocket|uni_\w{1,20})(?:\?|$)/.test(url.slice(0, 500))
      ? { weight: 0.4, reason: "the path is that of Centrifugo" }
      : null,
  vote(message): Vote {
    const values = valuesOf(message);
    if (values === null) return "against";
    const votes = values.map((it) => voteFor(it, message));
    if (votes.includes("against")) return "against";
    const fitting = votes.filter((it) => it !== "silent").length;
    // Two commands that agree, in one message, are more than two messages.
    if (votes.includes("proof") || fitting > 1) return "proof";
    return votes.includes("fits") ? "fits" : fitting === 1 ? "alike" : "silent";
  },
  decode(message) {
    const values = valuesOf(message);
    if (values === null || values.some((it) => voteFor(it, message) === "against")) return null;
    const parts = values.map((it) => toPart(it, message));
    if (values.length === MOST_PARTS) parts.push(toRestPart(values.at(-1)?.to ?? 0, message.bytes.length));
    return parts;
  },
};

function valuesOf({ bytes, binary, cut }: RawMessage): JsonValue[] | null {
  if (binary) return null;
  const lines = linesOf(bytes, MOST_PARTS);
  const values: JsonValue[] = [];
  for (const { from, to } of lines) {
    const value = readJson(bytes, from, to, cut && to === bytes.length);
    if (value?.kind !== "object") return null;
    values.push(value);
  }
  return values.length === 0 ? null : values;
}

/** Besides its id a command has one member, named after what it wants, and so has its reply. */
function methodOf(value: JsonValue): string | null {
  const hasId = memberOf(value, "id")?.kind === "number";
  if (jsonLength(value) !== (hasId ? 2 : 1)) return null;
  for (let index = 0; index < 2; index += 1) {
    const name = index < jsonLength(value) ? memberName(value, index) : "id";
    if (name !== "id") return name;
  }
  return null;
}

/** Commands that say which channel they are of. */
const OF_CHANNEL: ReadonlySet<string> = new Set([
  "subscribe",
  "unsubscribe",
  "publish",
  "presence",
  "presence_stats",
  "history",
  "sub_refresh",
]);

function voteFor(value: JsonValue, { received }: RawMessage): Vote {
  if (jsonLength(value) === 0) return "silent";
  const method = methodOf(value);
  if (method === null) return "against";
  const content = memberOf(value, method);
  if (method === "error") return memberOf(content, "code")?.kind === "number" ? "alike" : "against";
  if (content?.kind !== "object") return "against";
  if (method === "push") return pushOf(content) === null ? "against" : "fits";
  if (!METHODS.has(method)) return "against";
  if (memberOf(value, "id") === null) return method === "send" ? "silent" : "against";
  if (!received && OF_CHANNEL.has(method) && memberOf(content, "channel")?.kind !== "string")
    return "against";
  const isConnected = memberOf(content, "client")?.kind === "string" && memberOf(content, "version") !== null;
  return method === "connect" && isConnected ? "proof" : "alike";
}

const PUSHES = [
  "pub",
  "join",
  "leave",
  "unsubscribe",
  "message",
  "subscribe",
  "connect",
  "disconnect",
  "refresh",
];

function pushOf(push: JsonValue): string | null {
  return PUSHES.find((name) => memberOf(push, name)?.kind === "object") ?? null;
}

function toPart(value: JsonValue, { received }: RawMessage): Part {
  const { from, to } = value;
  const method = methodOf(value);
  if (method === null)
    return {
      from,
      to,
      kind: received ? "ping" : "pong",
      summary: received ? "ping" : "pong",
      control: true,
      correlation: { key: "ping", role: received ? "request" : "reply" },
    };
  const content = memberOf(value, method);
  const id = scalarOf(memberOf(value, "id"));
  const isPush = method === "push";
  const pushed = isPush && content !== null ? pushOf(content) : null;
  const kind = isPush ? (pushed ?? "push") : method;
  const data = pushed === null ? content : memberOf(content, pushed);
  const channel = stringOf(memberOf(content, "channel"));
  const shown = memberOf(data, "data") ?? data;
  return {
    from,
    to,
    kind,
    event: stringOf(memberOf(content, "method")),
    channel,
    control: method === "connect" || method === "ping" || method === "refresh" || method === "sub_refresh",
    failed: method === "error",
    summary: joinWords(kind, channel ?? "", shown === null ? "" : jsonText(shown)),
    correlation: correlationOf(id, received),
  };
}

function correlationOf(id: string | null, received: boolean): Correlation | null {
  return id === null ? null : { key: id, role: received ? "reply" : "request" };
}
