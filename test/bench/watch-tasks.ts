import { toCall } from "../../tooling/browser/expression.ts";

type Evaluate = <T>(expression: string) => Promise<T>;

/** The tasks of a page's main thread, from when it was begun to watch. */
export interface WatchedTasks {
  /** Milliseconds; 0 where none took as long as a browser tells of (50). */
  longestMs(): Promise<number>;
  /** The same since this was last asked for. */
  takeMs(): Promise<number>;
}

/** Watches for tasks of a main thread; a browser that does not tell of long ones is asked by a timer. */
export async function watchTasks(evaluate: Evaluate): Promise<WatchedTasks> {
  await evaluate(toCall(watch));
  let longest = 0;
  const takeMs = async (): Promise<number> => {
    const taken = await evaluate<number>("globalThis.benchTakeTaskMs()");
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
  const LOOK_EVERY_MS = 4;
  let longest = 0;
  const seen = (list: { getEntries(): { duration: number }[] }) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  };
  const take = () => {
    const taken = longest;
    longest = 0;
    return taken;
  };
  Object.assign(globalThis, { benchTakeTaskMs: take });
  if (PerformanceObserver.supportedEntryTypes.includes("longtask")) {
    const observer = new PerformanceObserver(seen);
    observer.observe({ type: "longtask" });
    Object.assign(globalThis, {
      benchTakeTaskMs: async () => {
        // A task is told of when it has ended, and this is one.
        await new Promise((resolve) => setTimeout(resolve, 0));
        seen({ getEntries: () => observer.takeRecords() });
        return take();
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
