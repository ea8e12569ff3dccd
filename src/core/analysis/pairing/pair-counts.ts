import type { EpochMs } from "../../units.ts";

/** Two shapes as one number; there are fewer than 256 of each side. */
export function shapePair(request: number, reply: number): number {
  return request * 256 + reply;
}

/** One request and its first reply. */
export interface PairSample {
  readonly requestAt: EpochMs;
  readonly replyAt: EpochMs;
  readonly value: string;
}

/** What was counted of one guess: that values at one path come back at another. */
export interface Guess {
  readonly requestPath: number;
  readonly replyPath: number;
  /** By both shapes: requests whose value came back (each once), and all that came back. */
  readonly first: Map<number, number>;
  readonly all: Map<number, number>;
  /** By the reply's shape: values that stood there before the other side sent them. A reply never comes first. */
  readonly before: Map<number, number>;
  /** The last of them. */
  readonly samples: PairSample[];
}

/** The samples of a guess: what their times say needs no more. */
export const MOST_SAMPLES = 64;

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
