import type { Milliseconds } from "../../units.ts";
import type { Trip } from "./trip-log.ts";

/** How quickly the replies of streams follow each other. */
export interface StreamRate {
  /** Streams of two events and more: what only ends the stream is none. */
  readonly streams: number;
  /** Events a second, from the first to the last: the median of all streams. */
  readonly perSecond: number;
  /** Streams that stood still for a second and more, much longer than they usually do. */
  readonly stalled: number;
  readonly longestStallMs: Milliseconds | null;
  /** The request of the stream that stood still the longest. */
  readonly stalledRow: number | null;
}

/** A stream that stands still for so long, and so many times longer than it usually does, has stalled. */
export const STALL: Milliseconds = 1000;
export const STALL_FACTOR = 8;
/** From fewer replies it is not known what is usual. */
const LEAST_REPLIES = 5;
/** The finest clock of a browser. */
const SHORTEST: Milliseconds = 0.005;

/** Measures those round trips that are streams of replies; null where none is. */
export function measureStreams(trips: readonly Trip[]): StreamRate | null {
  const streams = trips.filter(({ events }) => events > 1);
  if (streams.length === 0) return null;
  const rates = streams.map(eventsPerSecond).sort((a, b) => (a ?? 0) - (b ?? 0));
  const stalled = streams.filter(isStalled);
  const worst = stalled.reduce<Trip | null>(
    (most, it) => (it.pauseMs > (most?.pauseMs ?? 0) ? it : most),
    null,
  );
  return {
    streams: streams.length,
    perSecond: Math.round((rates[Math.floor(rates.length / 2)] ?? 0) * 10) / 10,
    stalled: stalled.length,
    longestStallMs: worst?.pauseMs ?? null,
    stalledRow: worst?.request ?? null,
  };
}

/** Events a second of one stream, from its first event to its last; null of what is none. */
export function eventsPerSecond({ events, rttMs, lastEventMs }: Trip): number | null {
  if (events < 2 || rttMs === null || lastEventMs === null) return null;
  return ((events - 1) * 1000) / Math.max(SHORTEST, lastEventMs - rttMs);
}

/** Whether a stream stood still, much longer than it usually does. */
export function isStalled({ replies, rttMs, lastMs, pauseMs }: Trip): boolean {
  if (replies < LEAST_REPLIES || rttMs === null || lastMs === null) return false;
  // Of all pauses but the longest, the usual one.
  const usual = (lastMs - rttMs - pauseMs) / (replies - 2);
  return pauseMs >= STALL && pauseMs >= usual * STALL_FACTOR;
}
