import type { Connection } from "../../model/connection.ts";
import type { EpochMs, Milliseconds } from "../../units.ts";
import { largest } from "../polling/statistics.ts";
import type { Evidence } from "./evidence.ts";
import { type FeedPause, LEAST_PAUSE } from "./find-feeds.ts";

/** A rhythm is seen in so many messages, of which nearly all come after a usual span. */
const LEAST_MESSAGES = 60;
const RHYTHM_SHARE = 0.95;
const RHYTHM_FACTOR = 3;
/** A silence is so much longer than the usual span; of a clock, whose spans hardly vary, it need not be as long. */
const SILENCE_FACTOR = 20;
export const CLOCK_FACTOR = 8;
const CLOCK_SPREAD = 1.5;

/** With so many silences, that are so much of the time, a feed is not steady. */
const LEAST_BURSTS = 5;
const MOST_SILENT = 0.5;

/** So many silences of a connection are looked into, the longest. */
const MOST_GAPS = 200;

/** The silences of a connection whose messages come in a rhythm. */
export interface Gaps {
  /** The span after which a message usually comes, and from which on nothing is a silence. */
  readonly usual: Milliseconds;
  readonly least: Milliseconds;
  readonly longest: Milliseconds;
  /** What was received. */
  readonly rows: Uint32Array;
  readonly gaps: readonly FeedPause[];
  /** Else they are the longest. */
  readonly areAll: boolean;
}

/** Finds them; null where there is no rhythm, or pauses belong to it. */
export function findGaps(evidence: Evidence, connection: Connection): Gaps | null {
  const { log } = evidence.session;
  const rows = evidence.messagesOf(connection).filter((row) => evidence.isReceived(row));
  if (rows.length < LEAST_MESSAGES) return null;
  const steps = new Float64Array(rows.length - 1);
  for (let index = 1; index < rows.length; index += 1) {
    steps[index - 1] = log.at.get(rows[index] as number) - log.at.get(rows[index - 1] as number);
  }
  const sorted = steps.slice().sort();
  const usual = sorted[Math.floor(sorted.length / 2)] as number;
  const high = sorted[Math.floor(sorted.length * RHYTHM_SHARE)] as number;
  if (usual <= 0 || high > usual * RHYTHM_FACTOR) return null;
  const factor = high <= usual * CLOCK_SPREAD ? CLOCK_FACTOR : SILENCE_FACTOR;
  const least = Math.max(LEAST_PAUSE, usual * factor);
  const gaps: FeedPause[] = [];
  for (const [index, step] of steps.entries()) {
    if (step < least) continue;
    const before = rows[index] as number;
    const after = rows[index + 1] as number;
    gaps.push({ before, after, from: log.at.get(before), to: log.at.get(after) });
  }
  if (isInBursts(gaps, log.at.get(rows.at(-1) as number) - log.at.get(rows[0] as number))) return null;
  const found = { usual, least, longest: largest(steps), rows };
  if (gaps.length <= MOST_GAPS) return { ...found, gaps, areAll: true };
  const longest = gaps.sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, MOST_GAPS);
  return { ...found, gaps: longest.sort((a, b) => a.before - b.before), areAll: false };
}

/** Whether the pauses are the rule: what is said when something happens comes in bursts, and is no feed that stopped. */
function isInBursts(
  gaps: readonly { readonly from: EpochMs; readonly to: EpochMs }[],
  whole: Milliseconds,
): boolean {
  if (gaps.length < LEAST_BURSTS) return false;
  return gaps.reduce((sum, { from, to }) => sum + to - from, 0) > MOST_SILENT * whole;
}
