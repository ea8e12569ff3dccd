import type { DrivenBrowser } from "../../tooling/browser/driven.ts";
import { toCall } from "../../tooling/browser/expression.ts";

type Evaluate = <T>(expression: string) => Promise<T>;

/** The tasks of a page's main thread, from when it was begun to watch. */
export interface WatchedTasks {
  /** Milliseconds; 0 where none took as long as a browser tells of (50). */
  longestMs(): Promise<number>;
  /** The same since this was last asked for. */
  takeMs(): Promise<number>;
}

/**
 * Watches for tasks of the main thread of a page, of which Chromium tells the page itself. Firefox tells the driver, of all
 * pages of the extension together.
 */
export async function watchTasks(
  { watchLongTasks }: Pick<DrivenBrowser, "watchLongTasks">,
  evaluate: Evaluate,
): Promise<WatchedTasks> {
  if (watchLongTasks === null) await evaluate(toCall(watch));
  const take = (await watchLongTasks?.()) ?? (() => evaluate<number>("globalThis.benchTakeTaskMs()"));
  let longest = 0;
  const takeMs = async (): Promise<number> => {
    const taken = await take();
    longest = Math.max(longest, taken);
    return taken;
  };
  return {
    takeMs,
    async longestMs() {
      await takeMs();
      return longest;
    },
  };
}

/** Runs in the page, as its own script. */
function watch(): void {
  let longest = 0;
  const seen = (list: { getEntries(): { duration: number }[] }) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  };
  const observer = new PerformanceObserver(seen);
  observer.observe({ type: "longtask" });
  Object.assign(globalThis, {
    benchTakeTaskMs: async () => {
      // A task is told of when it has ended, and this is one.
      await new Promise((resolve) => setTimeout(resolve, 0));
      seen({ getEntries: () => observer.takeRecords() });
      const taken = longest;
      longest = 0;
      return taken;
    },
  });
}
