import type { TextMatch } from "./query.ts";

/** Those of one query, and of some before it. */
const MAX_PATTERNS = 100;
const patterns = new Map<string, RegExp>();

/** Whether a text has in it what a filter looks for, or is it, where that was asked. */
export function matchText(match: TextMatch, text: string): boolean {
  if (match.type === "pattern") {
    const key = `${match.flags}/${match.source}`;
    let pattern = patterns.get(key);
    if (pattern === undefined) {
      if (patterns.size >= MAX_PATTERNS) patterns.clear();
      pattern = new RegExp(match.source, match.flags);
      patterns.set(key, pattern);
    }
    return pattern.test(text);
  }
  if (match.cased) return text === match.text;
  const lowerCase = text.toLowerCase();
  return match.exactly ? lowerCase === match.text : lowerCase.includes(match.text);
}

/** Many rows have one connection, and so one text that is asked for again and again. */
const matched = new WeakMap<TextMatch, WeakMap<object, boolean>>();
/** And most the one of the row before. */
let last: { readonly match: TextMatch; readonly owner: object; readonly matches: boolean } | null = null;

/** The same of a text that belongs to something that does not change: it is looked at once. */
export function matchTextOfMany(match: TextMatch, owner: object, text: string): boolean {
  if (last?.owner === owner && last.match === match) return last.matches;
  const owners = matched.get(match) ?? new WeakMap<object, boolean>();
  const matches = owners.get(owner) ?? matchText(match, text);
  matched.set(match, owners.set(owner, matches));
  last = { match, owner, matches };
  return matches;
}
