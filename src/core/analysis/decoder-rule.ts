import type { DecoderChoice } from "../decode/recognise-stack.ts";
import { NO_CHOICE } from "../decode/recognise-stack.ts";

/** What a reader has decided: about one connection of a session, or about all whose URL has a pattern. */
export interface DecoderRule extends DecoderChoice {
  /** `*` stands for anything; null: it is about one connection. */
  readonly url: string | null;
  readonly session: string | null;
  readonly connection: number | null;
}

/** More than anybody decides; the oldest go. */
export const MOST_RULES = 200;

interface About {
  readonly id: number;
  readonly url: string;
}

/** The rule for a connection: its own, else the newest whose pattern fits; null where there is none. */
export function findDecoderRule(
  rules: readonly DecoderRule[],
  session: string,
  { id, url }: About,
): DecoderRule | null {
  const own = rules.findLast((it) => it.url === null && it.session === session && it.connection === id);
  return own ?? rules.findLast((it) => it.url !== null && matchesPattern(url, it.url)) ?? null;
}

/** What a rule decides. */
export function toDecoderChoice(rule: DecoderRule | null): DecoderChoice {
  return rule ?? NO_CHOICE;
}

/** Adds a rule in the place of one about the same; a rule that decides nothing only takes that away. */
export function withDecoderRule(rules: readonly DecoderRule[], rule: DecoderRule): DecoderRule[] {
  const { url, session, connection } = rule;
  const others = rules.filter(
    (it) => it.url !== url || (url === null && (it.session !== session || it.connection !== connection)),
  );
  const isEmpty = rule.pinned === null && rule.refused.length === 0;
  return (isEmpty ? others : [...others, rule]).slice(-MOST_RULES);
}

/** Whether a text is as a pattern says, in time by their lengths. */
export function matchesPattern(text: string, pattern: string): boolean {
  const pieces = pattern.split("*");
  const first = pieces[0] as string;
  if (pieces.length === 1) return text === pattern;
  const last = pieces.at(-1) as string;
  if (!text.startsWith(first) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
