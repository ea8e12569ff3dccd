import { joinWords } from "../bytes/join-words.ts";
import type { Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { type JsonValue, jsonLength, memberOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";
import { hasOnlyItsMembers, isExecutionResult } from "./graphql-result.ts";

/**
 * The parts of a GraphQL response that comes in several (`@defer`, `@stream`, and subscriptions over multipart as Apollo's router sends them).
 * https://github.com/graphql/graphql-over-http/blob/main/rfcs/IncrementalDelivery.md
 */
export const graphqlIncremental: Decoder = {
  id: "graphql-incremental",
  name: "GraphQL, incremental",
  possible: ({ inside }) => inside.at(-1) === "multipart",
  vote(message): Vote {
    const found = read(message);
    if (found === null) return "against";
    if (found.kind === "heartbeat") return "silent";
    const isSure = memberOf(found.value, "hasNext")?.kind === "boolean" || found.value !== found.whole;
    return isSure ? "proof" : "fits";
  },
  decode(message) {
    const found = read(message);
    return found === null ? null : [toPart(found)];
  },
};

interface Delivered {
  readonly kind: string;
  readonly whole: JsonValue;
  /** What is within `payload`, or the whole. */
  readonly value: JsonValue;
}

function read(message: RawMessage): Delivered | null {
  const whole = messageObject(message);
  if (whole === null) return null;
  if (jsonLength(whole) === 0) return { kind: "heartbeat", whole, value: whole };
  const payload = memberOf(whole, "payload");
  const value = payload?.kind === "object" ? payload : whole;
  const isLast = memberOf(value, "hasNext")?.kind === "boolean" && hasOnlyItsMembers(value);
  if (!isLast && !isExecutionResult(value)) return null;
  const kind =
    memberOf(value, "incremental") !== null ? "increment" : memberOf(value, "data") !== null ? "data" : "end";
  return { kind, whole, value };
}

function toPart({ kind, value }: Delivered): Part {
  const errors = memberOf(value, "errors");
  const shown = errors ?? memberOf(value, "incremental") ?? memberOf(value, "data") ?? value;
  return {
    kind: errors === null ? kind : "error",
    control: kind === "heartbeat",
    failed: errors !== null,
    summary: kind === "heartbeat" ? kind : joinWords(kind, jsonText(shown)),
  };
}
