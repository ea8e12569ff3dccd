import type { Guard } from "./guard.ts";
import type { Natives } from "./natives.ts";

/**
 * Adds a listener of ours, by the native method; added at construction it is the first to be called. The time is taken
 * before anything else. What the page dispatches itself is not traffic, and passed over.
 */
export type ListenTo = (target: object, type: string, listener: (event: Event, at: number) => void) => void;

/** Creates a window's; listeners run in the guard. */
export function createListenTo(natives: Natives, guard: Guard): ListenTo {
  return (target, type, listener) => {
    const guarded = (event: Event) => {
      const at = natives.now();
      if (!event.isTrusted) return;
      try {
        listener(event, at);
      } catch (error) {
        guard.caught(error);
      }
    };
    natives.listen(target, type, guarded);
  };
}
