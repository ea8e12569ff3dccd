import type { Side } from "./learn-pairing.ts";
import type { Guess } from "./pair-counts.ts";
import { DRAWN_BITS, valueBits } from "./value-evidence.ts";

/** So many answers at another path, which prove so much, as a power of two. */
const LEAST_ALONE = 3;
const LEAST_BITS = 10;
/** Nearly all of them answer what nothing else does, and nearly all that stands there is such an answer. */
const MOST_BOTH = 0.05;
const MOST_SEEN = 1.1;

/** What is drawn is nobody else's; of such values, or at a path that is called the same, so many that all were said name what was asked. */
const LEAST_AGAIN = 3;
const LEAST_SAID = 0.95;

/**
 * Where else a request is answered, instead: errors often name it in another place (`error.id`). What stands there hits, nearly each time,
 * one of the requests that have no answer otherwise; the fewer these are the more that proves. Or it is answered there as well, as by what ends a stream
 * (`part.of`, then `end.of`).
 */
export function findOtherAnswers(
  asker: Side,
  answerer: Side,
  {
    guess: { requestPath, replyPath, samples },
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
  const isDrawn = samples.every(({ value }) => valueBits(value) >= DRAWN_BITS);
  const ownName = lastName(answerer.paths[replyPath] as string);
  return [...byPath]
    .filter(([path, { alone, both }]) => {
      const counts = answerer.counts[path] ?? [];
      const seen = counts.reduce((sum, it) => sum + (it?.seen ?? 0), 0);
      const isAlike = isDrawn || lastName(answerer.paths[path] as string) === ownName;
      if (isAlike && both >= LEAST_AGAIN && alone + both >= LEAST_SAID * seen) return true;
      if (alone < LEAST_ALONE || alone * bits < LEAST_BITS || both > MOST_BOTH * alone) return false;
      return seen <= MOST_SEEN * (alone + both);
    })
    .map(([path]) => answerer.paths[path] as string);
}

/** `of` of `parts[].of`. */
function lastName(path: string): string {
  return /[^.[\]]*$/.exec(path.replace(/[[\]]+$/, ""))?.[0] ?? "";
}
