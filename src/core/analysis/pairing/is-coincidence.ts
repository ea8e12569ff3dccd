import type { EpochMs, Milliseconds } from "../../units.ts";
import { areIndependent, areTwoTimers, correlationOf, ranksOf } from "./are-independent.ts";
import { type PairSample, underWay } from "./pair-counts.ts";
import { counterOf, DRAWN_BITS, valueBits } from "./value-evidence.ts";

/** Of the steps between values, so many must be the same for the values to be counted up. */
const COUNTER_SHARE = 0.8;

/** Two clocks that tick alike are this near to each other by chance once in twenty times. */
const CHANCE_PHASE = 0.05;

/** How strongly requests' and replies' spans must go together: Student's t, past one in a thousand for six pairs and more. */
const LEAST_T = 4.5;

/** The same where they are near to each other as well. */
const LEAST_T_WHEN_NEAR = 2;

/** A latency that grows by more than this share of the time that passes is that of two clocks drifting apart. */
const MOST_DRIFT = 0.2;

/** `12:00`, `12:00:01`, `2026-01-01T12:00:01Z`; what has fractions of a second is nobody else's. */
const CLOCK_WORDS =
  /^(?:\d{4}-?\d{2}-?\d{2}T\d{2}:?\d{2}(?::?\d{2})?|\d{1,2}:\d{2}(?::\d{2})?)(?:\.0{1,6})?(?:Z|[+-]\d{2}:?\d{2})?$/;

/** Seconds since 1970, as clocks tell them, at the time of a message. */
const CLOCK_SECONDS = 600;

/**
 * Whether pairs of equal values may be two things that count on their own: both sides number what they send, or tell the time in seconds.
 * Such values agree without one being the answer to the other. What tells them apart is time: an answer follows
 * its question, whenever that was; a count of one's own does not. `areNames`: both paths are called like identifiers.
 */
export function isCoincidence(samples: readonly PairSample[], areNames: boolean): boolean {
  if (areClockSeconds(samples)) return true;
  const pairs = [...samples].sort((a, b) => a.requestAt - b.requestAt);
  if (!areCounted(pairs)) return !areNames && isFarApart(pairs);
  if (isOutOfTurn(pairs)) return !areNames && isFarApart(pairs);
  const span = sum(stepsOf(pairs.map((it) => it.requestAt)));
  if (span <= 0) return false;
  const { asked, answered } = evenSteps(pairs);
  const rtts = pairs.map((it) => it.replyAt - it.requestAt);
  const drift = Math.abs(medianOf(lastThird(rtts)) - medianOf(firstThird(rtts)));
  if (drift > MOST_DRIFT * span) return true;
  const isNear = medianOf(rtts) <= CHANCE_PHASE * (span / (pairs.length - 1));
  if (areNames) return areIndependent(asked, answered) || areTwoTimers(asked, answered, medianOf(rtts));
  return !goTogether(asked, answered, isNear ? LEAST_T_WHEN_NEAR : LEAST_T);
}

/**
 * The steps between requests, and between their replies, where the count goes on by its usual step: of two counts at one rate both take twice as long where
 * one between has no pair, which would look like answers.
 */
function evenSteps(pairs: readonly PairSample[]): { asked: Milliseconds[]; answered: Milliseconds[] } {
  const steps = stepsOf(pairs.map((it) => counterOf(it.value) ?? 0));
  const usual = medianOf(steps);
  const isUsual = (_: number, index: number) => steps[index] === usual;
  return {
    asked: stepsOf(pairs.map((it) => it.requestAt)).filter(isUsual),
    answered: stepsOf(pairs.map((it) => it.replyAt)).filter(isUsual),
  };
}

/** Of so many requests under way at once, replies come in any order, unless each takes as long as the others. */
const MANY_UNDER_WAY = 4;
const LEAST_OVERTAKING = 0.25;

/**
 * Whether small numbers come back after many others, nearly in turn, and at times of their own: several sides that number what they say have counts
 * that pass each other, so that some seem to overtake.
 */
function isFarApart(all: readonly PairSample[]): boolean {
  const pairs = firstsOf(all);
  if (pairs.some(({ value }) => counterOf(value) === null || valueBits(value) >= DRAWN_BITS)) return false;
  if (underWay(pairs) < MANY_UNDER_WAY) return false;
  const overtaking = pairs.filter(({ replyAt }, index) => replyAt < (pairs[index - 1]?.replyAt ?? 0)).length;
  return overtaking < LEAST_OVERTAKING * pairs.length && !followInTime(pairs, false);
}

/** Each request with the first that says its value again: of two sides that count on their own each says it, and would seem to overtake the other. */
function firstsOf(pairs: readonly PairSample[]): readonly PairSample[] {
  const firsts = new Map<string, PairSample>();
  for (const it of pairs) {
    const key = `${it.requestAt} ${it.value}`;
    if ((firsts.get(key)?.replyAt ?? Number.POSITIVE_INFINITY) > it.replyAt) firsts.set(key, it);
  }
  return [...firsts.values()];
}

/** Of fewer pairs it is chance how far spans wander; those of answers differ from each other no more than from the one before. */
const LEAST_WANDERING = 12;
const WANDERS = 8;

/**
 * Whether the spans of values that are counted wander off, as those of two clocks that go nearly alike: each differs little from the one before, and all
 * differ much. Those of answers differ from each other as they do from the one before, unless more and more wait.
 */
export function isWandering(samples: readonly PairSample[]): boolean {
  const pairs = [...samples].sort((a, b) => a.requestAt - b.requestAt);
  if (pairs.length < LEAST_WANDERING || !goUp(pairs) || isOutOfTurn(pairs)) return false;
  const rtts = pairs.map((it) => it.replyAt - it.requestAt);
  const mean = sum(rtts) / rtts.length;
  const all = sum(rtts.map((it) => (it - mean) ** 2)) / rtts.length;
  const steps = stepsOf(rtts);
  return all > (WANDERS * sum(steps.map((it) => it ** 2))) / steps.length;
}

/** Spans that differ by more than this share of the usual time between requests are not those of answers. */
const MOST_UNEVEN = 0.25;

/**
 * Whether messages that tell the values of some requests, one after the other, do so at times that have nothing to do with
 * those of the requests. Where one cannot tell they do not.
 */
export function isOwnCount(samples: readonly PairSample[]): boolean {
  const pairs = [...samples].sort((a, b) => a.requestAt - b.requestAt);
  if (pairs.length < 3 || !areCounted(pairs) || isOutOfTurn(pairs)) return false;
  const asked = stepsOf(pairs.map((it) => it.requestAt));
  const answered = stepsOf(pairs.map((it) => it.replyAt));
  if (goTogether(asked, answered, LEAST_T)) return false;
  const rtts = pairs.map((it) => it.replyAt - it.requestAt);
  const usual = medianOf(rtts);
  return medianOf(rtts.map((it) => Math.abs(it - usual))) > MOST_UNEVEN * medianOf(asked);
}

/** Of those that are near to each other as well, for what has no other proof. */
const LEAST_T_ALONE_WHEN_NEAR = 3;
const LEAST_OUT_OF_TURN = 2;

/**
 * Whether replies follow their requests in time, whatever the values are: some overtake others, or a longer wait between two requests is a longer
 * wait between their replies. Two things that only go at the same pace do neither. Values that begin again seem to overtake each other where they
 * do not: then `canOvertake` is false. `others` are the times of requests that have no pair: what waits longer because one is left out between says
 * nothing.
 */
export function followInTime(
  samples: readonly PairSample[],
  canOvertake = true,
  others: readonly EpochMs[] = [],
): boolean {
  const pairs = [...samples].sort((a, b) => a.requestAt - b.requestAt);
  const overtaking = pairs.filter(({ replyAt }, index) => replyAt < (pairs[index - 1]?.replyAt ?? 0)).length;
  if (canOvertake && overtaking >= LEAST_OUT_OF_TURN) return true;
  const isNext = (_: number, index: number) => {
    const [from, to] = [pairs[index] as PairSample, pairs[index + 1] as PairSample];
    return !others.some((at) => at > from.requestAt && at < to.requestAt);
  };
  const asked = stepsOf(pairs.map((it) => it.requestAt)).filter(isNext);
  const answered = stepsOf(pairs.map((it) => it.replyAt)).filter(isNext);
  const rtts = pairs.map((it) => it.replyAt - it.requestAt);
  const isNear = medianOf(rtts) <= CHANCE_PHASE * (sum(asked) / asked.length);
  // By their order: one long pause of both, in which one count passed the other, would outweigh all else.
  return goTogether(ranksOf(asked), ranksOf(answered), isNear ? LEAST_T_ALONE_WHEN_NEAR : LEAST_T);
}

/** A count that begins again falls by so much of all that it counts. */
const LEAST_FALL = 0.5;

/** Whether values go up, but where a count of a byte or the like begins again, and come back in the order in which they were sent. */
export function areCountedInTurn(samples: readonly PairSample[]): boolean {
  const pairs = [...samples].sort((a, b) => a.requestAt - b.requestAt);
  const values = pairs.map((it) => counterOf(it.value));
  if (values.some((it) => it === null)) return false;
  const numbers = values as number[];
  const fall = LEAST_FALL * (Math.max(...numbers) - Math.min(...numbers));
  return stepsOf(numbers).every((it) => it > 0 || -it > fall) && !isOutOfTurn(pairs);
}

/** A clock of one's own never answers out of turn. */
function isOutOfTurn(pairs: readonly PairSample[]): boolean {
  return pairs.some((it, index) => index > 0 && it.replyAt < (pairs[index - 1] as PairSample).replyAt);
}

/** Whether the values of consecutive requests are counted up by the same step. */
function areCounted(pairs: readonly PairSample[]): boolean {
  const numbers = pairs.map((it) => counterOf(it.value));
  if (numbers.some((it) => it === null)) return false;
  const steps = stepsOf(numbers as number[]);
  const usual = medianOf(steps);
  return steps.filter((it) => it === usual).length >= COUNTER_SHARE * steps.length;
}

/** Whether each request has a higher number than the one before: a count of which some have no pair. */
function goUp(pairs: readonly PairSample[]): boolean {
  const numbers = pairs.map((it) => counterOf(it.value) ?? Number.NaN);
  return stepsOf(numbers).every((it) => it > 0);
}

/** Times of whole seconds or minutes, as numbers or in words, that both sides may have read from their own clocks. */
function areClockSeconds(samples: readonly PairSample[]): boolean {
  return samples.every(({ value, requestAt }) => {
    if (CLOCK_WORDS.test(value)) return true;
    const seconds = /^\d{10}(?:000)?$/.test(value) ? Number(value.slice(0, 10)) : null;
    return seconds !== null && Math.abs(seconds - requestAt / 1000) < CLOCK_SECONDS;
  });
}

/** Whether a longer wait between two requests is a longer wait between their replies. */
function goTogether(
  asked: readonly Milliseconds[],
  answered: readonly Milliseconds[],
  leastT: number,
): boolean {
  const count = asked.length;
  if (count < 5) return false;
  const correlation = correlationOf(asked, answered);
  if (correlation >= 0.9999) return true;
  return correlation > 0 && correlation * Math.sqrt((count - 2) / (1 - correlation ** 2)) >= leastT;
}

function stepsOf(values: readonly number[]): number[] {
  return values.slice(1).map((it, index) => it - (values[index] as number));
}

function firstThird(values: readonly number[]): readonly number[] {
  return values.slice(0, Math.max(1, Math.floor(values.length / 3)));
}

function lastThird(values: readonly number[]): readonly number[] {
  return values.slice(-Math.max(1, Math.floor(values.length / 3)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, it) => total + it, 0);
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
