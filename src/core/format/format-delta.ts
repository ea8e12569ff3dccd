import type { Milliseconds } from "../units.ts";
import { formatTripTime } from "./format-trip-time.ts";

/** The span since the row before, in one unit, for a column: `+50 ms`, `+83.4 s`; nothing for the first. */
export function formatDelta(ms: Milliseconds | null): string {
  if (ms === null) return "";
  return ms < 0 ? formatTripTime(ms) : `+${formatTripTime(ms)}`;
}
