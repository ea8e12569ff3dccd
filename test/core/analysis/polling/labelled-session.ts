import type { Traffic } from "../../../support/polling-traffic.ts";

/** A loop that a session has, or that was found in one. */
export interface LoopLabel {
  /** A part of its URL. */
  readonly url: string;
  readonly kind: "short" | "long";
}

/** What a page did, and which loops a person would call polling in it. */
export interface LabelledSession {
  readonly name: string;
  readonly loops: readonly LoopLabel[];
  fill(traffic: Traffic): void;
}

/** How the loops that were found compare with the labels. */
export interface Score {
  readonly right: number;
  readonly invented: number;
  readonly missed: number;
}

/** Each label is met by one loop at most. */
export function scoreLoops(labels: readonly LoopLabel[], found: readonly LoopLabel[]): Score {
  const left = [...found];
  let right = 0;
  for (const label of labels) {
    const index = left.findIndex((it) => it.kind === label.kind && it.url.includes(label.url));
    if (index < 0) continue;
    left.splice(index, 1);
    right += 1;
  }
  return { right, invented: left.length, missed: labels.length - right };
}
