import type { EpochMs, Milliseconds, TimeSpan } from "../../units.ts";
import { type Latency, latencyOf } from "./measure-round-trips.ts";

/** The latency of the round trips that began in a stretch of time. */
export interface LatencyStretch extends TimeSpan, Latency {
  readonly count: number;
}

/** Of fewer, percentiles would only say again where the single round trips are. */
const LEAST_TRIPS = 5;

/**
 * Percentiles over time: a span is divided into so many stretches of equal length, and those of them in which five round trips or more
 * began that were answered have theirs, by the nearest rank.
 */
export function latencyOverTime(
  trips: readonly { readonly at: EpochMs; readonly rttMs: Milliseconds | null }[],
  { from, until }: TimeSpan,
  stretches: number,
): LatencyStretch[] {
  const widthMs = (until - from) / stretches;
  if (!(widthMs > 0 && stretches >= 1)) return [];
  const spans = new Map<number, Milliseconds[]>();
  for (const { at, rttMs } of trips) {
    if (rttMs === null || at < from || at > until) continue;
    const index = Math.min(stretches - 1, Math.floor((at - from) / widthMs));
    const own = spans.get(index);
    if (own === undefined) spans.set(index, [rttMs]);
    else own.push(rttMs);
  }
  return [...spans]
    .filter(([, own]) => own.length >= LEAST_TRIPS)
    .sort(([a], [b]) => a - b)
    .map(([index, own]) => ({
      from: from + index * widthMs,
      until: from + (index + 1) * widthMs,
      count: own.length,
      ...latencyOf(Float64Array.from(own)),
    }));
}
