import { keysOf, total } from "./count-shapes.ts";
import type { PairingLearner, Side } from "./learn-pairing.ts";
import type { Guess } from "./pair-counts.ts";
import { toRuleName } from "./pairing-rule.ts";

/** A pair of members that may be what pairs: a reader who knows better can choose it. */
export interface PairingCandidate {
  readonly name: string;
  readonly asks: "page" | "server";
  /** Requests whose value came back, and those that have such a value. */
  readonly pairs: number;
  readonly requests: number;
}

const MOST_CANDIDATES = 24;

/** The pairs of members whose values came back, those with the most first. */
export function findCandidates({ page, server }: PairingLearner): PairingCandidate[] {
  const found: PairingCandidate[] = [];
  for (const [asks, asker, answerer] of [
    ["page", page, server] as const,
    ["server", server, page] as const,
  ]) {
    for (const guess of asker.guesses) {
      let pairs = 0;
      for (const { count } of guess.first.values()) pairs += count;
      if (pairs < 2) continue;
      const counts = asker.counts[guess.requestPath] ?? [];
      const requests = total(counts, keysOf(counts), "seen");
      found.push({
        name: guessName(asker, answerer, guess),
        asks,
        pairs: Math.min(pairs, requests),
        requests,
      });
    }
  }
  return found
    .sort((a, b) => b.pairs / b.requests - a.pairs / a.requests || b.pairs - a.pairs)
    .slice(0, MOST_CANDIDATES);
}

/** What a rule by these two members is called. */
export function guessName(asker: Side, answerer: Side, guess: Guess): string {
  const requestPath = asker.paths[guess.requestPath] as string;
  return toRuleName(requestPath, answerer.paths[guess.replyPath] as string);
}
