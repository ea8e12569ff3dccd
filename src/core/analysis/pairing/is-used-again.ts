import type { EpochMs, Milliseconds } from "../../units.ts";
import type { Shapes } from "./find-shapes.ts";
import { type PairSample, underWay } from "./pair-counts.ts";

/** A value that is used again had come back before, but for some that were lost. */
const LEAST_REUSED = 0.9;
/** Nearly all requests are answered, each once, and hardly anything else stands at the reply's path. */
const LEAST_ANSWERED = 0.8;
const MOST_ONCE = 1.1;
const LEAST_SENT = 0.95;

/** A pool is one of numbers; letters and words that come again are what somebody types, and a terminal shows. */
const MOST_WORDS = 0.1;

/** So many values must be in use, as a power of two: what has fewer says what a message is about, and not which it is. */
const LEAST_VALUES_BITS = 2.5;
/** What one pair must prove at least, and all together, as powers of two. */
const LEAST_PAIR_BITS = 1;
const LEAST_BITS = 20;

/**
 * Whether values that are not new each time name requests all the same: a number of a pool, or one that begins again after 255. Such a
 * value is free once it has come back. What a reply proves that hits a request under way is how many values there are, against how
 * many are under way.
 */
export function isUsedAgain(
  { pairs, asked, all, sent, matched, repeated, reused }: Shapes,
  samples: readonly PairSample[],
): boolean {
  if (reused < LEAST_REUSED * repeated || pairs < LEAST_ANSWERED * asked) return false;
  if (all > MOST_ONCE * pairs || matched < LEAST_SENT * sent) return false;
  const words = samples.filter(({ value }) => !/\d/.test(value)).length;
  if (words > MOST_WORDS * samples.length) return false;
  if (areLowestFree(samples)) return true;
  const bits = valuesBits(samples);
  const pairBits = bits - Math.log2(1 + underWay(samples));
  return bits >= LEAST_VALUES_BITS && pairBits >= LEAST_PAIR_BITS && pairs * pairBits >= LEAST_BITS;
}

/** How many values are in use, weighed by how often (collision entropy). */
function valuesBits(samples: readonly PairSample[]): number {
  const times = new Map<string, number>();
  for (const { value } of samples) times.set(value, (times.get(value) ?? 0) + 1);
  let same = 0;
  for (const count of times.values()) same += (count / samples.length) ** 2;
  return -Math.log2(same);
}

/** So many uses of a pool's lowest free number, in so many of which others were in use, happen by no chance. */
const LEAST_USES = 30;
const LEAST_CHOSEN = 12;
const LEAST_LOWEST = 0.97;
/** Of what came at the same time by a coarse clock it is not known which was first. */
const CLOCK_STEP: Milliseconds = 1;

/**
 * Whether each request takes the lowest number that is free, as file descriptors are given: then few numbers are in use, each at once
 * again, and which one it is says what was answered until then. A number that was lost with its answer is never free again.
 */
function areLowestFree(samples: readonly PairSample[]): boolean {
  if (samples.length < LEAST_USES || samples.some(({ value }) => !/^\d{1,5}$/.test(value))) return false;
  const uses = [...samples]
    .sort((a, b) => a.requestAt - b.requestAt)
    .map(({ value, requestAt, replyAt }) => ({ number: Number(value), requestAt, replyAt }));
  let chosen = 0;
  let lowest = 0;
  for (const [index, { number, requestAt }] of uses.entries()) {
    const lowestAt = (at: EpochMs) => {
      const inUse = uses.slice(0, index).filter((it) => it.replyAt > at);
      if (at === requestAt && inUse.length > 0) chosen += 1;
      const free = uses.slice(index).filter((it) => !inUse.some((other) => other.number === it.number));
      return Math.min(...free.map((it) => it.number));
    };
    if (number === lowestAt(requestAt) || number === lowestAt(requestAt - CLOCK_STEP)) lowest += 1;
  }
  return chosen >= LEAST_CHOSEN && lowest >= LEAST_LOWEST * uses.length;
}
