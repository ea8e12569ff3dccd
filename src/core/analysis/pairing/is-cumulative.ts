import type { Milliseconds } from "../../units.ts";
import type { Shapes } from "./find-shapes.ts";
import { areCountedInTurn } from "./is-coincidence.ts";
import type { PairSample } from "./pair-counts.ts";
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
export function isCumulative({ pairs, all, asked }: Shapes, samples: readonly PairSample[]): boolean {
  if (pairs >= MOST_ANSWERED * asked || !areCountedInTurn(samples)) return false;
  if (all > LEAST_TIMES * pairs) return true;
  return passesOver(samples) && areSteady(samples.map(({ replyAt }) => replyAt));
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
function passesOver(samples: readonly PairSample[]): boolean {
  const numbers = [...samples]
    .sort((a, b) => a.requestAt - b.requestAt)
    .map(({ value }) => counterOf(value) ?? 0);
  const steps = numbers.slice(1).map((it, index) => it - (numbers[index] as number));
  return steps.some((it) => it !== steps[0]);
}

function areSteady(times: readonly Milliseconds[]): boolean {
  const sorted = [...times].sort((a, b) => a - b);
  const steps = sorted.slice(1).map((it, index) => it - (sorted[index] as number));
  if (steps.length < LEAST_STEPS) return false;
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] as number;
  const even = steps.filter((it) => Math.abs(it - usual) <= STEADY_WITHIN * usual).length;
  return even >= STEADY_SHARE * steps.length;
}
