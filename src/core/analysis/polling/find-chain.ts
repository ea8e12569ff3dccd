import type { EpochMs, Milliseconds } from "../../units.ts";
import type { Beat, Rhythm } from "./find-rhythm.ts";
import { median, relativeSpread } from "./statistics.ts";

/** A timer's beat is off by no more than this share. */
const OFF = 0.04;
/** At least so many beats, and this share of all requests. */
const LEAST_BEATS = 8;
const LEAST_SHARE = 0.6;
/** A span may be the timer's over so many requests that came in between. */
const MOST_BETWEEN = 4;
/** Spans to try are taken from the first so many requests. */
const LOOKED_AT = 300;

/** Finds an even timer among requests that came by other ways, too: a page that polls, and a person who asks now and then. */
export function findChain(beats: readonly Beat[]): Rhythm | null {
  if (beats.length < LEAST_BEATS) return null;
  const times = beats.slice(0, LOOKED_AT).map(({ at }) => at);
  let best: number[] = [];
  for (const span of candidates(times)) {
    const chain = longestChain(times, span);
    if (chain.length > best.length) best = chain;
  }
  const share = best.length / times.length;
  if (best.length < LEAST_BEATS || share < LEAST_SHARE) return null;
  const spans = best.slice(1).map((at, index) => at - (best[index] as number));
  const spread = relativeSpread(spans);
  if (spread > OFF) return null;
  return {
    kind: "among others",
    intervalMs: median(spans),
    spread,
    from: "start",
    pauses: 0,
    explained: share,
  };
}

/** More timers of one interval are not told apart. */
const MOST_CHAINS = 4;

/** One of several timers of one interval. */
export interface Chain {
  /** `explained` is its share of all requests. */
  readonly rhythm: Rhythm;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
}

/** Finds timers of one interval that began at different moments, one after the other. */
export function findChains(beats: readonly Beat[]): Chain[] {
  const found: Chain[] = [];
  let times = beats.slice(0, LOOKED_AT).map(({ at }) => at);
  const all = times.length;
  while (found.length < MOST_CHAINS && times.length >= LEAST_BEATS) {
    const first = found[0]?.rhythm.intervalMs;
    let best: number[] = [];
    for (const span of first === undefined ? candidates(times) : [first]) {
      const chain = longestChain(times, span);
      if (chain.length > best.length) best = chain;
    }
    const spans = best.slice(1).map((at, index) => at - (best[index] as number));
    const spread = relativeSpread(spans);
    if (best.length < LEAST_BEATS || spread > OFF) break;
    const explained = best.length / all;
    found.push({
      rhythm: {
        kind: "among others",
        intervalMs: median(spans),
        spread,
        from: "start",
        pauses: 0,
        explained,
      },
      firstAt: best[0] as number,
      lastAt: best.at(-1) as number,
    });
    const taken = new Set(best);
    times = times.filter((it) => !taken.has(it));
  }
  return found;
}

/** How many of them went on at one moment: a page that was loaded again has a new timer, and no second one. */
export function countAtOnce(chains: readonly Chain[]): number {
  return Math.max(
    ...chains.map(
      ({ firstAt }) => chains.filter((it) => it.firstAt <= firstAt && firstAt < it.lastAt).length,
    ),
  );
}

/** The most frequent distances between requests that are near to each other. */
function candidates(times: readonly number[]): Milliseconds[] {
  const counts = new Map<number, number[]>();
  for (let from = 0; from < times.length; from += 1) {
    for (let to = from + 1; to <= Math.min(times.length - 1, from + MOST_BETWEEN); to += 1) {
      const span = (times[to] as number) - (times[from] as number);
      if (span < 200) continue;
      // A step of 3 % on a logarithmic scale.
      const step = Math.round(Math.log(span) / 0.03);
      const near = counts.get(step);
      if (near === undefined) counts.set(step, [span]);
      else near.push(span);
    }
  }
  return [...counts.values()]
    .sort((a, b) => b.length - a.length)
    .slice(0, 8)
    .map(median);
}

function longestChain(times: readonly number[], span: Milliseconds): number[] {
  const length = new Array<number>(times.length).fill(1);
  const before = new Array<number>(times.length).fill(-1);
  let end = 0;
  for (let to = 0; to < times.length; to += 1) {
    for (let from = to - 1; from >= 0; from -= 1) {
      const apart = (times[to] as number) - (times[from] as number);
      if (apart > span * (1 + OFF)) break;
      if (apart >= span * (1 - OFF) && (length[from] as number) + 1 > (length[to] as number)) {
        length[to] = (length[from] as number) + 1;
        before[to] = from;
      }
    }
    if ((length[to] as number) > (length[end] as number)) end = to;
  }
  const chain: number[] = [];
  for (let at = end; at >= 0; at = before[at] as number) chain.unshift(times[at] as number);
  return chain;
}
