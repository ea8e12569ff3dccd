import type { EpochMs, Milliseconds, TimeSpan } from "../../core/units.ts";

/** A line of the ruler. */
export interface TimeTick {
  readonly at: EpochMs;
  readonly label: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** What people count in; below a second it is 1, 2 and 5 of each power of ten. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((it) => it * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((it) => it * MINUTE),
  ...[1, 2, 3, 6, 12].map((it) => it * HOUR),
];
/** So many lines are drawn at most, whatever is asked. */
const MOST_TICKS = 100;

/** The moments to be named on a ruler, at most about `most`, at round times of day. */
export function timeTicks({ from, until }: TimeSpan, most: number): TimeTick[] {
  const stepMs = roundStep((until - from) / Math.max(1, most));
  // Round in local time: time zones differ by quarters of an hour.
  const shift = -new Date(from).getTimezoneOffset() * MINUTE || 0;
  const first = Math.ceil((from + shift) / stepMs);
  const ticks: TimeTick[] = [];
  for (let index = first; ticks.length < MOST_TICKS; index += 1) {
    const at = index * stepMs - shift;
    if (!(at < until)) break;
    ticks.push({ at, label: labelOf(at, stepMs) });
  }
  return ticks;
}

/** A label's digits at the ruler's size, and what stands before them, in CSS pixels. */
const DIGIT_PX = 7;
const BEFORE_PX = 6;

/** Whether the label has room up to the end of a ruler that is so wide (CSS pixels); cut, it would name another time. */
export function hasRoom({ at, label }: TimeTick, { from, until }: TimeSpan, width: number): boolean {
  return ((until - at) / (until - from)) * width >= label.length * DIGIT_PX + BEFORE_PX;
}

/** The shortest step that is no shorter, of those that people count in. */
export function roundStep(leastMs: Milliseconds): Milliseconds {
  if (leastMs <= SECOND / 2) {
    const power = 10 ** Math.floor(Math.log10(Math.max(leastMs, 1e-3)));
    return [1, 2, 5, 10].map((it) => it * power).find((it) => it >= leastMs) ?? SECOND;
  }
  const step = STEPS.find((it) => it >= leastMs);
  if (step !== undefined) return step;
  const power = 10 ** Math.floor(Math.log10(leastMs / DAY));
  return [1, 2, 5, 10].map((it) => it * Math.max(1, power) * DAY).find((it) => it >= leastMs) ?? leastMs;
}

function labelOf(at: EpochMs, stepMs: Milliseconds): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "–";
  const two = (it: number) => String(it).padStart(2, "0");
  if (stepMs >= DAY) return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const minute = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (stepMs >= MINUTE) return minute;
  const second = `${minute}:${two(date.getSeconds())}`;
  if (stepMs >= SECOND) return second;
  const digits = Math.min(6, Math.max(1, -Math.floor(Math.log10(stepMs / SECOND) + 1e-9)));
  // Cut as all times are, after the rounding that a sum of fractions needs.
  const part = (Math.round((((at % SECOND) + SECOND) % SECOND) * 1e3) / 1e6).toFixed(6);
  return `${two(date.getSeconds())}${part.slice(1, 2 + digits)} s`;
}
