import { joinWords } from "../bytes/join-words.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { type JsonValue, memberOf, scalarOf, stringOf } from "../json/json-value.ts";
import { messageJson } from "../json/message-json.ts";
import { messageObjects } from "../json/message-objects.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";

/** What is asked and not ended: by its id, as it was asked. */
type Calls = ReadonlyMap<string, Call>;

interface Call {
  readonly path: string;
  readonly lasts: boolean;
}

/** More calls may be open at once; of these the path is not told, and what comes does not end them. */
const MOST_CALLS = 500;

const METHODS: ReadonlySet<string> = new Set(["query", "mutation", "subscription"]);
const RESULTS: ReadonlySet<string> = new Set(["data", "started", "stopped"]);

/** What a subscription over Server-Sent Events says of itself; its data have no type. */
const STREAM_EVENTS: ReadonlySet<string> = new Set(["connected", "ping", "return", "restore-id"]);
const STREAM_ERROR = "serialized-error";

/**
 * tRPC's calls and subscriptions over WebSocket, of which several may come in one array, with its keep-alive
 * (https://trpc.io/docs/server/websockets), and its subscriptions over Server-Sent Events (`httpSubscriptionLink`).
 */
export const trpc: Decoder<Calls> = {
  id: "trpc",
  name: "tRPC",
  hint: ({ url }) =>
    /\/trpc(?:[/?]|$)/.test(url.slice(0, 500)) ? { weight: 0.5, reason: "the path has trpc in it" } : null,
  vote(message, { kind }): Vote {
    if (message.binary) return "against";
    if (kind === "eventsource" || kind === "fetch-stream") return voteForEvent(message);
    if (keepAliveOf(message) !== null) return "silent";
    const values = messageObjects(message);
    if (values === null) return "against";
    const votes = values.map(voteFor);
    if (votes.includes("against")) return "against";
    return votes.includes("proof") ? "proof" : votes.includes("fits") ? "fits" : "silent";
  },
  start: () => new Map(),
  follow(calls, message) {
    if (message.event !== "") return calls;
    let now = calls;
    for (const value of messageObjects(message) ?? []) now = followOne(now, value);
    return now;
  },
  decode(message, calls) {
    if (message.event !== "") return toEventParts(message);
    const word = keepAliveOf(message);
    if (word !== null) return [toKeepAlive(word)];
    const values = messageObjects(message);
    if (values === null || values.some((it) => voteFor(it) === "against")) return null;
    const parts = values.map((it) => toPart(it, calls));
    if (values.length === MOST_PARTS) parts.push(toRestPart(values.at(-1)?.to ?? 0, message.bytes.length));
    return parts;
  },
};

/** `PING` and `PONG`, as texts. */
function keepAliveOf({ bytes, binary }: RawMessage): "ping" | "pong" | null {
  if (binary || bytes.length !== 4) return null;
  const word = String.fromCharCode(...bytes);
  return word === "PING" ? "ping" : word === "PONG" ? "pong" : null;
}

function toKeepAlive(word: "ping" | "pong"): Part {
  return {
    kind: word,
    control: true,
    summary: word,
    correlation: { key: "ping", role: word === "ping" ? "request" : "reply" },
  };
}

function voteFor(value: JsonValue): Vote {
  const method = stringOf(memberOf(value, "method"));
  const id = memberOf(value, "id");
  if (method !== null) {
    const path = memberOf(memberOf(value, "params"), "path");
    if (METHODS.has(method)) return id !== null && path?.kind === "string" ? "proof" : "against";
    return method === "subscription.stop" || method === "reconnect" || method === "connectionParams"
      ? "silent"
      : "against";
  }
  if (id === null) return "against";
  const error = memberOf(value, "error");
  if (error !== null) {
    const isOwn = memberOf(memberOf(error, "data"), "code")?.kind === "string";
    return isOwn && memberOf(error, "code")?.kind === "number" ? "fits" : "against";
  }
  const result = memberOf(value, "result");
  const type = stringOf(memberOf(result, "type"));
  // A server that gives nothing back leaves the type out, too, in the older versions.
  if (type === null) return memberOf(result, "data") === null ? "against" : "silent";
  return RESULTS.has(type) ? "fits" : "against";
}

function followOne(calls: Calls, value: JsonValue): Calls {
  const id = scalarOf(memberOf(value, "id"));
  if (id === null) return calls;
  const path = stringOf(memberOf(memberOf(value, "params"), "path"));
  if (path !== null) {
    if (calls.size >= MOST_CALLS) return calls;
    return new Map(calls).set(id, { path, lasts: stringOf(memberOf(value, "method")) === "subscription" });
  }
  const call = calls.get(id);
  if (call === undefined) return calls;
  const type = stringOf(memberOf(memberOf(value, "result"), "type"));
  const isOver = !call.lasts || type === "stopped" || memberOf(value, "error") !== null;
  if (!isOver || memberOf(value, "method") !== null) return calls;
  const left = new Map(calls);
  left.delete(id);
  return left;
}

function toPart(value: JsonValue, calls: Calls): Part {
  const { from, to } = value;
  const id = scalarOf(memberOf(value, "id"));
  const known = id === null ? null : (calls.get(id) ?? null);
  const method = stringOf(memberOf(value, "method"));
  if (method !== null) {
    const params = memberOf(value, "params");
    const path = stringOf(memberOf(params, "path")) ?? known?.path ?? null;
    const shown = memberOf(params, "input") ?? memberOf(value, "data");
    return {
      from,
      to,
      kind: method,
      event: path,
      channel: known?.lasts === true || method === "subscription" ? id : null,
      control: !METHODS.has(method) && method !== "subscription.stop",
      summary: joinWords(method, path, shown === null ? "" : jsonText(shown)),
      correlation: id === null || !METHODS.has(method) ? null : { key: id, role: "request" },
    };
  }
  const error = memberOf(value, "error");
  const result = memberOf(value, "result");
  const kind = error === null ? (stringOf(memberOf(result, "type")) ?? "data") : "error";
  const path = known?.path ?? stringOf(memberOf(memberOf(error, "data"), "path"));
  const shown = error === null ? memberOf(result, "data") : (memberOf(error, "message") ?? error);
  return {
    from,
    to,
    kind,
    event: path,
    channel: known?.lasts === true ? id : null,
    control: kind === "started",
    failed: error !== null,
    summary: joinWords(kind, path, shown === null ? "" : jsonText(shown)),
    correlation: correlationOf(kind, id, known),
  };
}

function correlationOf(kind: string, id: string | null, call: Call | null): Correlation | null {
  if (id === null) return null;
  return {
    key: id,
    role: kind === "started" || (kind === "data" && call?.lasts === true) ? "event" : "reply",
  };
}

function voteForEvent({ event, bytes }: RawMessage): Vote {
  if (event === STREAM_ERROR) return "fits";
  if (event === "connected") return bytes[0] === 0x7b || bytes.length === 0 ? "alike" : "against";
  if (STREAM_EVENTS.has(event)) return bytes.length === 0 ? "alike" : "against";
  return event === "message" ? "silent" : "against";
}

function toEventParts(message: RawMessage): Part[] | null {
  const { event } = message;
  if (event !== "message" && event !== STREAM_ERROR && !STREAM_EVENTS.has(event)) return null;
  const value = messageJson(message);
  const isError = event === STREAM_ERROR;
  const text = event === "message" || isError || event === "connected" ? value : null;
  const kind = event === "message" ? "data" : isError ? "error" : event;
  return [
    {
      kind,
      control: STREAM_EVENTS.has(event),
      failed: isError,
      ...(event === "message" && value === null
        ? {}
        : { summary: joinWords(kind, text === null ? "" : jsonText(text)) }),
    },
  ];
}
