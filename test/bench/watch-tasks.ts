import { toCall } from "../../tooling/browser/expression.ts";

type Evaluate = <T>(expression: string) => Promise<T>;

/** The tasks of a page's main thread, from when it was begun to watch. */
export interface WatchedTasks {
  /** Milliseconds; 0 where none took as long as a browser tells of (50). */
  longestMs(): Promise<number>;
}

/** Watches for tasks of a main thread; a browser that does not tell of long ones is asked by a timer. */
export async function watchTasks(evaluate: Evaluate): Promise<WatchedTasks> {
  await evaluate(toCall(watch));
  return { longestMs: () => evaluate<number>("globalThis.benchLongestTaskMs()") };
}

/** Runs in the page, as its own script. */
function watch(): void {
  const LOOK_EVERY_MS = 4;
  let longest = 0;
  const seen = (list: PerformanceObserverEntryList | { getEntries(): { duration: number }[] }) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  };
  Object.assign(globalThis, { benchLongestTaskMs: () => longest });
  if (PerformanceObserver.supportedEntryTypes.includes("longtask")) {
    const observer = new PerformanceObserver(seen);
    observer.observe({ type: "longtask" });
    // What was seen is told later.
    Object.assign(globalThis, {
      benchLongestTaskMs: () => {
        seen({ getEntries: () => observer.takeRecords() });
        return longest;
      },
    });
    return;
  }
  let last = performance.now();
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    setTimeout(look, LOOK_EVERY_MS);
  };
  look();
}
