import type { EpochMs, Milliseconds } from "../../units.ts";
import type { MessageFacts } from "../pairing/message-facts.ts";

/** A message that was said several times in a row. */
export interface Repetition {
  readonly times: number;
  /** The first and the last of them. */
  readonly first: number;
  readonly last: number;
}

/** Received messages that are the same as the one before. */
export interface Runs {
  /** The longest first. */
  readonly repetitions: readonly Repetition[];
  /** How many received messages were looked at, and how many of them only repeated the one before. */
  readonly looked: number;
  readonly repeated: number;
  /** Nothing is said again but at once: what says a state again does so whenever it would say another. */
  readonly areDoubled: boolean;
}

/** Looks for them, in order. */
export interface RunSearch {
  /** `sameAs` says what the message is, byte for byte; null where it was not read whole, or is too short to say much. */
  observe(message: MessageFacts, sameAs: string | null): void;
  found(): Runs;
}

const MOST_KEPT = 20;
/** So much sooner than another one comes what is said at once, and so soon. */
const SOONER = 0.25;
const AT_ONCE: Milliseconds = 250;
/** Of those that are said again, so many are so at once. */
const LEAST_AT_ONCE = 0.9;
/** Messages that are remembered, to see whether one returns later; so many may. */
const MOST_REMEMBERED = 1000;
const MOST_RETURNING = 0.02;

/** Creates it. Its memory is bounded. */
export function createRunSearch(): RunSearch {
  const seen = new Set<string>();
  let runs: Repetition[] = [];
  let before: string | null = null;
  let run: { times: number; first: number; last: number } | null = null;
  let looked = 0;
  let repeated = 0;
  let returning = 0;
  let lastAt: EpochMs | null = null;
  /** Between messages that differ: how many spans, and their sum. */
  let steps = 0;
  let stepped: Milliseconds = 0;
  const again: Milliseconds[] = [];

  function observeOther(sameAs: string, step: Milliseconds | null): void {
    run = null;
    before = sameAs;
    if (step !== null) {
      steps += 1;
      stepped += step;
    }
    if (seen.has(sameAs)) returning += 1;
    else if (seen.size < MOST_REMEMBERED) seen.add(sameAs);
  }

  return {
    observe({ received, row, beat, at }, sameAs) {
      if (!received) return;
      if (beat !== null || sameAs === null) {
        if (beat === null) before = null;
        return;
      }
      looked += 1;
      const step = lastAt === null ? null : at - lastAt;
      lastAt = at;
      if (sameAs !== before) observeOther(sameAs, step);
      else if (step !== null && again.length < MOST_REMEMBERED) again.push(step);
      if (run === null) {
        run = { times: 1, first: row, last: row };
        return;
      }
      run.times += 1;
      run.last = row;
      repeated += 1;
      if (run.times === 2) runs.push(run);
      if (runs.length > MOST_KEPT * 2) {
        const open = run;
        runs = longest(runs);
        if (!runs.includes(open)) runs.push(open);
      }
    },
    found() {
      const soon = Math.min(AT_ONCE, SOONER * (stepped / Math.max(1, steps)));
      const atOnce = again.filter((it) => it <= soon).length;
      return {
        repetitions: longest(runs).map((it) => ({ ...it })),
        looked,
        repeated,
        areDoubled:
          atOnce > 0 && atOnce >= LEAST_AT_ONCE * again.length && returning <= MOST_RETURNING * looked,
      };
    },
  };
}

function longest(runs: readonly Repetition[]): Repetition[] {
  return [...runs].sort((a, b) => b.times - a.times || a.first - b.first).slice(0, MOST_KEPT);
}
