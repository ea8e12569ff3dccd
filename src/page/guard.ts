import { getOwnPropertyDescriptor, isObject } from "../core/wire/intrinsics.ts";

/** Runs our code so that its failure is never the page's. */
export interface Guard {
  (run: () => void): void;
  /** Reports what was caught where a closure for each call would cost too much; never throws. */
  readonly caught: (error: unknown) => void;
}

/** Creates a guard; `report` is told of each failure, and may fail itself. */
export function createGuard(report: (message: string) => void): Guard {
  const caught = (error: unknown) => {
    try {
      report(messageOf(error));
    } catch {
      // There is nobody left to tell, and the page must not hear of it.
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
