import type { Milliseconds } from "../../units.ts";

/** Counts of spans in bins whose bounds grow by the same factor: 1 ms and 1 s are both told apart from their neighbours. */
export interface Histogram {
  /** Where the bins begin; the last ends at `bounds.at(-1)`: one more than there are counts. */
  readonly bounds: readonly Milliseconds[];
  readonly counts: readonly number[];
}

/** So many bins from one power of ten to the next: 1, 1.6, 2.5, 4, 6.3, 10. */
const BINS_PER_TEN = 5;
/** Fewer would be a block that says nothing: a bar is seen beside where none is. */
const LEAST_BINS = 7;
/** The finest clock of a browser. */
const LEAST: Milliseconds = 0.005;

/** The bins from the shortest to the longest of some spans, with empty ones around few; none of none. */
export function toHistogram(spans: readonly Milliseconds[]): Histogram {
  if (spans.length === 0) return { bounds: [], counts: [] };
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const span of spans) {
    const bin = binOf(span);
    first = Math.min(first, bin);
    last = Math.max(last, bin);
  }
  const lacking = Math.max(0, LEAST_BINS - (last - first + 1));
  first -= Math.floor(lacking / 2);
  last += Math.ceil(lacking / 2);
  const counts = new Array<number>(last - first + 1).fill(0);
  for (const span of spans) counts[binOf(span) - first] = (counts[binOf(span) - first] as number) + 1;
  const bounds = Array.from(
    { length: counts.length + 1 },
    (_, index) => 10 ** ((first + index) / BINS_PER_TEN),
  );
  return { bounds, counts };
}

function binOf(span: Milliseconds): number {
  return Math.floor(Math.log10(Math.max(LEAST, span)) * BINS_PER_TEN + 1e-9);
}
