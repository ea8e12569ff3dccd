import { findKeptChoice, type KeptFor, withKeptChoice } from "./kept-choice.ts";
import { NO_WISHES, type PairingWishes } from "./pairing/judge-pairing.ts";

/** What a reader has decided of how requests and replies are paired. */
export interface PairingChoice extends KeptFor {
  /** The name of the rule that is right, whether it was learned or not; null: what is learned. */
  readonly confirmed: string | null;
  /** Names of rules that are wrong; `NOTHING_PAIRS`: whatever is learned. */
  readonly refused: readonly string[];
}

/** Nothing that is learned is wanted. No rule is called so. */
export const NOTHING_PAIRS = "*";

/** The choice for a connection; null where there is none. */
export function findPairingChoice(
  choices: readonly PairingChoice[],
  session: string,
  about: { readonly id: number; readonly url: string },
): PairingChoice | null {
  return findKeptChoice(choices, session, about);
}

/** What a choice asks of the learning. */
export function toPairingWishes(choice: PairingChoice | null): PairingWishes {
  if (choice === null) return NO_WISHES;
  return {
    refused: new Set(choice.refused),
    wanted: new Set(choice.confirmed === null ? [] : [choice.confirmed]),
    nothing: choice.refused.includes(NOTHING_PAIRS),
  };
}

/** Adds a choice in the place of one about the same; one that decides nothing only takes that away. */
export function withPairingChoice(choices: readonly PairingChoice[], choice: PairingChoice): PairingChoice[] {
  return withKeptChoice(choices, choice, choice.confirmed === null && choice.refused.length === 0);
}
