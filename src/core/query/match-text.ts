import type { TextMatch } from "./query.ts";

/** A query is asked of each row of a session: to look its pattern up by what it says takes as long as to search a short message. */
const patterns = new WeakMap<TextMatch, RegExp>();

/** Whether a text has in it what a filter looks for, or is it, where that was asked. */
export function matchText(match: TextMatch, text: string): boolean {
  if (match.type === "pattern") {
    let pattern = patterns.get(match);
    if (pattern === undefined) {
      pattern = new RegExp(match.source, match.flags);
      patterns.set(match, pattern);
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
