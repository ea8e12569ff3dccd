import { type LatencyStretch, latencyOverTime } from "../../core/analysis/pairing/latency-over-time.ts";
import type { Milliseconds, TimeSpan } from "../../core/units.ts";
import type { TripPoint } from "../../core/wire/round-trips-answer.ts";

/** The percentiles of the stretches of time that are in view, and how long each stretch is. */
export interface LatencyStretches {
  readonly stretches: readonly LatencyStretch[];
  readonly eachMs: Milliseconds;
}

/** A stretch is about so wide: narrower, it is drawn like a point. */
const STRETCH_PX = 24;

/** Divides the time in view by the room there is to draw it. */
export function latencyStretches(
  points: readonly TripPoint[],
  shown: TimeSpan,
  widthPx: number,
): LatencyStretches {
  const count = Math.max(1, Math.floor(widthPx / STRETCH_PX));
  return { stretches: latencyOverTime(points, shown, count), eachMs: (shown.until - shown.from) / count };
}
