import type { Batch } from "../core/wire/batch.ts";
import { keys } from "../core/wire/intrinsics.ts";
import { LIMITS, type LimitsName, type PageLimits } from "../core/wire/page-limits.ts";
import { LINK_ARM, LINK_ASK, LINK_BATCH, LINK_HELLO, LINK_IDLE, LINK_READY } from "../core/wire/page-link.ts";
import type { Natives } from "./natives.ts";

/** The hook's end of the link to its frame's relay. */
export interface Link {
  /** Answers whether the relay has taken the batch. */
  deliver(batch: Batch): boolean;
}

/**
 * Offers the link to the relay, now and when it asks; whichever of the two scripts runs first. Once the relay has it,
 * nothing of this is left on `window`.
 */
export function openLink(
  window: Window & typeof globalThis,
  natives: Natives,
  on: {
    ready: () => void;
    arm: () => void;
    idle: () => void;
    limits: (changes: Partial<PageLimits>) => void;
  },
): Link {
  const { document, FocusEvent, CustomEvent } = window;
  const element = document.createElement("link");
  const hello = () => {
    natives.apply(natives.dispatchEvent, window, [
      new FocusEvent(LINK_HELLO, { __proto__: null, relatedTarget: element } as never),
    ]);
  };
  const listen = (target: EventTarget, type: string, listener: () => void) =>
    natives.apply(natives.addEventListener, target, [type, listener]);
  listen(window, LINK_ASK, hello);
  listen(element, LINK_READY, () => {
    natives.apply(natives.removeEventListener, window, [LINK_ASK, hello]);
    on.ready();
  });
  listen(element, LINK_ARM, on.arm);
  listen(element, LINK_IDLE, on.idle);
  const names = keys(LIMITS) as LimitsName[];
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] as LimitsName;
    listen(element, name, () => on.limits(LIMITS[name]));
  }
  hello();
  return {
    deliver(batch) {
      const event = new CustomEvent(LINK_BATCH, {
        __proto__: null,
        detail: batch,
        cancelable: true,
      } as never);
      return natives.apply(natives.dispatchEvent, element, [event]);
    },
  };
}
