import type { Bytes } from "../units.ts";

/** Below this sizes are counted one by one, and percentiles are exact. */
export const EXACT_BYTES: Bytes = 256;
/** Above it a doubling is divided into so many steps. */
const STEPS = 64;
/** A percentile of larger sizes is at most this part away from the true one: half a step. */
export const SKETCH_ERROR = 2 ** (1 / (2 * STEPS)) - 1;

/** How sizes are spread, in memory that is bounded however many there are: a few kB at most. */
export interface SizeSketch {
  readonly count: number;
  readonly sum: Bytes;
  /** Exact; 0 of nothing. */
  readonly min: Bytes;
  readonly max: Bytes;
  add(size: Bytes): void;
  /** The size that a part of all (0 to 1) does not exceed, nearest rank; exact below `EXACT_BYTES`, else up to `SKETCH_ERROR` off. */
  quantile(part: number): Bytes;
}

/** Creates an empty sketch. */
export function createSizeSketch(): SizeSketch {
  const counts = new Map<number, number>();
  let count = 0;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = 0;

  return {
    get count() {
      return count;
    },
    get sum() {
      return sum;
    },
    get min() {
      return count === 0 ? 0 : min;
    },
    get max() {
      return max;
    },
    add(size) {
      const step = stepOf(size);
      counts.set(step, (counts.get(step) ?? 0) + 1);
      count += 1;
      sum += size;
      if (size < min) min = size;
      if (size > max) max = size;
    },
    quantile(part) {
      if (count === 0) return 0;
      const rank = Math.min(count, Math.max(1, Math.ceil(part * count)));
      let seen = 0;
      for (const step of [...counts.keys()].sort((a, b) => a - b)) {
        seen += counts.get(step) as number;
        if (seen >= rank) return Math.min(max, Math.max(min, sizeOf(step)));
      }
      return max;
    },
  };
}

function stepOf(size: Bytes): number {
  if (size < EXACT_BYTES) return Math.max(0, Math.floor(size));
  return EXACT_BYTES + Math.floor(Math.log2(size / EXACT_BYTES) * STEPS);
}

/** The middle of a step, by ratio. */
function sizeOf(step: number): Bytes {
  if (step < EXACT_BYTES) return step;
  return Math.round(EXACT_BYTES * 2 ** ((step - EXACT_BYTES + 0.5) / STEPS));
}
