import type { Decoder, Part, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { childOf, isString, type JsonValue, jsonLength, memberOf, stringOf } from "../json/json-value.ts";
import { messageJson } from "../json/message-json.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";
import { endsA2aStream } from "./a2a-result.ts";

/** JSON-RPC 2.0 (https://www.jsonrpc.org/specification), in both directions: also what LSP, MCP and wallets speak. */
export const jsonRpc: Decoder<boolean> = {
  id: "json-rpc",
  name: "JSON-RPC",
  vote(message): Vote {
    if (message.binary) return "against";
    const value = messageJson(message);
    // Keep-alives in plain text are common beside it.
    if (value === null) return message.bytes.length <= 8 ? "silent" : "against";
    if (readCalls(value) !== null) return "proof";
    return pushedName(value) === null ? "against" : "silent";
  },
  start: ({ kind }) => kind === "fetch-stream",
  decode(message, isAnswer) {
    const value = messageJson(message);
    const calls = readCalls(value);
    if (value === null) return null;
    if (calls !== null)
      return toRpcParts(value, calls, (it) => (isAnswer ? toStreamed(it) : toRpcPart(it, "")));
    const event = pushedName(value);
    return event === null ? null : [{ kind: "notification", event, summary: jsonText(value) }];
  },
};

/**
 * Where the connection is what answers one request, an answer may be a piece of it: A2A's streams say the request's id with each
 * result. The last is told by what it says; an error is one.
 */
function toStreamed(call: JsonValue): Part {
  const part = toRpcPart(call, "");
  const { correlation, failed } = part;
  if (correlation?.role !== "reply" || failed || endsA2aStream(memberOf(call, "result"))) return part;
  return Object.assign(part, { correlation: { key: correlation.key, role: "event" } });
}

/**
 * What servers of JSON-RPC push beside it, in a form of their own (Mopidy, rpc-websockets): an event or a notification by its
 * name. It names no call, so it answers none.
 */
function pushedName(value: JsonValue): string | null {
  const name = stringOf(memberOf(value, "event") ?? memberOf(value, "notification"));
  return memberOf(value, "id") === null && memberOf(value, "jsonrpc") === null ? name : null;
}

/** The calls and answers of version 2.0 that a value is, one or a batch; null where it is none. */
export function readCalls(value: JsonValue | null): readonly JsonValue[] | null {
  if (value === null) return null;
  if (value.kind === "object") return isCall(value) ? [value] : null;
  const count = Math.min(jsonLength(value), MOST_PARTS);
  const calls = Array.from({ length: count }, (_, index) => childOf(value, index) as JsonValue);
  return calls.length > 0 && calls.every(isCall) ? calls : null;
}

/** A part a call, and one for what is not read of a batch. */
export function toRpcParts(
  value: JsonValue,
  calls: readonly JsonValue[],
  toPart: (call: JsonValue) => Part,
): Part[] {
  const parts = calls.map(toPart);
  const end = calls.at(-1)?.to ?? 0;
  if (value.kind === "array" && jsonLength(value) > calls.length) parts.push(toRestPart(end, value.to));
  return parts;
}

function isCall(value: JsonValue): boolean {
  return isString(memberOf(value, "jsonrpc"), "2.0") && isCallShape(value);
}

/** Whether an object is a call or an answer, with or without the version. */
export function isCallShape(value: JsonValue): boolean {
  if (memberOf(value, "method")?.kind === "string") return true;
  return !value.whole || memberOf(value, "result") !== null || memberOf(value, "error") !== null;
}

/**
 * A call or its answer. `session` is what else tells it apart from others; `refused`: the answer says within its result that
 * what was asked has failed.
 */
export function toRpcPart(
  value: JsonValue,
  session: string,
  channel: string | null = session === "" ? null : session.trim(),
  refused = false,
): Part {
  const { from, to } = value;
  const id = memberOf(value, "id");
  // A number and a string of the same digits are two ids (section 4).
  const key = id === null || id.kind === "null" ? null : session + jsonText(id);
  const method = stringOf(memberOf(value, "method"));
  if (method !== null) {
    const params = memberOf(value, "params");
    return {
      from,
      to,
      channel,
      kind: key === null ? "notification" : "request",
      event: method,
      control: method === "ping",
      summary: params === null ? method : `${method} ${jsonText(params)}`,
      correlation: key === null ? null : { key, role: "request" },
    };
  }
  const error = memberOf(value, "error");
  const failed = error !== null && error.kind !== "null";
  const result = failed ? error : memberOf(value, "result");
  return {
    from,
    to,
    channel,
    kind: failed ? "error" : "response",
    failed: failed || refused,
    summary: failed ? `error ${errorText(error)}` : result === null ? "response" : jsonText(result),
    correlation: key === null ? null : { key, role: "reply" },
  };
}

function errorText(error: JsonValue): string {
  const code = memberOf(error, "code");
  const message = stringOf(memberOf(error, "message"));
  if (code === null || message === null) return jsonText(error);
  return `${jsonText(code)} ${message.slice(0, 160)}`;
}
