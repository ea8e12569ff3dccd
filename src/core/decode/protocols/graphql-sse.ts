import { joinWords } from "../bytes/join-words.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { type JsonValue, memberOf, scalarOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";
import { operationCorrelation, toRequestPart } from "./graphql-operation.ts";
import { isExecutionResult, saysWhatComes } from "./graphql-result.ts";

/**
 * GraphQL over Server-Sent Events (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md): a connection an operation, or one for all
 * with the operation's id in each event.
 */
export const graphqlSse: Decoder = {
  id: "graphql-sse",
  name: "GraphQL over Server-Sent Events",
  possible: ({ kind }) => kind !== "websocket",
  vote(message): Vote {
    if (message.binary) return "against";
    if (!message.received) return toRequestPart(message) === null ? "against" : "silent";
    if (message.event === "complete") return isEnd(message) ? "silent" : "against";
    return message.event === "next" && read(message) !== null ? "proof" : "against";
  },
  decode(message) {
    const asked = toRequestPart(message);
    if (asked !== null) return [asked];
    if (message.event === "complete" && isEnd(message)) return [toEnd(message)];
    const found = message.event === "next" ? read(message) : null;
    return found === null ? null : [toPart(found.id, found.result)];
  },
};

/** With nothing, or with the operation's id. */
function isEnd(message: RawMessage): boolean {
  return message.bytes.length <= 4 || idOf(messageObject(message)) !== null;
}

function idOf(value: JsonValue | null): string | null {
  return scalarOf(memberOf(value, "id"));
}

function read(message: RawMessage): { id: string | null; result: JsonValue } | null {
  const value = messageObject(message);
  if (value === null) return null;
  if (isExecutionResult(value) || saysWhatComes(value)) return { id: null, result: value };
  const payload = memberOf(value, "payload");
  const id = idOf(value);
  return id !== null && payload !== null && isExecutionResult(payload) ? { id, result: payload } : null;
}

function toPart(id: string | null, result: JsonValue): Part {
  const errors = memberOf(result, "errors");
  const shown = errors ?? memberOf(result, "incremental") ?? memberOf(result, "data") ?? result;
  return {
    kind: "next",
    channel: id,
    failed: errors !== null,
    summary: joinWords("next", errors === null ? "" : "errors", jsonText(shown)),
    correlation: correlationOf(id, "event"),
  };
}

function toEnd(message: RawMessage): Part {
  const id = idOf(messageObject(message));
  return { kind: "complete", channel: id, summary: "complete", correlation: correlationOf(id, "reply") };
}

/** Without an id the connection is one operation's. */
function correlationOf(id: string | null, role: Correlation["role"]): Correlation {
  return id === null ? operationCorrelation(role) : { key: id, role };
}
