import type { Exchange } from "./exchange.ts";
import type { JudgedAnswer } from "./judge-answers.ts";
import type { Loop } from "./loop.ts";
import { addSums, sumAnswers } from "./loop-sums.ts";
import type { FoundLoop } from "./merge-siblings.ts";

/** What is left of a loop's requests that are no longer kept. */
export interface LoopHistory {
  readonly before: NonNullable<Loop["before"]>;
  /** The last answer that told something: what comes is compared with it. */
  readonly told: Exchange | null;
}

/** The sums of loops whose requests were let go of, by the loops' keys. */
export interface LoopHistories {
  of(key: string): LoopHistory | null;
  /** Lets go of the first answers of a loop, which are in order of time. */
  add(found: FoundLoop, answers: readonly JudgedAnswer[]): void;
  /** Loops of which nothing else is kept any more: all but those with these keys. They have no answers, and one exchange, their last. */
  past(living: ReadonlySet<string>): FoundLoop[];
  /** Loops that ended so long ago that they are forgotten. */
  readonly forgotten: number;
}

/** So many loops are remembered; a page that makes more of them hides none that goes on. */
const MOST_LOOPS = 500;

interface Kept extends LoopHistory {
  readonly found: FoundLoop;
}

/** Creates empty histories. */
export function createLoopHistories(): LoopHistories {
  const all = new Map<string, Kept>();
  let forgotten = 0;
  return {
    of: (key) => all.get(key) ?? null,
    add({ question, loop }, answers) {
      const last = answers.at(-1)?.exchange;
      if (last === undefined) return;
      const { key } = loop;
      const known = all.get(key);
      const own = sumAnswers(answers, known?.before.last ?? null, loop);
      const sums = known === undefined ? own : addSums(known.before.sums, own);
      const told = answers.findLast(({ empty, failed }) => empty === null && !failed)?.exchange;
      all.delete(key);
      const before = { sums, last };
      // Of the last one its headers and its row are shown.
      const exchanges = [{ ...last, answer: null, body: null }];
      const { shape, family, key: asked } = question;
      all.set(key, {
        found: { question: { shape, family, key: asked }, loop: { ...loop, exchanges, answers: [], before } },
        before,
        told: told ?? known?.told ?? null,
      });
      if (all.size <= MOST_LOOPS) return;
      for (const [oldest] of all) {
        all.delete(oldest);
        forgotten += 1;
        break;
      }
    },
    past: (living) => [...all].flatMap(([key, { found }]) => (living.has(key) ? [] : [found])),
    get forgotten() {
      return forgotten;
    },
  };
}
