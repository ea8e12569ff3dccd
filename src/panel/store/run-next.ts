/** Runs a function in a task of its own: before a frame that waits already, where the browser has priorities, and has not let it wait for long. */
export function runNext(run: () => void): void {
  if (globalThis.scheduler === undefined) setTimeout(run, 0);
  else void scheduler.postTask(run, { priority: "user-blocking" });
}
