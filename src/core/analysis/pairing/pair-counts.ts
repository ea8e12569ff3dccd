import type { EpochMs, Milliseconds } from "../../units.ts";

/** Two shapes as one number; there are fewer than 256 of each side. */
export function shapePair(request: number, reply: number): number {
  return request * 256 + reply;
}

/** One request and its first reply. */
export interface PairSample {
  readonly requestAt: EpochMs;
  readonly replyAt: EpochMs;
  readonly value: string;
  /** Their shapes. */
  readonly pair: number;
}

/** What was counted of one guess: that values at one path come back at another. */
export interface Guess {
  readonly requestPath: number;
  readonly replyPath: number;
  /** By both shapes: the first time that a request's value came back, and all times. */
  readonly first: Map<number, Spans>;
  readonly all: Map<number, number>;
  /** By both shapes: values that stood in the reply before they stood in the request. A reply never comes first. */
  readonly before: Map<number, number>;
  /** The last of them. */
  readonly samples: PairSample[];
}

/** Spans between requests and replies, summed up. */
export interface Spans {
  count: number;
  sum: Milliseconds;
  squares: number;
}

/** Adds a span. */
export function addSpan(to: Map<number, Spans>, key: number, span: Milliseconds): void {
  const spans = to.get(key);
  if (spans === undefined) {
    to.set(key, { count: 1, sum: span, squares: span * span });
    return;
  }
  spans.count += 1;
  spans.sum += span;
  spans.squares += span * span;
}

/** How far the spans are from their mean, by the root of the mean square. */
export function spreadOf({ count, sum, squares }: Spans): Milliseconds {
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}

/** The samples of a guess: what their times say needs no more. */
export const MOST_SAMPLES = 128;

/** How often a path stood in messages of a shape, and how often its value was not new. */
export interface PathCount {
  seen: number;
  /** It had stood at this path before. */
  repeated: number;
  /** The other side had said it before. */
  known: number;
}

/** Adds one. */
export function count(to: Map<number, number>, key: number): void {
  to.set(key, (to.get(key) ?? 0) + 1);
}
