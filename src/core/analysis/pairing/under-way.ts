import type { EpochMs, Milliseconds } from "../../units.ts";
import type { Trip, TripLog } from "./trip-log.ts";

/** A request is given so long at least, and so many times longer than the slowest answer to others took. */
const LEAST_WAIT: Milliseconds = 5000;
const WAIT_FACTOR = 3;

/** Protocols in which a request need not be answered: there a kind that never was is none. */
export const ANSWER_IS_OPTIONAL: ReadonlySet<string> = new Set([
  "phoenix",
  "irc",
  "nats",
  "action-cable",
  "yjs",
  "bayeux",
]);

/** Until when a connection is known to have been open: what was asked shortly before may still be answered; null: it has ended, and nothing will be. */
export type OpenUntil = (connection: number) => EpochMs | null;

/** How long a request may take before it is called unanswered, where the slowest answer to others like it took so long (null: there is none). */
export function answerWait(slowestMs: Milliseconds | null): Milliseconds {
  return Math.max(LEAST_WAIT, WAIT_FACTOR * (slowestMs ?? 0));
}

/** Whether a request has no answer, and somebody waits for it. */
export function isOpenRequest({ replies, cancelled }: Trip): boolean {
  return replies === 0 && !cancelled;
}

/** Until when each of these that has no answer may still get one; NaN: it has one, or will get none. */
export function dueAt(trip: Trip, waitMs: Milliseconds, openUntil: EpochMs | null): EpochMs {
  if (openUntil === null || !isOpenRequest(trip)) return Number.NaN;
  const due = trip.requestAt + waitMs;
  return due > openUntil ? due : Number.NaN;
}

/** Until when a request of the log may still get the answer that it lacks: null, it will get none; NaN, it lacks none. */
export function awaitedUntil(
  log: Pick<TripLog, "slowestLike" | "isAnsweredType">,
  trip: Trip,
  openUntil: EpochMs | null,
): EpochMs | null {
  if (!isOpenRequest(trip)) return Number.NaN;
  if (ANSWER_IS_OPTIONAL.has(trip.by) && !log.isAnsweredType(trip.id)) return Number.NaN;
  const due = dueAt(trip, answerWait(log.slowestLike(trip.id)), openUntil);
  return Number.isNaN(due) ? null : due;
}
