import { parseQuery } from "./parse-query.ts";
import { readTokens } from "./read-tokens.ts";

const HIDDEN = "-is:heartbeat";

/** Whether a filter's text leaves heartbeats out, by these words. */
export function hidesHeartbeats(text: string): boolean {
  return findPlace(text) !== null;
}

/** The filter's text without heartbeats; or with them, where it leaves them out. */
export function toggleHeartbeats(text: string): string {
  const place = findPlace(text);
  if (place !== null)
    return `${text.slice(0, place.start).trimEnd()} ${text.slice(place.end).trimStart()}`.trim();
  const { query } = parseQuery(text);
  const trimmed = text.trim();
  if (trimmed === "") return HIDDEN;
  // What stands side by side binds more than `or`.
  return `${query?.type === "any" ? `(${trimmed})` : trimmed} ${HIDDEN}`;
}

function findPlace(text: string): { start: number; end: number } | null {
  const tokens = readTokens(text);
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.type === "open") depth += 1;
    if (token.type === "close") depth -= 1;
    const next = tokens[index + 1];
    if (depth > 0 || token.type !== "not" || next?.type !== "field" || next.name.toLowerCase() !== "is")
      continue;
    if (next.value.type === "word" && next.value.text.toLowerCase() === "heartbeat") {
      return { start: token.start, end: next.end };
    }
  }
  return null;
}
