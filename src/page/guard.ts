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
  const caught = (error: unknown) => {
    untold += 1;
    try {
      report(messageOf(error), untold);
      untold = 0;
    } catch {
      // There is nobody left to tell, or, where the page is at the end of its stack, no way to: it must not hear of it.
    }
  };
  const guard = (run: () => void) => {
    try {
      run();
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
