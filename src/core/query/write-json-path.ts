import { type PathStep, parseJsonPath } from "./json-path.ts";
import { parseQuery } from "./parse-query.ts";
import type { Query } from "./query.ts";
import { readTokens } from "./read-tokens.ts";

/** A longer value is not something to filter by. */
const MAX_VALUE_LENGTH = 500;

/** A path as the language has it; null where it has no words for it: a name with both kinds of quotes, or a backslash at its end. */
export function writeJsonPath(steps: readonly (string | number)[]): string | null {
  const text = `$${steps.map(writeStep).join("")}`;
  if (steps.length === 0) return text;
  const parsed = parseJsonPath(text, 0);
  const isRead = "steps" in parsed && parsed.end === text.length && isSame(parsed.steps, steps);
  // With something behind it: a quote that seems open would take that in.
  const tokens = isRead ? readTokens(`${text} x`) : [];
  return tokens.length === 2 && tokens[0]?.end === text.length ? text : null;
}

/** The part of a filter that finds this value there; of objects, lists and long texts, that there is one. */
export function writeJsonTest(steps: readonly (string | number)[], value: string | null): string | null {
  const path = writeJsonPath(steps);
  if (path === null || steps.length === 0) return null;
  if (value === null || value.length > MAX_VALUE_LENGTH) return path;
  const test = `${path}=${value}`;
  return parseQuery(test).problem === undefined ? test : path;
}

/** A filter that asks for one thing more. Of one that cannot be read only the new part is left. */
export function addToQuery(text: string, more: string): string {
  const { query, problem } = parseQuery(text);
  if (problem !== undefined || query === null || query === undefined) return more;
  const trimmed = text.trim();
  if (hasPart(query, parseQuery(more).query ?? null)) return trimmed;
  return `${query.type === "any" && !isInParentheses(trimmed) ? `(${trimmed})` : trimmed} ${more}`;
}

function hasPart(query: Query, part: Query | null): boolean {
  const wanted = JSON.stringify(part);
  return [query, ...(query.type === "all" ? query.of : [])].some((it) => JSON.stringify(it) === wanted);
}

function isInParentheses(text: string): boolean {
  const tokens = readTokens(text);
  if (tokens[0]?.type !== "open") return false;
  let depth = 0;
  for (const [index, { type }] of tokens.entries()) {
    if (type === "open") depth += 1;
    if (type === "close") depth -= 1;
    if (depth === 0) return index === tokens.length - 1;
  }
  return false;
}

function writeStep(step: string | number): string {
  if (typeof step === "number") return `[${step}]`;
  if (/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(step)) return `.${step}`;
  const quote = step.includes('"') ? "'" : '"';
  return `[${quote}${step}${quote}]`;
}

function isSame(a: readonly PathStep[], b: readonly (string | number)[]): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}
