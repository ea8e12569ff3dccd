import { joinWords } from "../bytes/join-words.ts";
import { RowPart } from "../decoded-part.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { hasMember, memberString, memberWord, startAt } from "../json/json-child.ts";
import { type JsonValue, jsonLength, memberNode, memberOf, nodeWithin } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";
import { readHeldJson } from "../json/string-content.ts";
import { operationAt, readOperation } from "./graphql-operation.ts";

/** What is open: by its id, what it is called. */
type Operations = ReadonlyMap<string, string>;

/** More open operations are possible, and then some have no name. */
const MOST_OPERATIONS = 500;

/** The words of one of the two protocols. */
interface Dialect {
  readonly id: string;
  readonly name: string;
  readonly subprotocol: string;
  /** What asks for an operation, what brings something of it, what ends it early. */
  readonly ask: string;
  readonly next: string;
  readonly stop: string;
  /** What failed of an operation is a list of errors. */
  readonly errorsAreListed: boolean;
  /** The frequent ones first. */
  readonly types: readonly string[];
}

const SHARED = ["complete", "error", "connection_init", "connection_ack"];

/** GraphQL over WebSocket (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md). */
export const graphqlTransportWs = createDecoder({
  id: "graphql-transport-ws",
  name: "GraphQL over WebSocket",
  subprotocol: "graphql-transport-ws",
  ask: "subscribe",
  next: "next",
  stop: "complete",
  errorsAreListed: true,
  types: ["next", "subscribe", ...SHARED, "ping", "pong"],
});

/** The older protocol of subscriptions-transport-ws, which Apollo and AppSync speak. */
export const graphqlWs = createDecoder({
  id: "graphql-ws",
  name: "GraphQL over WebSocket (subscriptions-transport-ws)",
  subprotocol: "graphql-ws",
  ask: "start",
  next: "data",
  stop: "stop",
  errorsAreListed: false,
  types: ["data", "start", "stop", "ka", ...SHARED, "connection_error", "connection_terminate", "start_ack"],
});

function createDecoder(dialect: Dialect): Decoder<Operations> {
  const { id, name, subprotocol, ask, types } = dialect;
  return {
    id,
    name,
    hint: (facts) =>
      facts.subprotocol === subprotocol ? { weight: 0.8, reason: `the subprotocol is ${subprotocol}` } : null,
    vote: (message) => voteFor(message, dialect),
    start: () => new Map(),
    follow(operations, message) {
      // Few messages begin or end anything: the others are not even read.
      const value = messageObject(message);
      const key = memberString(value, "id");
      const type = memberWord(value, "type", types);
      if (key === null || type === null) return operations;
      if (type === ask) {
        const called = readOperation(requestIn(memberOf(value, "payload")))?.name ?? null;
        if (called === null || operations.size >= MOST_OPERATIONS) return operations;
        return new Map(operations).set(key, called);
      }
      // What the server says about an operation that the page has ended has no name any more.
      if ((type !== "complete" && type !== "error") || !operations.has(key)) return operations;
      const left = new Map(operations);
      left.delete(key);
      return left;
    },
    decode(message, operations) {
      const value = messageObject(message);
      const type = memberWord(value, "type", types);
      if (value === null || type === null) return null;
      return [toPart(value, type, message, dialect, operations)];
    },
  };
}

function voteFor(message: RawMessage, { types, ask, next, errorsAreListed }: Dialect): Vote {
  const value = messageObject(message);
  const type = memberWord(value, "type", types);
  if (value === null || type === null) return "against";
  const payload = memberOf(value, "payload");
  const hasId = memberOf(value, "id")?.kind === "string";
  if (type === ask) return hasId && readOperation(requestIn(payload)) !== null ? "proof" : "against";
  if (type === next) {
    const isResult = hasMember(payload, "data") || hasMember(payload, "errors");
    return hasId && isResult ? "fits" : "against";
  }
  if (type === "connection_init" || type === "connection_ack" || type === "ka") {
    const others = jsonLength(value) - 1 - Number(payload !== null) - Number(hasMember(value, "id"));
    return others > 0 ? "against" : type === "ka" ? "silent" : "fits";
  }
  if (type === "error" && errorsAreListed) return hasId && payload?.kind === "array" ? "fits" : "against";
  if (type === "complete" || type === "error") return hasId ? "fits" : "against";
  return "silent";
}

function toPart(
  value: JsonValue,
  type: string,
  { bytes, received }: RawMessage,
  dialect: Dialect,
  operations: Operations,
): Part {
  const id = memberString(value, "id");
  const isAsk = type === dialect.ask;
  const payload = memberNode(value, "payload", 2);
  let asked = isAsk ? operationAt(value, payload) : null;
  let shown = startAt(value, nodeWithin(value, payload, asked === null ? "data" : "variables"));
  const hasErrors = asked === null && nodeWithin(value, payload, "errors") >= 0;
  if (asked === null && shown === null) shown = startAt(value, payload);
  if (isAsk && asked === null) {
    const held = requestIn(memberOf(value, "payload"));
    asked = readOperation(held);
    if (held !== null && asked !== null) shown = startAt(held, memberNode(held, "variables"));
  }
  const event = asked?.name ?? (id === null ? null : (operations.get(id) ?? null));
  const failed = type === "error" || type === "connection_error";
  const said = joinWords(type, asked === null ? event : asked.text, shown);
  const part = new RowPart(type, said, 0, bytes.length);
  part.event = event;
  part.channel = id;
  part.control = (id === null && !failed) || type === "start_ack";
  part.failed = failed || hasErrors;
  part.correlation = correlationOf(type, id, received, dialect);
  return part;
}

/** What asks for an operation: the payload, or the JSON in its `data`, as AppSync has it. */
function requestIn(payload: JsonValue | null): JsonValue | null {
  return hasMember(payload, "query") ? payload : readHeldJson(memberOf(payload, "data"));
}

function correlationOf(
  type: string,
  id: string | null,
  received: boolean,
  { ask, next }: Dialect,
): Correlation | null {
  switch (type) {
    case "connection_init":
      return { key: "connection_init", role: "request" };
    case "connection_ack":
    case "connection_error":
      return { key: "connection_init", role: "reply" };
    case "ping":
      return { key: "ping", role: "request" };
    case "pong":
      return { key: "ping", role: "reply" };
  }
  if (id === null) return null;
  if (type === ask) return { key: id, role: "request" };
  if (type === next || !received) return { key: id, role: "event" };
  return type === "complete" || type === "error" ? { key: id, role: "reply" } : null;
}
