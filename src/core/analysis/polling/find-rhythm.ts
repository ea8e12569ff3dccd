import type { EpochMs, Milliseconds } from "../../units.ts";
import { findBackOff } from "./find-back-off.ts";
import { findChain } from "./find-chain.ts";
import { median, relativeSpread } from "./statistics.ts";

/** When requests came, as far as there is a rule in it. */
export interface Rhythm {
  readonly kind: "steady" | "jittered" | "changing" | "back-off" | "among others";
  /** The median from start to start, without pauses; of held requests the mean. */
  readonly intervalMs: Milliseconds;
  /** The median distance from that, as a share of it. */
  readonly spread: number;
  /** What keeps it: a clock (`start`), or a pause after each answer (`end`). */
  readonly from: "start" | "end";
  /** How often it stood still: a hidden tab, a computer asleep. */
  readonly pauses: number;
  /** The share of the spans between requests that the rule explains. */
  readonly explained: number;
}

/** When one request began and when its answer was there. */
export interface Beat {
  readonly at: EpochMs;
  readonly endAt: EpochMs;
}

/** A span this much longer than the median is a pause and no beat. */
const PAUSE_FACTOR = 2.6;
/** Below it there is no timer but a loop without one, or a burst: then it takes more of them. */
const FAST_MS = 400;
const FAST_COUNT = 15;
/** What lasts no longer is the loading of a page. */
const LEAST_SPAN_MS = 2400;

/**
 * How many spans of a given spread are needed before they are a rhythm, and how near to the median so many of them have to be: people
 * who click are even for some clicks. The spreads are MAD over median: a timer's is 0–0.05; evenly distributed jitter of 25 % has
 * 0.13, of 40 % (which reaches from 0.6 to 1.4 of the middle) 0.2; people have 0.3 and more.
 */
const EVIDENCE = [
  { spread: 0.03, low: 0.94, high: 1.06, spans: 3, share: 0.75 },
  { spread: 0.05, low: 0.85, high: 1.18, spans: 5, share: 0.7 },
  { spread: 0.13, low: 0.65, high: 1.4, spans: 5, share: 0.85 },
] as const;

/** Wider jitter has bounds, which the times of people do not have: (nearly) all spans lie within one factor. Jitter of 40 % has 2.33. */
const WIDE = [
  { spread: 0.27, factor: 2.45, spans: 8, share: 0.85, ofKept: 0.95 },
  // 50 % and more: so many within bounds are no person's.
  { spread: 0.3, factor: 3.1, spans: 36, share: 0.9, ofKept: 0.97 },
] as const;

/** A run's own median is that of its last so many spans. */
const LOOKED_BACK = 15;

/** Finds the rule by which requests of one question came; null where there is none, or too little to go by. In order of time. */
export function findRhythm(beats: readonly Beat[], byTimer: boolean | null = null): Rhythm | null {
  if (beats.length < 4) return null;
  const starts = spansBetween(beats, "start");
  const ends = spansBetween(beats, "end");
  if ((beats.at(-1) as Beat).at - (beats[0] as Beat).at < LEAST_SPAN_MS) return null;
  const found = [findSteady(starts, "start"), findSteady(ends, "end")].filter((it) => it !== null);
  found.sort((a, b) => a.spread - b.spread);
  const best =
    found[0] ??
    findChanging(starts, "start") ??
    findChanging(ends, "end") ??
    findFewIntervals(ends, "end") ??
    findFewIntervals(starts, "start");
  const rhythm = best ?? (byTimer === false ? null : (findBackOff(starts, ends) ?? findChain(beats)));
  if (rhythm === null) return null;
  const intervalMs = rhythm.kind === "among others" ? rhythm.intervalMs : middleOf(starts);
  if (intervalMs < FAST_MS && beats.length < FAST_COUNT) return null;
  return { ...rhythm, intervalMs };
}

/** The spans from start to start, or from the end of an answer to the next start. */
export function spansBetween(beats: readonly Beat[], from: "start" | "end"): Milliseconds[] {
  return beats.slice(1).map(({ at }, index) => {
    const before = beats[index] as Beat;
    return at - (from === "start" ? before.at : Math.min(before.endAt, at));
  });
}

function middleOf(spans: readonly Milliseconds[]): Milliseconds {
  const all = median(spans);
  return median(spans.filter((it) => it <= all * PAUSE_FACTOR));
}

/** One rhythm all along, with pauses. */
function findSteady(spans: readonly Milliseconds[], from: "start" | "end"): Rhythm | null {
  const middle = median(spans);
  // A pause of nothing after each answer is back to back, and a slow server's business.
  if (middle < 20) return null;
  const kept = spans.filter((it) => it <= middle * PAUSE_FACTOR);
  const pauses = spans.length - kept.length;
  const own = median(kept);
  const spread = relativeSpread(kept);
  for (const it of EVIDENCE) {
    const near = kept.filter((span) => span >= own * it.low && span <= own * it.high).length;
    const explained = near / spans.length;
    if (spread > it.spread || near < it.spans || explained < it.share) continue;
    const kind = it.high < 1.2 ? "steady" : "jittered";
    return { kind, intervalMs: own, spread, from, pauses, explained };
  }
  for (const it of WIDE) {
    const within = mostWithin(kept, it.factor);
    const explained = within / spans.length;
    if (spread > it.spread || within < Math.max(it.spans, it.ofKept * kept.length)) continue;
    if (explained >= it.share) return { kind: "jittered", intervalMs: own, spread, from, pauses, explained };
  }
  return null;
}

/** Spans that one timer makes differ by no more than this share. */
const ONE_TIMER = 0.04;
/** So many intervals, each kept so often; and of all spans so many. */
const FEW = { intervals: 4, times: 3, spans: 16, share: 0.9 } as const;

/** A few intervals that come in any order: as the server says each time, or by the state of the page. */
function findFewIntervals(spans: readonly Milliseconds[], from: "start" | "end"): Rhythm | null {
  if (spans.length < FEW.spans) return null;
  const sorted = [...spans].sort((a, b) => a - b);
  const groups: Milliseconds[][] = [];
  for (const span of sorted) {
    const group = groups.at(-1);
    if (group !== undefined && span <= (group[0] as number) * (1 + ONE_TIMER)) group.push(span);
    else groups.push([span]);
  }
  const even = groups
    .filter((it) => it.length >= FEW.times && (it[0] as number) >= FAST_MS)
    .sort((a, b) => b.length - a.length)
    .slice(0, FEW.intervals);
  const within = even.flat();
  const explained = within.length / spans.length;
  if (explained < FEW.share) return null;
  const spread = median(even.map(relativeSpread));
  return { kind: "changing", intervalMs: median(within), spread, from, pauses: 0, explained };
}

/** How many of some spans lie within one factor of each other. */
function mostWithin(spans: readonly Milliseconds[], factor: number): number {
  const sorted = [...spans].sort((a, b) => a - b);
  let from = 0;
  let most = 0;
  for (const [to, span] of sorted.entries()) {
    while ((sorted[from] as number) * factor < span) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

/** Several rhythms, one after the other: a tab that was hidden and is slowed down, a page that asks less when nobody is there. */
function findChanging(spans: readonly Milliseconds[], from: "start" | "end"): Rhythm | null {
  const runs: Milliseconds[][] = [];
  for (const span of spans) {
    const run = runs.at(-1);
    const middle = run === undefined ? 0 : median(run.slice(-LOOKED_BACK));
    if (run !== undefined && Math.abs(span - middle) <= 0.15 * middle) run.push(span);
    else runs.push([span]);
  }
  const even = runs.filter((it) => it.length >= 4);
  const within = even.flat();
  const explained = within.length / spans.length;
  if (within.length < 6 || explained < 0.7 || median(within) < 20) return null;
  const spread = median(even.map(relativeSpread));
  if (spread > 0.1) return null;
  return { kind: "changing", intervalMs: median(within), spread, from, pauses: even.length - 1, explained };
}
