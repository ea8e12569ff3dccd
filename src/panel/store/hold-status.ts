import type { EngineStatus } from "../../core/wire/engine-status.ts";
import { runNext } from "./run-next.ts";

/**
 * Gives every state of the engine on, in their order. One that `prepare` has something to fetch for waits until that has come, or
 * the next state: what belongs together is laid out and painted once, not twice. Under a flood that was half of what the panel took
 * from the page.
 *
 * It is then taken right after a frame, before which `schedule` runs a function: a browser that has drawn nothing for a tenth of a second, as between two states of a flood, draws
 * before all else, and the frame would come between the rendering and the layout that is to be a task of its own.
 */
export function holdStatus(
  prepare: (status: EngineStatus) => Promise<void> | null,
  take: (status: EngineStatus) => void,
  schedule: (run: () => void) => void,
): (status: EngineStatus) => void {
  let held: EngineStatus | null = null;

  function release(status: EngineStatus | null): void {
    if (status === null || held !== status) return;
    held = null;
    take(status);
  }

  return (status) => {
    release(held);
    const coming = prepare(status);
    if (coming === null) return take(status);
    held = status;
    void coming.then(() => schedule(() => runNext(() => release(status))));
  };
}
