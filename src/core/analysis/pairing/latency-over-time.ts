import type { EpochMs, Milliseconds, TimeSpan } from "../../units.ts";
import { type Latency, latencyOf } from "./measure-round-trips.ts";

/** The latency of the round trips that began in a stretch of time. */
export interface LatencyStretch extends TimeSpan, Latency {
  readonly count: number;
}

/** Of fewer, percentiles would only say again where the single round trips are. */
const LEAST_TRIPS = 5;

/**
 * Percentiles over time: stretches of equal length, which begin at its multiples, and of which five round trips or more began within
 * the span that were answered, have theirs, by the nearest rank. In order of time.
 */
export function latencyOverTime(
  trips: readonly { readonly at: EpochMs; readonly rttMs: Milliseconds | null }[],
  { from, until }: TimeSpan,
  eachMs: Milliseconds,
): LatencyStretch[] {
  const spans = new Map<number, Milliseconds[]>();
  for (const { at, rttMs } of trips) {
    if (rttMs === null || at < from || at > until) continue;
    const index = Math.floor(at / eachMs);
    const own = spans.get(index);
    if (own === undefined) spans.set(index, [rttMs]);
    else own.push(rttMs);
  }
  return [...spans]
    .filter(([, own]) => own.length >= LEAST_TRIPS)
    .sort(([a], [b]) => a - b)
    .map(([index, own]) => ({
      from: index * eachMs,
      until: (index + 1) * eachMs,
      count: own.length,
      ...latencyOf(Float64Array.from(own)),
    }));
}
