import { createRandom } from "../../../support/random.ts";

/** A line of a session as text, and when it is. */
export type Timed = readonly [at: number, line: string];

export const SECOND = 1000;
export const MINUTE = 60_000;

/** Its lines in order of time. */
export function toLines(...parts: readonly (readonly Timed[])[]): string[] {
  return parts
    .flat()
    .sort(([a], [b]) => a - b)
    .map(([at, line]) => `${at.toFixed(3)}ms ${line}`);
}

/** Times from one to another at a step that varies by a share of itself. */
export function timesOf(seed: number, from: number, until: number, step: number, jitter: number): number[] {
  const random = createRandom(seed);
  const times: number[] = [];
  for (let at = from; at < until; at += step * (1 + jitter * (random.integer(2001) / SECOND - 1)))
    times.push(at);
  return times;
}

/** A number within ± `width` around another. */
export function around(random: ReturnType<typeof createRandom>, middle: number, width: number): number {
  return middle + (random.integer(2001) / SECOND - 1) * width;
}

/** Heartbeats of the page, and how long each answer takes; null is none. */
export function heartbeats(
  seed: number,
  [from, until, step]: readonly [number, number, number],
  answerOf: (n: number) => number | null = () => 40,
): Timed[] {
  return timesOf(seed, from, until, step, 0.01).flatMap((at, n): Timed[] => {
    const after = answerOf(n);
    const ping: Timed = [at, `> {"t":"ping","ts":${Math.round(at)}}`];
    return after === null ? [ping] : [ping, [at + after, `< {"t":"pong","ts":${Math.round(at)}}`]];
  });
}

/** A number in so many bytes. */
export const hex = (value: number, bytes: number): string => value.toString(16).padStart(bytes * 2, "0");
