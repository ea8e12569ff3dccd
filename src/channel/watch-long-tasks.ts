import type { EpochMs, Milliseconds } from "../core/units.ts";

/** Watches tasks that block a document's thread. */
export interface LongTaskWatch {
  /** Begins, or ends. */
  setOn(on: boolean): void;
}

/**
 * Creates the watch of a window: tells of each task of 50 ms and more (W3C Long Tasks), in the window's own time. Where the browser
 * knows none (Firefox), it tells nothing.
 */
export function createLongTaskWatch(
  { PerformanceObserver }: Pick<typeof globalThis, "PerformanceObserver">,
  timeOrigin: EpochMs,
  told: (at: EpochMs, blockedMs: Milliseconds) => void,
): LongTaskWatch {
  let observer: PerformanceObserver | null = null;
  return {
    setOn(on) {
      if (!on) {
        observer?.disconnect();
        observer = null;
        return;
      }
      if (observer !== null || !PerformanceObserver?.supportedEntryTypes?.includes("longtask")) return;
      observer = new PerformanceObserver((list) => {
        for (const { startTime, duration } of list.getEntries()) told(timeOrigin + startTime, duration);
      });
      observer.observe({ type: "longtask" });
    },
  };
}
