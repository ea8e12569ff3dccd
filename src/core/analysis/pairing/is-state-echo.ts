import type { Milliseconds } from "../../units.ts";
import type { Shapes } from "./find-shapes.ts";
import type { Side } from "./learn-pairing.ts";
import type { Guess, PairSample } from "./pair-counts.ts";

/** So many pairs are looked at, of which so many were named again, and so large a part, but not most: streams of replies are others. */
const LEAST_PAIRS = 12;
const LEAST_AGAIN = 3;
const LEAST_AGAIN_SHARE = 0.01;
const MOST_AGAIN_SHARE = 0.5;
/** What is said again comes after a step like that between others. */
const LEAST_STEP = 0.5;
const MOST_STEP = 2;
/** Of what is said at times of its own the time since the last request is any part of a step; an answer takes what it takes. */
const LEAST_SPREAD = 0.2;
const MANY_KINDS = 8;
/** So many may be out of turn: by a clock's rounding. */
const MOST_OUT_OF_TURN = 0.02;

/**
 * Whether the other side says with each of its messages, at times of its own, what it has heard last, as a game's state names the last input and a
 * replica what it has seen of others: where nothing new has come until its next one, it names the same once more. What answers twice does so
 * soon; what answers takes about as long each time, whenever the last answer was.
 */
export function isStateEcho(
  asker: Side,
  guess: Guess,
  { requests, replies }: Shapes,
  samples: readonly PairSample[],
): boolean {
  if (samples.length < LEAST_PAIRS) return false;
  const pairs = [...samples].sort((a, b) => a.requestAt - b.requestAt);
  const outOfTurn = pairs.filter(({ replyAt }, index) => replyAt < (pairs[index - 1]?.replyAt ?? 0)).length;
  if (outOfTurn > MOST_OUT_OF_TURN * pairs.length) return false;
  const again: Milliseconds[] = [];
  let named = 0;
  for (const said of asker.values.all()) {
    for (const { path, shape, echoes } of said) {
      if (path !== guess.requestPath || !requests.has(shape)) continue;
      const own = echoes.filter((it) => it.path === guess.replyPath && replies.has(it.shape));
      const [first] = own;
      if (first === undefined) continue;
      named += 1;
      // Of many kinds a value that changes is taken for what tells them apart.
      const same = replies.size >= MANY_KINDS ? own : [first];
      const times = same.reduce((sum, it) => sum + it.times, 0);
      const lastAt = Math.max(...same.map((it) => it.lastAt));
      if (times > 1) again.push((lastAt - first.firstAt) / (times - 1));
    }
  }
  if (again.length < Math.max(LEAST_AGAIN, LEAST_AGAIN_SHARE * named)) return false;
  if (again.length > MOST_AGAIN_SHARE * named) return false;
  const steps = pairs.slice(1).map(({ replyAt }, index) => replyAt - (pairs[index] as PairSample).replyAt);
  const step = at(steps, 0.5);
  const usual = at(again, 0.5);
  if (usual < LEAST_STEP * step || usual > MOST_STEP * step) return false;
  const spans = pairs.map(({ requestAt, replyAt }) => replyAt - requestAt);
  return at(spans, 0.75) - at(spans, 0.25) >= LEAST_SPREAD * step;
}

function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}
