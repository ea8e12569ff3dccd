import type { Beat, Rhythm } from "./find-rhythm.ts";
import { spansBetween } from "./find-rhythm.ts";
import { median, quantile, relativeSpread } from "./statistics.ts";

/** The next request follows at once: within this, or within this share of how long answers are held. */
const AT_ONCE_MS = 350;
const AT_ONCE_SHARE = 0.08;
const MOST_AT_ONCE_MS = 1500;
/** So many of the requests follow at once; others follow an error or a sleep. */
const LEAST_SHARE = 0.7;
/** A quarter of the answers takes longer than a server needs to find one. */
const HELD_MS = 900;

/** Finds long polling: answers that are held, each followed by the next request at once. Null where it is not that. */
export function findHeld(beats: readonly Beat[]): Rhythm | null {
  if (beats.length < 4) return null;
  const holds = beats.map(({ at, endAt }) => endAt - at);
  // Of those that are held at all: news is answered sooner.
  const usual = quantile(holds, 0.75);
  const gaps = spansBetween(beats, "end");
  const soon = Math.max(AT_ONCE_MS, Math.min(MOST_AT_ONCE_MS, AT_ONCE_SHARE * usual));
  const atOnce = gaps.filter((it) => it <= soon);
  if (atOnce.length < LEAST_SHARE * gaps.length || usual < HELD_MS) return null;
  if (median(atOnce) * 3 > usual) return null;
  const spans = spansBetween(beats, "start");
  const inTurn = spans.filter((_, index) => (gaps[index] as number) <= soon);
  return {
    kind: "jittered",
    // The mean: where some answers come at once and others are held, the median is that of either.
    intervalMs: inTurn.reduce((total, it) => total + it, 0) / inTurn.length,
    spread: relativeSpread(spans),
    from: "end",
    pauses: gaps.length - atOnce.length,
    explained: atOnce.length / gaps.length,
  };
}

/** A clock of the server's own is as even as this, and slower than what takes its time because it is much. */
const CLOCK_SPREAD = 0.03;
const CLOCK_MS = 2000;
const CLOCK_REQUESTS = 6;

/** Whether answers were held until a clock of the server's own brought news: nothing that is looked for takes so evenly long. */
export function areHeldByClock(beats: readonly Beat[]): boolean {
  const holds = beats.map(({ at, endAt }) => endAt - at);
  return holds.length >= CLOCK_REQUESTS && median(holds) >= CLOCK_MS && relativeSpread(holds) <= CLOCK_SPREAD;
}

/** Whether answers were waited for, by their own times: each another, as news comes, or as long as a server waits at most. */
export function areHeldForNews(beats: readonly Beat[]): boolean {
  const holds = beats.map(({ at, endAt }) => endAt - at);
  return relativeSpread(holds) >= 0.3 || median(holds) >= 5000;
}
