import type { Side } from "./learn-pairing.ts";
import type { Guess } from "./pair-counts.ts";

/** So many answers at another path, which prove so much, as a power of two. */
const LEAST_ALONE = 3;
const LEAST_BITS = 10;
/** Nearly all of them answer what nothing else does, and nearly all that stands there is such an answer. */
const MOST_BOTH = 0.05;
const MOST_SEEN = 1.1;

/**
 * Where else a request is answered, instead: errors often name it in another place (`error.id`). What stands there hits, nearly each time,
 * one of the requests that have no answer otherwise; the fewer these are the more that proves.
 */
export function findOtherAnswers(
  asker: Side,
  answerer: Side,
  {
    guess: { requestPath, replyPath },
    requestShapes: requests,
    replyShapes: replies,
  }: {
    readonly guess: Guess;
    readonly requestShapes: ReadonlySet<number>;
    readonly replyShapes: ReadonlySet<number>;
  },
): string[] {
  const byPath = new Map<number, { alone: number; both: number }>();
  let asked = 0;
  let unanswered = 0;
  for (const said of asker.values.all()) {
    for (const { path, shape, echoes } of said) {
      if (path !== requestPath || !requests.has(shape)) continue;
      const isAnswered = echoes.some((it) => it.path === replyPath && replies.has(it.shape));
      asked += 1;
      if (!isAnswered) unanswered += 1;
      for (const other of new Set(echoes.map((it) => it.path))) {
        if (other === replyPath) continue;
        const found = byPath.get(other) ?? { alone: 0, both: 0 };
        if (isAnswered) found.both += 1;
        else found.alone += 1;
        byPath.set(other, found);
      }
    }
  }
  const bits = -Math.log2(unanswered / asked);
  return [...byPath]
    .filter(([path, { alone, both }]) => {
      if (alone < LEAST_ALONE || alone * bits < LEAST_BITS || both > MOST_BOTH * alone) return false;
      const counts = answerer.counts[path] ?? [];
      return counts.reduce((sum, it) => sum + (it?.seen ?? 0), 0) <= MOST_SEEN * (alone + both);
    })
    .map(([path]) => answerer.paths[path] as string);
}
