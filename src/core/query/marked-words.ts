import { parseQuery } from "./parse-query.ts";
import type { Query } from "./query.ts";

/** More words than one tells apart; marking them is work for each row. */
const MAX_WORDS = 20;

/**
 * The texts, in lower case, that a query looks for in payloads, for marking them where they stand. Regular expressions are not
 * among them: only the scan, which can be ended, may run these. None of a text that cannot be read.
 */
export function markedWords(text: string): string[] {
  const { query } = parseQuery(text);
  const words = new Set<string>();
  if (query) collect(query, words);
  return [...words].slice(0, MAX_WORDS);
}

/** Not what a row must not have. */
function collect(query: Query, words: Set<string>): void {
  if (query.type === "all" || query.type === "any") for (const part of query.of) collect(part, words);
  else if (query.type === "anywhere" && query.match.type === "text" && query.match.text !== "")
    words.add(query.match.text);
}
