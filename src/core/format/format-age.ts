import type { Milliseconds } from "../units.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long something has lasted, in the largest whole unit: `4 min`, `2 h`, `3 d`; "" below a minute, of what has just begun. */
export function formatAge(ms: Milliseconds): string {
  if (!(ms >= MINUTE_MS)) return "";
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < 2 * DAY_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  return `${Math.floor(ms / DAY_MS)} d`;
}
