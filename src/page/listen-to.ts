import type { Guard } from "./guard.ts";
import type { Natives } from "./natives.ts";

/**
 * Adds a listener of ours, by the native method; added at construction it is the first to be called. The time is taken
 * before anything else. What the page dispatches itself is not traffic, and passed over.
 */
export function listenTo(
  target: object,
  type: string,
  natives: Natives,
  guard: Guard,
  listener: (event: Event, at: number) => void,
): void {
  const guarded = (event: Event) => {
    const at = natives.now();
    if (event.isTrusted) guard(() => listener(event, at));
  };
  natives.apply(natives.addEventListener, target, [type, guarded]);
}
