import type { Bytes } from "../../units.ts";
import { joinWords } from "../bytes/join-words.ts";
import { textIn } from "../bytes/whole-text.ts";
import type { Correlation, Part, RawMessage } from "../decoder.ts";
import { memberString } from "../json/json-child.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { BACKSLASH, isName } from "../json/json-token.ts";
import { type JsonValue, memberOf, stringOf } from "../json/json-value.ts";
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
const HASH = 0x23;

const OPERATION = /(?:^|[\s}])(query|mutation|subscription)\b\s*([A-Za-z_]\w*)?/;
const FIRST_FIELD = /\{\s*(?:[A-Za-z_]\w*\s*:\s*)?([A-Za-z_]\w*)/;

/** Reads `query` and `operationName` of a request (GraphQL over HTTP, section 4); null where there is no document. */
export function readOperation(payload: JsonValue | null): GraphqlOperation | null {
  const query = memberOf(payload, "query");
  if (query?.kind !== "string") return null;
  const found = readHead(query) ?? searchHead(query);
  const named = memberString(payload, "operationName");
  return named ? { ...found, name: named } : found;
}

/**
 * Of a document that begins with an operation's word and name, and with nothing that a row would show otherwise (an escape, a comment, a line break, two spaces, a letter that is not ASCII), as most
 * do; null of others. Each sign is looked at once: to search a text for each of these takes three times as long (measured).
 */
function readHead({ bytes, from: open, to: close }: JsonValue): GraphqlOperation | null {
  const from = open + 1;
  const to = Math.min(close - 1, from + MOST_TEXT);
  const type = typeAt(bytes[from]);
  if (type === null) return null;
  const nameFrom = from + type.length + 1;
  if (nameFrom >= to || bytes[nameFrom - 1] !== SPACE || !isName(bytes, from, nameFrom - 1, type))
    return null;
  const nameTo = endOfName(bytes, nameFrom, to);
  if (nameTo === nameFrom || nameTo === to) return null;
  let before = 0;
  for (let at = nameTo; at < to; at += 1) {
    const byte = bytes[at] as number;
    if (byte <= SPACE ? before === SPACE : byte === HASH || byte === BACKSLASH || byte >= 0x7f) return null;
    before = byte;
  }
  if (before === SPACE) return null;
  return { type, name: textIn(bytes, nameFrom, nameTo), text: textIn(bytes, from, to) };
}

function searchHead(value: JsonValue): GraphqlOperation {
  const searched = (stringOf(value) ?? "").slice(0, SEARCHED);
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
