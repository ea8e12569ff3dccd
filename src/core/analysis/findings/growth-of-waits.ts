import type { Milliseconds } from "../../units.ts";

/** A wait that grows by less each time is none that backs off. */
export const LEAST_GROWTH = 1.3;

/** By how much a wait is longer than the one before, as a geometric mean; 1 of fewer than two. */
export function growthOfWaits(waits: readonly Milliseconds[]): number {
  if (waits.length < 2) return 1;
  const first = Math.max(1, waits[0] as number);
  const last = Math.max(1, waits.at(-1) as number);
  return (last / first) ** (1 / (waits.length - 1));
}
