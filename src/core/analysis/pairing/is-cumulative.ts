import type { Milliseconds } from "../../units.ts";
import type { Shapes } from "./find-shapes.ts";
import { areCountedInTurn } from "./is-coincidence.ts";
import type { Side } from "./learn-pairing.ts";
import type { Guess, PairSample } from "./pair-counts.ts";
import { counterOf } from "./value-evidence.ts";

/** What says how far one has come passes over some, and says others several times. */
const MOST_ANSWERED = 0.8;
const LEAST_TIMES = 1.2;

/** A clock's steps: so many differ from the usual one by no more than this share of it. */
const STEADY_SHARE = 0.85;
const STEADY_WITHIN = 0.3;
/** Of fewer steps it is chance. */
const LEAST_STEPS = 8;

/**
 * Whether each value says how far the other side has come, as the state of a game does of the inputs: then nothing is answered by it. It
 * passes over requests, in their order, and either stands in all that is said until there is more, or comes at a clock's beat. Where
 * answers are lost a beat would be left out.
 */
export function isCumulative(
  asker: Side,
  guess: Guess,
  found: Shapes,
  samples: readonly PairSample[],
  /** The reply's path is called like what says so. */
  isCalledSo: boolean,
): boolean {
  const { all, asked } = found;
  // Where values begin again, one that says the same as an earlier request has but one reply.
  const pairs = Math.min(found.pairs, all);
  const isSaidAgain = all > LEAST_TIMES * pairs;
  if (pairs >= MOST_ANSWERED * asked && !(isCalledSo && isSaidAgain)) return false;
  const own = toLast(samples);
  if (!areCountedInTurn(own)) return false;
  if (isSaidAgain) return true;
  return passesOver(asker, guess, found, own) && areSteady(own.map(({ replyAt }) => replyAt));
}

/** Each reply beside the last request before it: a count of a byte names requests again, of which some were passed over. */
function toLast(samples: readonly PairSample[]): readonly PairSample[] {
  const last = new Map<string, PairSample>();
  for (const sample of samples) {
    const key = `${sample.replyAt} ${sample.value}`;
    if ((last.get(key)?.requestAt ?? Number.NEGATIVE_INFINITY) < sample.requestAt) last.set(key, sample);
  }
  return [...last.values()];
}

/** Of fewer requests it is chance how often each is named. */
const LEAST_NAMED = 12;
/** Of requests that are named as often as chance has it, as many more are not named as chance leaves, or nearly. */
const OF_CHANCE = 0.5;
/** How unevenly they are named, by the variance over the mean: 1 is that of chance. */
const LEAST_UNEVEN = 0.6;

/**
 * Whether the other side says with its own messages which it has seen last, more or less, as replicas do that count what they say: then it
 * is chance how often each is named, and how many never are (Poisson). Replies of which some are lost are missing all at once.
 */
export function isStateOfOthers(
  asker: Side,
  guess: Guess,
  { requests, replies }: Shapes,
  /** Both sides say the same: then it says as much that none is missing where chance leaves less than one. */
  areAlike: boolean,
): boolean {
  const times: number[] = [];
  for (const said of asker.values.all()) {
    for (const { path, shape, echoes } of said) {
      if (path !== guess.requestPath || !requests.has(shape)) continue;
      const own = echoes.filter((it) => it.path === guess.replyPath && replies.has(it.shape));
      times.push(own.reduce((sum, it) => sum + it.times, 0));
    }
  }
  if (times.length < LEAST_NAMED || guess.samples.some(({ value }) => counterOf(value) === null))
    return false;
  const mean = times.reduce((sum, it) => sum + it, 0) / times.length;
  const variance = times.reduce((sum, it) => sum + (it - mean) ** 2, 0) / times.length;
  const named = times.filter((it) => it > 0);
  const isOnce = named.every((it) => it === 1);
  if (isOnce || variance < LEAST_UNEVEN * mean) return false;
  const missing = OF_CHANCE * Math.exp(-mean) * times.length;
  return times.length - named.length >= (areAlike ? Math.floor(missing) : missing);
}

/** Where so many overtake the one before, their order is that of chance. */
const LEAST_OVERTAKING = 0.25;
/** The more often each comes back the fewer are missed by chance; and each is then one of the last, as in what a site has seen of others. */
const OFTEN = 1.5;
const MOST_HIT = 0.9;
const LEAST_OVERTAKING_OFTEN = 0.05;

/**
 * Whether values only seem to come back: the other side draws from the same few numbers, so that in time it hits each, most of them
 * several times, and in any order. `isName`: the path is called like an identifier.
 */
export function isDrawnAgain(
  { pairs, all, asked }: Shapes,
  samples: readonly PairSample[],
  isName: boolean,
): boolean {
  const isOften = !isName && all > OFTEN * pairs;
  if (pairs >= (isOften ? MOST_HIT : MOST_ANSWERED) * asked || all <= LEAST_TIMES * pairs) return false;
  const ordered = [...samples].sort((a, b) => a.requestAt - b.requestAt);
  const overtaking = ordered.filter(
    ({ replyAt }, index) => index > 0 && replyAt < (ordered[index - 1] as PairSample).replyAt,
  );
  return overtaking.length >= (isOften ? LEAST_OVERTAKING_OFTEN : LEAST_OVERTAKING) * samples.length;
}

/** Whether some were passed over between others; else each was answered, until nothing was any more. */
function passesOver(
  asker: Side,
  guess: Guess,
  { requests }: Shapes,
  samples: readonly PairSample[],
): boolean {
  const times = samples.map(({ requestAt }) => requestAt);
  const [from, until] = [Math.min(...times), Math.max(...times)];
  let between = 0;
  for (const said of asker.values.all()) {
    between += said.filter(
      ({ path, shape, at }) => path === guess.requestPath && requests.has(shape) && at >= from && at <= until,
    ).length;
  }
  return between > samples.length;
}

function areSteady(times: readonly Milliseconds[]): boolean {
  const sorted = [...times].sort((a, b) => a - b);
  const steps = sorted.slice(1).map((it, index) => it - (sorted[index] as number));
  if (steps.length < LEAST_STEPS) return false;
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] as number;
  const even = steps.filter((it) => Math.abs(it - usual) <= STEADY_WITHIN * usual).length;
  return even >= STEADY_SHARE * steps.length;
}
