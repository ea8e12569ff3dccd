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
  /** By the request's shape: requests whose value came back, in whatever shape. */
  readonly answered: Map<number, number>;
  /** By both shapes: the first time that a request's value came back. */
  readonly first: Map<number, Spans>;
  /** Every time, by the reply's shape and all shapes in which the value had been said. */
  readonly all: Map<number | string, Echoed>;
  /** By both shapes: values that stood in the reply before they stood in the request. A reply never comes first. */
  readonly before: Map<number, number>;
  /** The last of them. */
  readonly samples: PairSample[];
}

/** Values that came back in messages of one shape, and had been said in messages of these. */
export interface Echoed {
  readonly reply: number;
  readonly requests: readonly number[];
  times: number;
}

/** Combinations of shapes that are told apart; what is more is counted as of the first shape alone. */
const MOST_COMBINATIONS = 512;

/** Counts a value that came back. */
export function countEchoed(
  all: Map<number | string, Echoed>,
  reply: number,
  requests: readonly number[],
): void {
  const first = requests[0] as number;
  let key: number | string =
    requests.length === 1 ? shapePair(first, reply) : `${reply} ${[...requests].sort().join()}`;
  let found = all.get(key);
  if (found === undefined && all.size >= MOST_COMBINATIONS) {
    key = shapePair(first, reply);
    found = all.get(key);
  }
  if (found === undefined) {
    const own = typeof key === "number" ? [first] : requests;
    all.set(key, { reply, requests: own, times: 1 });
  } else found.times += 1;
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
  /** Messages that it stood in. */
  messages: number;
  /** It had stood at this path before; and of these, it had come back meanwhile. */
  repeated: number;
  reused: number;
  /** The other side had said it before, and it is no number. */
  known: number;
  /** This side had said it before at this path, in a message of another shape, and it was drawn by chance. */
  follows: number;
  /** How often by what stands before the number (`c` of `c17`); "" is anything else. */
  readonly forms: Map<string, number>;
}

/** Forms that are told apart at one path. */
const MOST_FORMS = 8;

/** Counts one value at a path. */
export function countForm({ forms }: PathCount, value: string): void {
  const form = formOf(value);
  const own = forms.has(form) || forms.size < MOST_FORMS ? form : "";
  forms.set(own, (forms.get(own) ?? 0) + 1);
}

/** What stands before the number that a value ends with. */
function formOf(value: string): string {
  return /^(\D{1,12})\d{1,12}$/.exec(value)?.[1] ?? "";
}

/** Adds one. */
export function count(to: Map<number, number>, key: number): void {
  to.set(key, (to.get(key) ?? 0) + 1);
}

/** How many requests are under way on average (Little's law). */
export function underWay(samples: readonly PairSample[]): number {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let waited = 0;
  for (const { requestAt, replyAt } of samples) {
    first = Math.min(first, requestAt);
    last = Math.max(last, replyAt);
    waited += replyAt - requestAt;
  }
  return last > first ? waited / (last - first) : 0;
}
