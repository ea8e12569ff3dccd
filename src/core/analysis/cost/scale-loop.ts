import type { Bytes, Milliseconds } from "../../units.ts";

/** What is known of one browser. */
export interface OneBrowser {
  readonly intervalMs: Milliseconds;
  /** How many parts of the page ask in that interval. */
  readonly askers: number;
  readonly requests: number;
  readonly bytes: Bytes;
  readonly onWireMs: Milliseconds;
}

/** The same page in many browsers. */
export interface AtScale {
  readonly requestsPerSecond: number;
  /** Requests that are under way at the same time. */
  readonly connectionsHeld: number;
  readonly bytesPerMonth: Bytes;
}

const HOUR_MS = 3_600_000;
const DAYS_A_MONTH = 30;

/**
 * What a loop is in `users` browsers that are open for `hours` a day: in each every asker asks once an interval, and they are spread evenly over it.
 * A 2 s loop in 10,000 browsers is 5,000 requests a second.
 */
export function scaleLoop(one: OneBrowser, users: number, hours: number): AtScale {
  const perHour = (one.askers * HOUR_MS) / one.intervalMs;
  const bytesEach = one.requests === 0 ? 0 : one.bytes / one.requests;
  const heldEach = one.requests === 0 ? 0 : one.onWireMs / one.requests;
  return {
    requestsPerSecond: (users * one.askers * 1000) / one.intervalMs,
    connectionsHeld: users * one.askers * Math.min(1, heldEach / one.intervalMs),
    bytesPerMonth: users * hours * DAYS_A_MONTH * perHour * bytesEach,
  };
}
