import { HOOK_FAILED } from "../core/wire/page-records.ts";
import type { Emitter } from "./emitter.ts";

/** Errors of ours beyond this many are no longer told: one that repeats must not flood the session. */
const MAX_FAILURES = 20;

/** Creates what tells of failures of ours, as long as there is an emitter to tell by. Times are epoch milliseconds. */
export function createFailureReport(
  now: () => number,
  emitter: () => Emitter | null,
): (message: string, count: number) => void {
  let failures = 0;
  return (message, count) => {
    failures += 1;
    if (failures <= MAX_FAILURES) emitter()?.record(HOOK_FAILED, now(), 0, count, message);
  };
}
