import { joinWords } from "../bytes/join-words.ts";
import type { Correlation, Part, RawMessage } from "../decoder.ts";
import { memberString } from "../json/json-child.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { type JsonValue, memberOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";

/** What is asked of a GraphQL server. */
export interface GraphqlOperation {
  readonly type: "query" | "mutation" | "subscription";
  /** Its name; without one, the first field that it asks for. */
  readonly name: string | null;
  /** The beginning of the document in one line. */
  readonly text: string;
}

/** A document is searched so far for its first operation. */
const SEARCHED = 4000;

const OPERATION = /(?:^|[\s}])(query|mutation|subscription)\b\s*([A-Za-z_]\w*)?/;
const FIRST_FIELD = /\{\s*(?:[A-Za-z_]\w*\s*:\s*)?([A-Za-z_]\w*)/;

/** Reads `query` and `operationName` of a request (GraphQL over HTTP, section 4); null where there is no document. */
export function readOperation(payload: JsonValue | null): GraphqlOperation | null {
  const query = memberString(payload, "query");
  if (query === null) return null;
  const searched = query.slice(0, SEARCHED);
  const start = searched.includes("#") ? searched.replace(/#[^\n]*/g, "") : searched;
  const found = OPERATION.exec(start);
  const named = memberString(payload, "operationName");
  const name = named || found?.[2] || FIRST_FIELD.exec(start)?.[1] || null;
  return {
    type: (found?.[1] as GraphqlOperation["type"]) ?? "query",
    name,
    text: toOneLine(start.slice(0, 160)).trim(),
  };
}

/** Of what one request asks, and its answer brings in several messages; there is one on a connection. */
export function operationCorrelation(role: Correlation["role"]): Correlation {
  return { key: "operation", role };
}

/** The request that a stream answers, where that is its first message; null where it is none of GraphQL over HTTP. */
export function toRequestPart(message: RawMessage): Part | null {
  const value = message.received ? null : messageObject(message);
  const operation = readOperation(value);
  if (operation === null) return null;
  const variables = memberOf(value, "variables");
  return {
    kind: operation.type,
    event: operation.name,
    summary: joinWords(operation.text, variables?.kind === "object" ? jsonText(variables) : ""),
    correlation: operationCorrelation("request"),
  };
}
