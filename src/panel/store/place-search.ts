import type { ReadonlySignal } from "@preact/signals";

/** A search within a message, as its field shows it. */
export interface PlaceSearch {
  readonly wanted: ReadonlySignal<string>;
  /** How many places there are, and whether there may be more; null while it looks. */
  readonly found: ReadonlySignal<{ readonly count: number; readonly more: boolean } | null>;
  /** Which of the places is the one that is looked at, from 0; null where there is none. */
  readonly current: ReadonlySignal<number | null>;
  find(wanted: string): void;
  /** To the next place, or the one before, round the ends. */
  go(by: -1 | 1): void;
  dispose(): void;
}

/** The place that many further than one (null: than none), round the ends of so many. */
export function stepPlace(current: number | null, by: -1 | 1, count: number): number {
  return ((current ?? (by > 0 ? -1 : 0)) + by + count) % count;
}
