import type { EpochMs } from "../units.ts";
import { isNumber, isObject } from "./checks.ts";
import { parseHarTime, toIsoTime } from "./har-dates.ts";

/** Entries of a HAR, each with a time; how many of them had none of their own. */
export interface DatedEntries {
  readonly entries: readonly unknown[];
  readonly undated: number;
}

/** Seconds below this are no date of a recording, but counted from when something began. */
const LEAST_SECONDS = 1e8;

/**
 * Gives a time to the entries for which a browser did not know one. Of a WebSocket that failed before there was an answer Chromium writes
 * -1 s, and its own clock's reading for the error (observed in 156): such entries begin where the one before them in the file ended, or
 * the next began, and keep their distances from each other.
 */
export function dateHarEntries(entries: readonly unknown[]): DatedEntries {
  const starts = entries.map(startOf);
  if (!starts.some((it) => it !== null && it < 0)) return { entries, undated: 0 };
  const laters = nextTimes(starts);
  const dated: unknown[] = [];
  let undated = 0;
  let before: EpochMs | null = null;
  let run: { readonly at: EpochMs; readonly clock: number } | null = null;
  for (const [index, entry] of entries.entries()) {
    const start = starts[index] ?? null;
    if (start === null || start >= 0 || !isObject(entry)) {
      dated.push(entry);
      if (start === null || !isObject(entry)) continue;
      before = start + Math.max(0, isNumber(entry.time) ? entry.time : 0);
      run = null;
      continue;
    }
    const latest = laters[index] ?? Number.POSITIVE_INFINITY;
    const clock = clockOf(entry);
    run ??= { at: Math.min(before ?? latest, latest), clock };
    const at = Math.min(run.at + Math.max(0, clock - run.clock) * 1000, latest);
    // Where nothing in the file has a time there is none to be had.
    if (!Number.isFinite(at)) dated.push(entry);
    else {
      dated.push(entryAt(entry, at));
      undated += 1;
    }
  }
  return { entries: dated, undated };
}

/** Of each entry the first time that there is from it on; null where there is none. */
function nextTimes(starts: readonly (EpochMs | null)[]): (EpochMs | null)[] {
  let next: EpochMs | null = null;
  return starts
    .toReversed()
    .map((it) => {
      if (it !== null && it >= 0) next = it;
      return next;
    })
    .reverse();
}

function startOf(entry: unknown): EpochMs | null {
  return isObject(entry) ? parseHarTime(entry.startedDateTime) : null;
}

/** The browser's own clock, in seconds, at the first thing that the entry tells. */
function clockOf({ _webSocketMessages: messages }: Record<string, unknown>): number {
  const first: unknown = Array.isArray(messages) ? messages[0] : undefined;
  return isObject(first) && isNumber(first.time) && first.time < LEAST_SECONDS ? first.time : 0;
}

function entryAt(entry: Record<string, unknown>, at: EpochMs): Record<string, unknown> {
  const { _webSocketMessages: messages } = entry;
  const told = Array.isArray(messages)
    ? messages.map((it) => (isUndated(it) ? { ...it, time: at / 1000 } : it))
    : messages;
  return {
    ...entry,
    startedDateTime: toIsoTime(at),
    time: 0,
    timings: {},
    ...(messages === undefined ? {} : { _webSocketMessages: told }),
  };
}

function isUndated(message: unknown): message is Record<string, unknown> {
  return isObject(message) && isNumber(message.time) && message.time < LEAST_SECONDS;
}
