import type { DecoderChoice } from "../decode/recognise-stack.ts";
import { NO_CHOICE } from "../decode/recognise-stack.ts";
import { findKeptChoice, type KeptFor, withKeptChoice } from "./kept-choice.ts";

/** What a reader has decided: about one connection of a session, or about all whose URL has a pattern. */
export interface DecoderRule extends DecoderChoice, KeptFor {}

/** The rule for a connection: its own, else the newest whose pattern fits; null where there is none. */
export function findDecoderRule(
  rules: readonly DecoderRule[],
  session: string,
  about: { readonly id: number; readonly url: string },
): DecoderRule | null {
  return findKeptChoice(rules, session, about);
}

/** What a rule decides. */
export function toDecoderChoice(rule: DecoderRule | null): DecoderChoice {
  return rule ?? NO_CHOICE;
}

/** Adds a rule in the place of one about the same; a rule that decides nothing only takes that away. */
export function withDecoderRule(rules: readonly DecoderRule[], rule: DecoderRule): DecoderRule[] {
  return withKeptChoice(rules, rule, rule.pinned === null && rule.refused.length === 0);
}
