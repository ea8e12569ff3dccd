import { getOwnPropertyDescriptor, isObject } from "../core/wire/intrinsics.ts";

/** Runs our code so that its failure is never the page's. */
export interface Guard {
  (run: () => void): void;
  /** Reports what was caught where a closure for each call would cost too much; never throws. */
  readonly caught: (error: unknown) => void;
}

/** Creates a guard; `report` is told of each failure, and may fail itself. */
export function createGuard(report: (message: string, count: number) => void): Guard {
  let untold = 0;
  let failed: unknown;
  const tell = () => {
    const count = untold;
    // Before: to report may lead to what runs in the guard.
    untold = 0;
    try {
      if (count > 0) report(messageOf(failed), count);
    } catch {
      // Where the page is at the end of its stack there is no way to tell: it is told with the next, or with what runs next.
      untold += count;
    }
  };
  const caught = (error: unknown) => {
    untold += 1;
    failed = error;
    tell();
  };
  const guard = (run: () => void) => {
    try {
      run();
      tell();
    } catch (error) {
      caught(error);
    }
  };
  guard.caught = caught;
  return guard;
}

/** An error's own message: its name and `toString` the page could have replaced. */
function messageOf(error: unknown): string {
  const message: unknown = isObject(error) && getOwnPropertyDescriptor(error, "message")?.value;
  return typeof message === "string" ? message : "unknown";
}
