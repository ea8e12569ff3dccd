import type { Milliseconds } from "../../units.ts";
import type { Rhythm } from "./find-rhythm.ts";
import { largest, median, smallest } from "./statistics.ts";

/** Pauses grow by a factor between these. */
const LEAST_GROWTH = 1.15;
const MOST_GROWTH = 3.2;
/** The factor itself is jittered so far, both ways. */
const GROWTH_RANGE = 0.25;
/** Spans that are so near are the same: the longest pause that is made. */
const SAME = 0.12;

/** Finds pauses that grow by one factor up to a longest one, and begin again from a shortest. */
export function findBackOff(starts: readonly Milliseconds[], ends: readonly Milliseconds[]): Rhythm | null {
  return ofSpans(starts, "start") ?? ofSpans(ends, "end");
}

function ofSpans(spans: readonly Milliseconds[], from: "start" | "end"): Rhythm | null {
  if (spans.length < 5) return null;
  const ratios = spans.slice(1).map((it, index) => it / Math.max(1, spans[index] as number));
  const growth = ratios.filter((it) => it >= LEAST_GROWTH && it <= MOST_GROWTH);
  const factor = median(growth);
  if (growth.length < 3 || factor > MOST_GROWTH) return null;
  const longest = largest(spans);
  const shortest = smallest(spans);
  let explained = 0;
  let inRow = 0;
  let mostInRow = 0;
  for (const [index, ratio] of ratios.entries()) {
    const span = spans[index + 1] as number;
    const grows = Math.abs(ratio - factor) <= GROWTH_RANGE * factor && ratio >= LEAST_GROWTH;
    inRow = grows ? inRow + 1 : 0;
    mostInRow = Math.max(mostInRow, inRow);
    const isLongest = span >= longest * (1 - SAME);
    const isAgain = Math.abs(ratio - 1) <= SAME && isLongest;
    const isReset = ratio < 1 && span <= shortest * (1 + 2 * SAME);
    // The last step before the longest pause is as long as is left.
    if (grows || isAgain || isReset || (isLongest && ratio > 1 && ratio <= factor)) explained += 1;
  }
  const share = explained / ratios.length;
  if (mostInRow < 3 || share < 0.85) return null;
  return { kind: "back-off", intervalMs: median(spans), spread: 0, from, pauses: 0, explained: share };
}
