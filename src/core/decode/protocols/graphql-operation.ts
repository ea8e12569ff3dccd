import type { Bytes } from "../../units.ts";
import { joinWords } from "../bytes/join-words.ts";
import { beginIn, textIn } from "../bytes/whole-text.ts";
import type { Correlation, Part, RawMessage } from "../decoder.ts";
import { placeAt, textAt } from "../json/json-child.ts";
import { FROM, TO } from "../json/json-outline.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { hasEscape, isName } from "../json/json-token.ts";
import { type JsonValue, memberOf, nodeWithin, ownNode } from "../json/json-value.ts";
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

/** A row shows so much of a document. */
const MOST_TEXT = 160;

const SPACE = 0x20;
const QUOTE = 0x22;

const OPERATION = /(?:^|[\s}])(query|mutation|subscription)\b\s*([A-Za-z_]\w*)?/;
const FIRST_FIELD = /\{\s*(?:[A-Za-z_]\w*\s*:\s*)?([A-Za-z_]\w*)/;

/** Reads `query` and `operationName` of a request (GraphQL over HTTP, section 4); null where there is no document. */
export function readOperation(payload: JsonValue | null): GraphqlOperation | null {
  return payload?.kind === "object" ? operationAt(payload, ownNode(payload)) : null;
}

/** The same of the request at a node of a value's outline, where what is in it is noted. */
export function operationAt(value: JsonValue, request: number): GraphqlOperation | null {
  const query = nodeWithin(value, request, "query");
  if (query < 0) return null;
  const from = placeAt(value, query + FROM);
  if (value.bytes[from] !== QUOTE) return null;
  const head = readHead(value, from + 1, placeAt(value, query + TO) - 1);
  const found = head ?? searchHead(textAt(value, query) ?? "");
  const named = textAt(value, nodeWithin(value, request, "operationName"));
  return named ? { ...found, name: named } : found;
}

/** Of a document that begins with an operation's word and name, and in which nothing is escaped, so that it has one line, as most do; null of others. */
function readHead({ bytes, outline }: JsonValue, from: Bytes, to: Bytes): GraphqlOperation | null {
  const type = typeAt(bytes[from]);
  if (type === null || (outline?.escaped && hasEscape(bytes, from, to))) return null;
  const nameFrom = from + type.length + 1;
  if (nameFrom >= to || bytes[nameFrom - 1] !== SPACE || !isName(bytes, from, nameFrom - 1, type))
    return null;
  const nameTo = endOfName(bytes, nameFrom, to);
  if (nameTo === nameFrom) return null;
  const text = beginIn(bytes, from, to, MOST_TEXT);
  return {
    type,
    name: textIn(bytes, nameFrom, nameTo),
    text: text.charCodeAt(text.length - 1) === SPACE ? text.trimEnd() : text,
  };
}

function searchHead(text: string): GraphqlOperation {
  const searched = text.slice(0, SEARCHED);
  const start = searched.includes("#") ? searched.replace(/#[^\n]*/g, "") : searched;
  const found = OPERATION.exec(start);
  return {
    type: (found?.[1] as GraphqlOperation["type"]) ?? "query",
    name: found?.[2] || FIRST_FIELD.exec(start)?.[1] || null,
    text: toOneLine(start.slice(0, MOST_TEXT)).trim(),
  };
}

/** The word of an operation that begins with this sign. */
function typeAt(byte: number | undefined): GraphqlOperation["type"] | null {
  switch (byte) {
    case 0x71:
      return "query";
    case 0x6d:
      return "mutation";
    case 0x73:
      return "subscription";
    default:
      return null;
  }
}

/** Where the name (specification, section 2.1.9) ends that begins at `from`; there, where none does. */
function endOfName(bytes: Uint8Array, from: Bytes, to: Bytes): Bytes {
  let at = from;
  for (; at < to; at += 1) {
    const byte = bytes[at] as number;
    const isLetter = ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) || byte === 0x5f;
    if (!isLetter && (at === from || byte < 0x30 || byte > 0x39)) break;
  }
  return at;
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
