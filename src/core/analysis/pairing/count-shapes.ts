import type { Guess, PathCount } from "./pair-counts.ts";

/** How often a path stood in messages, by their shape. */
export type Counts = readonly (PathCount | undefined)[];

/** The request's of the two shapes of a pair (`shapePair`). */
export function requestOf(pair: number): number {
  return Math.floor(pair / 256);
}

/** The reply's. */
export function replyOf(pair: number): number {
  return pair % 256;
}

/** Requests that were answered, by their shape; by replies of two shapes a request is answered once. */
export function answeredBy(guess: Guess, replies: ReadonlySet<number>): Map<number, number> {
  const answered = new Map<number, number>();
  for (const [pair, { count }] of guess.first) {
    if (!replies.has(replyOf(pair))) continue;
    answered.set(requestOf(pair), (answered.get(requestOf(pair)) ?? 0) + count);
  }
  return answered;
}

/** Requests of a shape that were answered: by replies of whatever shapes each of them is so once. */
export function answeredOf(
  guess: Guess,
  paired: ReadonlyMap<number, number>,
  asked: Counts,
  shape: number,
): number {
  return Math.min(paired.get(shape) ?? 0, asked[shape]?.seen ?? 0, guess.answered.get(shape) ?? 0);
}

/** How often values of these requests came back, by the shape in which they did. */
export function echoedBy(guess: Guess, requests: ReadonlySet<number>): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { reply, requests: shapes, times } of guess.all.values()) {
    if (!shapes.some((it) => requests.has(it))) continue;
    sums.set(reply, (sums.get(reply) ?? 0) + times);
  }
  return sums;
}

/** The sum of what was counted of some pairs of shapes. */
export function sumOver(counts: ReadonlyMap<number, number>, isOf: (pair: number) => boolean): number {
  let sum = 0;
  for (const [pair, count] of counts) if (isOf(pair)) sum += count;
  return sum;
}

/** The shapes of which something was counted. */
export function keysOf(counts: readonly unknown[]): number[] {
  return Object.keys(counts).map(Number);
}

/** The sum of one of the counts over some shapes. */
export function total(
  counts: Counts,
  shapes: Iterable<number>,
  what: Exclude<keyof PathCount, "forms">,
): number {
  let sum = 0;
  for (const shape of shapes) sum += counts[shape]?.[what] ?? 0;
  return sum;
}

/**
 * How many values of a shape may have been sent by the other side: where it gives its own another form (`c17`), those of other forms (`s17`) are no
 * replies, and do not speak against them.
 */
export function countSeen(counted: PathCount | undefined, asked: Counts): number {
  if (counted === undefined) return 0;
  const forms = new Set(keysOf(asked).flatMap((it) => [...(asked[it]?.forms.keys() ?? [])]));
  let seen = 0;
  for (const [form, times] of counted.forms)
    if (form === "" || forms.has("") || forms.has(form)) seen += times;
  return seen;
}
