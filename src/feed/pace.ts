/** How long an event waits for others. */
const AFTER_MS = 50;
/**
 * Where many come, for a batch costs the page as much as a hundred messages do, however few are in it: it crosses two worlds
 * and two processes, and is acknowledged. Many are as many as nobody reads one by one.
 */
const BUSY_AFTER_MS = 150;
const BUSY_COUNT = 10;
/** Where so many come at once nobody reads any, and what other processes do with a batch empties the page's caches, too. */
const CROWDED_AFTER_MS = 300;
const CROWDED_COUNT = 100;

/** When to ask a hook for what waits. */
export interface Pace {
  /** Something waits. */
  wait(): void;
  /** So many events came at once. */
  came(count: number): void;
}

/** Creates a pace: `ask` is called once for each `wait`, or for several. */
export function createPace(ask: () => void, later: (callback: () => void, ms: number) => void): Pace {
  let waiting = false;
  /** How many came since it was asked last. */
  let count = 0;
  return {
    wait() {
      if (waiting) return;
      waiting = true;
      later(
        () => {
          waiting = false;
          count = 0;
          ask();
        },
        count >= CROWDED_COUNT ? CROWDED_AFTER_MS : count >= BUSY_COUNT ? BUSY_AFTER_MS : AFTER_MS,
      );
    },
    came(more) {
      count += more;
    },
  };
}
