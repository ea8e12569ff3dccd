import type { EpochMs, Milliseconds } from "../units.ts";

/** A task that kept a document's thread from all else. It is no row of the log: a busy page has twenty a second. */
export interface LongTask {
  /** The document's key. */
  readonly frame: string;
  /** When it began. */
  readonly at: EpochMs;
  readonly blockedMs: Milliseconds;
}

/** The last so many are kept: of a page that does nothing else, those of the last quarter of an hour. */
export const MOST_LONG_TASKS = 20_000;

/** Adds one; where there are too many, the oldest go, a tenth at a time. */
export function noteLongTask(tasks: LongTask[], task: LongTask): void {
  tasks.push(task);
  if (tasks.length > MOST_LONG_TASKS) tasks.splice(0, MOST_LONG_TASKS / 10);
}
