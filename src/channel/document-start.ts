import type { EpochMs } from "../core/units.ts";

/** An answer from longer ago is no navigation's that is told of now. */
const MAX_AGO_MS = 60_000;

/**
 * When the answer began from which a document was made (Navigation Timing). Its first script runs after that; in Firefox
 * even before the old document's unload has ended. To be read in the relay's world: of the page's own, a page could have
 * replaced the functions, and would see them called.
 */
export function documentStart(performance: Performance): EpochMs | null {
  const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return entry === undefined ? null : performance.timeOrigin + entry.responseStart;
}

/** Parses what a relay has answered; null where it is no time of a document that has begun just now. */
export function parseDocumentStart(answer: unknown): EpochMs | null {
  return typeof answer === "number" && Math.abs(Date.now() - answer) < MAX_AGO_MS ? answer : null;
}
