/** Asks for what may have changed, one question at a time. */
export interface Asking {
  /** Something may have changed: asks after so many ms, or when the answer that is awaited has come, and some time after it. */
  askAfter(ms: number): void;
  stop(): void;
}

/**
 * Creates it. Where something changed while an answer was awaited, it asks again `everyMs` after that answer. What fails is told to `fail`,
 * and asked again when something else has changed.
 */
export function keepAsking(
  ask: () => Promise<void>,
  everyMs: () => number,
  fail: (problem: unknown) => void,
): Asking {
  let asking = false;
  let stale = false;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function askAfter(ms: number): void {
    stale = true;
    if (asking || timer !== undefined || stopped) return;
    timer = setTimeout(() => {
      timer = undefined;
      stale = false;
      asking = true;
      ask()
        .catch(fail)
        .finally(() => {
          asking = false;
          if (stale) askAfter(everyMs());
        });
    }, ms);
  }

  return {
    askAfter,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
