import { joinWords } from "../bytes/join-words.ts";
import type { Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { elementOf, type JsonValue, jsonLength, memberOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";
import { operationCorrelation, toRequestPart } from "./graphql-operation.ts";
import { isExecutionResult, saysWhatComes } from "./graphql-result.ts";

const MOST_ASKED = 20;

/**
 * The parts of a GraphQL response that comes in several (`@defer`, `@stream`, and subscriptions over multipart as Apollo's router sends them).
 * https://github.com/graphql/graphql-over-http/blob/main/rfcs/IncrementalDelivery.md
 */
export const graphqlIncremental: Decoder = {
  id: "graphql-incremental",
  name: "GraphQL, incremental",
  possible: ({ inside }) => inside.at(-1) === "multipart",
  vote(message): Vote {
    if (!message.received) return toRequestPart(message) === null ? "against" : "fits";
    const found = read(message);
    if (found === null) return "against";
    if (found.kind === "heartbeat") return "silent";
    return saysWhatComes(found.value) || found.value !== found.whole ? "proof" : "fits";
  },
  decode(message) {
    if (!message.received) {
      const asked = toRequestPart(message);
      return asked === null ? null : [asked];
    }
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
  // Of a subscription that cannot go on: nothing, and why.
  if (payload?.kind === "null" && memberOf(whole, "errors")?.kind === "array") {
    return { kind: "end", whole, value: whole };
  }
  const value = payload?.kind === "object" ? payload : whole;
  if (!saysWhatComes(value) && !isExecutionResult(value)) return null;
  const isIncrement = memberOf(value, "incremental") !== null || memberOf(value, "path") !== null;
  const kind = isIncrement ? "increment" : memberOf(value, "data") !== null ? "data" : "end";
  return { kind, whole, value };
}

function toPart({ kind, value }: Delivered): Part {
  if (kind === "heartbeat") return { kind, control: true, summary: kind };
  const incremental = memberOf(value, "incremental");
  const errors = memberOf(value, "errors");
  const shown = errors ?? incremental ?? memberOf(value, "data") ?? value;
  const isLast = kind === "end" || isFalse(memberOf(value, "hasNext"));
  const said = errors === null ? kind : "error";
  return {
    kind: said,
    failed: errors !== null || hasFailed(incremental) || hasFailed(memberOf(value, "completed")),
    summary: joinWords(said, jsonText(shown)),
    correlation: operationCorrelation(isLast ? "reply" : "event"),
  };
}

/** Whether one of the fragments that are delivered, or done, says what went wrong with it; of many the first are asked. */
function hasFailed(list: JsonValue | null): boolean {
  for (let index = 0; index < MOST_ASKED; index += 1) {
    const fragment = elementOf(list, index);
    if (fragment === null) return false;
    if (memberOf(fragment, "errors")?.kind === "array") return true;
  }
  return false;
}

function isFalse(value: JsonValue | null): boolean {
  return value?.kind === "boolean" && jsonText(value) === "false";
}
