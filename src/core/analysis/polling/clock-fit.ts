import type { EpochMs, Milliseconds } from "../../units.ts";

/** Tells whether a number in answers counts the time: an uptime, or what is left of it. */
export interface ClockFit {
  /** Takes the next answer's value, as JSON, and when the answer was there. */
  take(value: string, at: EpochMs): void;
  fits(): boolean;
}

/** Whole seconds, and the way of an answer. */
const OFF_MS: Milliseconds = 1600;
/** What has not moved on for so long may be anything that grows. */
const LEAST_MS: Milliseconds = 15_000;
const LEAST_VALUES = 6;
/** Seconds or milliseconds, up or down. */
const UNITS = [1000, -1000, 1, -1] as const;

/** Creates a fit without values. */
export function createClockFit(): ClockFit {
  const bounds = UNITS.map((unit) => ({
    unit,
    lowest: Number.POSITIVE_INFINITY,
    highest: Number.NEGATIVE_INFINITY,
  }));
  let count = 0;
  let isNumber = true;
  let first: EpochMs | null = null;
  let last: EpochMs = 0;
  return {
    take(value, at) {
      count += 1;
      isNumber &&= /^-?\d{1,15}(\.\d{1,9})?$/.test(value);
      if (!isNumber) return;
      first ??= at;
      last = at;
      for (const it of bounds) {
        const away = Number(value) * it.unit - at;
        it.lowest = Math.min(it.lowest, away);
        it.highest = Math.max(it.highest, away);
      }
    },
    fits: () =>
      isNumber &&
      count >= LEAST_VALUES &&
      first !== null &&
      last - first >= LEAST_MS &&
      bounds.some(({ lowest, highest }) => highest - lowest <= OFF_MS),
  };
}
