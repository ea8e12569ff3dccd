import type { Guard } from "./guard.ts";
import type { Natives } from "./natives.ts";

type Listener = (event: Event, at: number) => void;

/**
 * Adds a listener of ours, by the native method; added at construction it is the first to be called. The time is taken
 * before anything else. What the page dispatches itself is not traffic, and passed over.
 */
export function listenTo(
  target: object,
  type: string,
  natives: Natives,
  guard: Guard,
  listener: Listener,
): void {
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
}
