import type { Milliseconds } from "../../units.ts";

/** From fewer steps nothing is read. */
const LEAST_STEPS = 12;
/** So many times likelier must it be that the times have nothing to do with each other, as a natural logarithm. */
const LEAST_ODDS = 8;
/** A timer's steps vary by less than this share of the usual one. */
const MOST_UNEVEN = 0.2;
/** No two things that are measured go together more closely. */
const CLOSEST = 0.95;

/**
 * Whether what seems to be replies comes at times of its own. A reply's time is that of its request and a latency; so the steps between replies vary as those between the
 * requests do, and by what the latency adds: both go together by the quotient of how much they vary. What counts by itself does so at
 * no time that has to do with the other. Which of these two it is, is asked of what is seen (Fisher's z); where requests come as evenly as a clock ticks, or latencies vary much more than
 * the waits between requests, both would look the same, and then nothing is said against replies. Nor is it where a side is no timer: a server that
 * takes one request after the other replies at a pace of its own while some wait, and two that went on by chance would soon be far apart.
 */
export function areIndependent(asked: readonly Milliseconds[], answered: readonly Milliseconds[]): boolean {
  const count = asked.length;
  if (count < LEAST_STEPS) return false;
  // By their order: one long pause of both would outweigh all else.
  const seen = correlationOf(ranksOf(asked), ranksOf(answered));
  const expected = Math.min(
    CLOSEST,
    spreadOf(asked) / spreadOf(answered),
    deviationOf(asked) / deviationOf(answered),
  );
  if (!Number.isFinite(expected) || !isTimer(asked) || !isTimer(answered)) return false;
  const z = Math.atanh(Math.max(-CLOSEST, Math.min(CLOSEST, seen)));
  const odds = ((count - 3) / 2) * ((z - Math.atanh(expected)) ** 2 - z ** 2);
  return odds >= LEAST_ODDS;
}

/** From an answer that takes longer than this share of the wait between two requests one cannot tell what the other side's timer does. */
const MOST_WAIT = 0.25;

/** Whether two timers go at one pace, of which too little is seen to say whether one follows the other: neither answers at once. */
export function areTwoTimers(
  asked: readonly Milliseconds[],
  answered: readonly Milliseconds[],
  rtt: Milliseconds,
): boolean {
  if (asked.length >= LEAST_STEPS || asked.length < 2 || !isTimer(asked) || !isTimer(answered)) return false;
  const usual = [...asked].sort((a, b) => a - b)[Math.floor(asked.length / 2)] as number;
  return rtt > MOST_WAIT * usual;
}

function isTimer(steps: readonly Milliseconds[]): boolean {
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] as number;
  return spreadOf(steps) <= MOST_UNEVEN * usual;
}

function deviationOf(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return Math.sqrt(sum(values.map((it) => (it - mean) ** 2)) / values.length);
}

/** Half of the span that the middle half of the values takes: outliers do not count. */
function spreadOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] as number;
  return (at(0.75) - at(0.25)) / 2;
}

/** The place of each value among all of them; of those that are the same the middle. */
export function ranksOf(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  for (const [index, value] of sorted.entries()) {
    if (!first.has(value)) first.set(value, index);
    last.set(value, index);
  }
  return values.map((it) => ((first.get(it) as number) + (last.get(it) as number)) / 2);
}

/** Pearson's; 0 where one of them does not vary. */
export function correlationOf(first: readonly number[], second: readonly number[]): number {
  const count = first.length;
  const meanFirst = sum(first) / count;
  const meanSecond = sum(second) / count;
  let both = 0;
  let ofFirst = 0;
  let ofSecond = 0;
  for (let index = 0; index < count; index += 1) {
    const a = (first[index] as number) - meanFirst;
    const b = (second[index] as number) - meanSecond;
    both += a * b;
    ofFirst += a * a;
    ofSecond += b * b;
  }
  return ofFirst === 0 || ofSecond === 0 ? 0 : both / Math.sqrt(ofFirst * ofSecond);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, it) => total + it, 0);
}
