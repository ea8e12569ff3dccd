import type { EpochMs } from "../../units.ts";
import { findBareBeat } from "./find-beat.ts";
import type { MessageFacts } from "./message-facts.ts";
import { MOST_SAMPLES } from "./pair-counts.ts";

/** The heartbeats of one side, told by their words. */
export interface BeatCounts {
  /** Pings that this side sent. */
  asked: number;
  answered: number;
  /** Pongs of the other side, with and without a ping before. */
  pongs: number;
  /** Spans between ping and pong, and between pings, of the last ones. */
  readonly rtts: number[];
  readonly steps: number[];
  /** Words that do not say which of the two they are. */
  vague: number;
  /** When the last ping was that is not answered; null is none. */
  waitingSince: EpochMs | null;
  lastAskedAt: EpochMs | null;
}

/** Creates it, before the first. */
export function createBeats(): BeatCounts {
  return {
    asked: 0,
    answered: 0,
    pongs: 0,
    rtts: [],
    steps: [],
    vague: 0,
    waitingSince: null,
    lastAskedAt: null,
  };
}

/** Counts a message that is a ping or a pong, `mine` being those of its sender. */
export function observeBeat(mine: BeatCounts, theirs: BeatCounts, { beat, at, label }: MessageFacts): void {
  const asked = theirs.waitingSince;
  if (beat === "pong" || (beat === "beat" && asked !== null)) {
    theirs.pongs += 1;
    if (beat === "beat" || findBareBeat(label) !== null) theirs.vague += 1;
    if (asked === null) return;
    theirs.answered += 1;
    theirs.waitingSince = null;
    keep(theirs.rtts, at - asked);
    return;
  }
  mine.asked += 1;
  if (mine.lastAskedAt !== null) keep(mine.steps, at - mine.lastAskedAt);
  mine.waitingSince = at;
  mine.lastAskedAt = at;
}

function keep(list: number[], value: number): void {
  list.push(value);
  if (list.length > MOST_SAMPLES) list.shift();
}
