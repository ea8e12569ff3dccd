import { apply } from "../core/wire/intrinsics.ts";

/**
 * Calls back after so many milliseconds, without a timer's number, of which the page would miss one: `scheduler.postTask`, where the browser has it, is a timer like any other, but gives out no
 * number.
 */
export function takeTimer(window: Window & typeof globalThis): (callback: () => void, ms: number) => void {
  const { scheduler } = window as { scheduler?: Scheduler };
  const { setTimeout } = window;
  if (!scheduler) return (callback, ms) => void apply(setTimeout, window, [callback, ms]);
  const { postTask } = scheduler;
  return (callback, ms) => void apply(postTask, scheduler, [callback, { __proto__: null, delay: ms }]);
}

interface Scheduler {
  readonly postTask: (callback: () => void, options: { delay: number }) => unknown;
}
