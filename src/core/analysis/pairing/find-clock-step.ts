import type { EpochMs, Milliseconds } from "../../units.ts";

/**
 * What browsers round their clocks to: Tor 100 ms and 16.67 ms; Firefox 1 ms and 20 µs; Chromium 0.1 ms and 5 µs (the second of each where
 * the page is cross-origin isolated). Importers' times are often whole milliseconds.
 */
const STEPS: readonly Milliseconds[] = [100, 1, 0.1, 0.02, 0.005];

/** Times since 1970 in ms, as doubles, are this far apart; sums of two of them are off by a little more. */
const DOUBLE_STEP: Milliseconds = 0.0011;

/** From fewer different times nothing is said. */
const LEAST_TIMES = 20;

/** Nearly all: a clock may have been set while it was recorded. */
const LEAST_SHARE = 0.98;

/**
 * What the clock was rounded to that took these times, in ms, by the times themselves: the greatest usual step that they are
 * multiples of. Null where there are too few, or where it was finer than any. No span can be told more finely.
 */
export function findClockStep(times: readonly EpochMs[]): Milliseconds | null {
  const different = [...new Set(times)];
  if (different.length < LEAST_TIMES) return null;
  // A document's clock starts at any fraction of a millisecond, and steps from there.
  const first = different[0] as number;
  return (
    STEPS.find((step) => {
      const tolerance = Math.min(DOUBLE_STEP, step / 4);
      const fits = different.filter((at) => {
        const rest = Math.abs(at - first) % step;
        return Math.min(rest, step - rest) <= tolerance;
      });
      return fits.length >= LEAST_SHARE * different.length;
    }) ?? null
  );
}
