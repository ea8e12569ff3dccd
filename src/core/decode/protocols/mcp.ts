import { textOf } from "../bytes/text-of.ts";
import type { ConnectionFacts, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { elementOf, type JsonValue, jsonLength, memberOf, stringOf } from "../json/json-value.ts";
import { messageJson } from "../json/message-json.ts";
import { readCalls, toRpcPart, toRpcParts } from "./json-rpc.ts";

/** What no other protocol over JSON-RPC calls so. Its `initialize` and `ping` have namesakes. */
const METHODS: ReadonlySet<string> = new Set([
  "tools/list",
  "tools/call",
  "resources/list",
  "resources/read",
  "resources/templates/list",
  "resources/subscribe",
  "resources/unsubscribe",
  "prompts/list",
  "prompts/get",
  "completion/complete",
  "logging/setLevel",
  "sampling/createMessage",
  "roots/list",
  "elicitation/create",
  "server/discover",
  "subscriptions/listen",
]);

/** These have namesakes, whose tasks are called `id` (Agent2Agent). */
const OF_TASKS: ReadonlySet<string> = new Set(["tasks/get", "tasks/result", "tasks/cancel"]);

const NOTIFICATIONS = "notifications/";

/** What serves the protocol, not who uses it. */
const CONTROL: ReadonlySet<string> = new Set([
  "initialize",
  "notifications/initialized",
  "ping",
  "server/discover",
  "logging/setLevel",
]);

/** The kinds of content that a tool's result is made of. */
const CONTENT: ReadonlySet<string> = new Set(["text", "image", "audio", "resource", "resource_link"]);

/** What results have that are lists, and what each element of such a list has. */
const LISTS: readonly (readonly [list: string, member: string])[] = [
  ["tools", "inputSchema"],
  ["resources", "uri"],
  ["resourceTemplates", "uriTemplate"],
  ["contents", "uri"],
  ["prompts", "name"],
  ["messages", "role"],
];

/**
 * The Model Context Protocol (https://modelcontextprotocol.io/specification), over HTTP in its three forms (HTTP with an event stream, streamable
 * HTTP with sessions and without) and over WebSocket: JSON-RPC with its methods.
 */
export const mcp: Decoder<boolean> = {
  id: "mcp",
  name: "MCP",
  refines: "json-rpc",
  vote(message, facts): Vote {
    if (isEndpoint(message, facts)) return "proof";
    const value = messageJson(message);
    if (value === null) return message.bytes.length <= 8 && !message.binary ? "silent" : "against";
    const calls = readCalls(value);
    if (calls === null) return "against";
    const votes = calls.map(voteFor);
    if (votes.includes("against")) return "against";
    return votes.includes("proof") ? "proof" : "silent";
  },
  start: ({ kind }) => kind !== "websocket",
  decode(message, isEventStream) {
    const value = messageJson(message);
    if (isEventStream && message.received && !message.binary && message.bytes.length === 0)
      return [{ kind: "priming", control: true, summary: "priming" }];
    if (value === null && message.event === "endpoint" && !message.binary) return [toEndpoint(message)];
    const calls = readCalls(value);
    return value === null || calls === null ? null : toRpcParts(value, calls, toPart);
  },
};

/** The first event of the older form over HTTP: where to send what is sent. */
function isEndpoint({ event, bytes, binary }: RawMessage, { kind }: ConnectionFacts): boolean {
  if (event !== "endpoint" || binary || kind === "websocket") return false;
  return /^(?:\/|https?:\/\/)[\x21-\x7e]{1,2000}$/.test(textOf(bytes, 0, Math.min(bytes.length, 2010)));
}

function toEndpoint({ bytes }: RawMessage): Part {
  const url = textOf(bytes, 0, Math.min(bytes.length, 200));
  // What stands behind the question mark is the session, which a row need not show.
  return { kind: "endpoint", control: true, summary: `endpoint ${url.split("?", 1)[0]}` };
}

function voteFor(call: JsonValue): Vote {
  const method = stringOf(memberOf(call, "method"));
  const params = memberOf(call, "params");
  if (method === null) return isResult(memberOf(call, "result")) ? "proof" : "silent";
  if (METHODS.has(method)) return "proof";
  if (OF_TASKS.has(method)) return memberOf(params, "taskId")?.kind === "string" ? "proof" : "against";
  if (method === "tasks/list") return "silent";
  if (method === "initialize") return isVersion(memberOf(params, "protocolVersion")) ? "proof" : "against";
  if (method.startsWith(NOTIFICATIONS)) return "proof";
  return method === "ping" ? "silent" : "against";
}

/** Versions are dates. */
function isVersion(value: JsonValue | null): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(stringOf(value)?.slice(0, 20) ?? "");
}

function isResult(result: JsonValue | null): boolean {
  if (result?.kind !== "object") return false;
  if (isVersion(memberOf(result, "protocolVersion"))) return true;
  const type = stringOf(memberOf(elementOf(memberOf(result, "content"), 0), "type"));
  if (type !== null && CONTENT.has(type)) return true;
  return LISTS.some(([list, member]) => memberOf(elementOf(memberOf(result, list), 0), member) !== null);
}

function toPart(call: JsonValue): Part {
  const params = memberOf(call, "params");
  const subject = stringOf(memberOf(params, "name")) ?? stringOf(memberOf(params, "uri")) ?? tokenOf(params);
  const refused = memberOf(memberOf(call, "result"), "isError");
  const part = toRpcPart(call, "", subject, refused !== null && isTrue(refused));
  const control = CONTROL.has(part.event ?? "") || isHandshake(memberOf(call, "result"));
  return control === (part.control ?? false) ? part : Object.assign(part, { control });
}

/** What tells of progress belongs to. */
function tokenOf(params: JsonValue | null): string | null {
  return stringOf(memberOf(params, "progressToken"));
}

function isTrue({ kind, bytes, from }: JsonValue): boolean {
  return kind === "boolean" && bytes[from] === 0x74;
}

function isHandshake(result: JsonValue | null): boolean {
  return result !== null && jsonLength(result) > 1 && memberOf(result, "serverInfo") !== null;
}
