import type { Milliseconds } from "../../units.ts";
import type { PairSample } from "./pair-counts.ts";

/** Of fewer it is chance. */
const LEAST_PAIRS = 24;
const LEAST_OVERTAKING = 4;
const LEAST_SHARE = 0.02;
/** A value comes back in so small a part of the time after which it is used again: noise hits one that was said at any time before. */
const MOST_WAIT = 0.25;

/**
 * Whether replies overtake others, by numbers that begin again after 255 or 65,535: a count of one's own, and what says how far one has
 * come, go on in order, and the noise in a byte names requests of any age. Each value must come back about once, which is not asked here.
 */
export function isReordered(samples: readonly PairSample[]): boolean {
  if (samples.length < LEAST_PAIRS) return false;
  const pairs = [...samples].sort((a, b) => a.requestAt - b.requestAt);
  const longest = Math.max(...pairs.map(({ requestAt, replyAt }) => replyAt - requestAt));
  if (longest > MOST_WAIT * usedAgainAfter(pairs)) return false;
  const overtaking = pairs.filter(({ replyAt }, index) => replyAt < (pairs[index - 1]?.replyAt ?? 0)).length;
  return overtaking >= Math.max(LEAST_OVERTAKING, LEAST_SHARE * pairs.length);
}

/** The shortest time between two requests of one value; of all where none is there twice. */
function usedAgainAfter(pairs: readonly PairSample[]): Milliseconds {
  const lastAt = new Map<string, number>();
  let shortest = (pairs.at(-1)?.requestAt ?? 0) - (pairs[0]?.requestAt ?? 0);
  for (const { value, requestAt } of pairs) {
    const before = lastAt.get(value);
    if (before !== undefined) shortest = Math.min(shortest, requestAt - before);
    lastAt.set(value, requestAt);
  }
  return shortest;
}
