import { say } from "../text/say.ts";
import type { QueryField } from "./fields.ts";
import type { Compare, JsonTest, Query, QueryKind, RowTrait, TextField, TextMatch } from "./query.ts";
import type { TextToken } from "./read-tokens.ts";

type Value = TextToken | { readonly type: "none" };
type Problem = { readonly problem: string };

const COMPARE = /^(>=|<=|!=|>|<|=)(.*)$/s;
/** As sizes are shown: decimal; with an i, binary. */
const SIZE = /^(\d+(?:\.\d+)?)(?:([kmg])(i?))?b?$/i;
const POWERS: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3 };
const SPAN = /^(\d+(?:\.\d+)?)(ms|s|m)?$/i;
const SPANS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** Where something stands in place of the query, it is a sentence on the value. */
export function parseValue(field: QueryField, operator: string, value: Value): Query | Problem {
  const text = value.type === "none" ? "" : value.text;
  if (field.values.length > 0 && !field.values.includes(text.toLowerCase())) {
    return { problem: say("isOneOf", { field: field.name, values: field.values.join(", ") }) };
  }
  const word = text.toLowerCase();
  switch (field.name) {
    case "dir":
      return { type: "direction", direction: word as "sent" | "received" };
    case "kind":
      if (isKind(word)) return { type: "kind", kind: word };
      break;
    case "type":
      return { type: "payload-type", payloadType: word as "text" | "binary" };
    case "is":
      return { type: "is", what: word as RowTrait };
    case "size": {
      const bytes = parseSize(text);
      if (bytes === null) return { problem: say("aSizeIsANumber") };
      return { type: "size", compare: operator as Compare, bytes };
    }
    case "rtt": {
      const ms = parseSpan(text);
      if (ms === null) return { problem: say("aTimeIsANumber") };
      return { type: "rtt", compare: operator as Compare, ms };
    }
  }
  const match = matchOf(value, operator);
  return "problem" in match ? match : { type: "text-field", field: field.name as TextField, match };
}

function isKind(word: string): word is QueryKind {
  return word === "ws" || word === "sse" || word === "stream" || word === "poll" || word === "http";
}

function matchOf(value: Value, operator: string): TextMatch | Problem {
  if (value.type === "pattern") return patternOf(value.text, value.flags);
  const text = value.type === "none" ? "" : value.text;
  if (operator === "==") return { type: "text", text, exactly: true, cased: true };
  return { type: "text", text: text.toLowerCase(), exactly: operator === "=" };
}

/** Checks a regular expression. It is not run here: none can be interrupted. */
export function patternOf(source: string, flags: string): TextMatch | Problem {
  try {
    new RegExp(source, flags);
    return { type: "pattern", source, flags };
  } catch (error) {
    // "Invalid regular expression: /(/: Unterminated group": the last part is what is wrong.
    const why = String((error as Error).message)
      .replace(/^Invalid regular expression: /i, "")
      .replace(/^\/.*\/[a-z]*: /s, "");
    return { problem: say("thisIsNoRegularExpression", { why }) };
  }
}

/** What stands behind a path: nothing (null), or a comparison. */
export function parseJsonTest(text: string): JsonTest | Problem | null {
  if (text === "") return null;
  const [, compare, value = ""] = COMPARE.exec(text) ?? [];
  if (compare === undefined) return { problem: say("afterAPathComesOr") };
  if (value === "") return { problem: say("aValueIsMissingPath") };
  if (!value.startsWith('"')) return { compare: compare as Compare, value, quoted: false };
  try {
    const quoted: unknown = JSON.parse(value);
    if (typeof quoted === "string") return { compare: compare as Compare, value: quoted, quoted: true };
  } catch {
    // It is said below.
  }
  return { problem: say("aTextInQuotesIs") };
}

function parseSize(text: string): number | null {
  const [, number, prefix, binary] = SIZE.exec(text) ?? [];
  if (number === undefined) return null;
  return Number(number) * (binary ? 1024 : 1000) ** (prefix ? (POWERS[prefix.toLowerCase()] ?? 0) : 0);
}

function parseSpan(text: string): number | null {
  const [, number, unit = "ms"] = SPAN.exec(text) ?? [];
  return number === undefined ? null : Number(number) * (SPANS[unit.toLowerCase()] ?? 1);
}
