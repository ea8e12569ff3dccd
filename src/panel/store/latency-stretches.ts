import { type LatencyStretch, latencyOverTime } from "../../core/analysis/pairing/latency-over-time.ts";
import type { Milliseconds, TimeSpan } from "../../core/units.ts";
import type { TripPoint } from "../../core/wire/round-trips-answer.ts";
import { roundStep } from "./time-ticks.ts";

/** The percentiles of the stretches of time that are in view, and how long each stretch is. */
export interface LatencyStretches {
  readonly stretches: readonly LatencyStretch[];
  readonly eachMs: Milliseconds;
}

/** A stretch is at least so wide: narrower, it is drawn like a point. */
const STRETCH_PX = 24;

/** Divides the time in view by the room there is to draw it, into round stretches: what moves on with the time does not change them. */
export function latencyStretches(
  points: readonly TripPoint[],
  shown: TimeSpan,
  widthPx: number,
): LatencyStretches {
  const eachMs = roundStep((shown.until - shown.from) / Math.max(1, widthPx / STRETCH_PX));
  return { stretches: latencyOverTime(points, shown, eachMs), eachMs };
}
