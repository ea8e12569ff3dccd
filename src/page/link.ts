import type { Haul } from "../core/wire/haul.ts";
import { keys } from "../core/wire/intrinsics.ts";
import { LIMITS, type LimitsName, type PageLimits } from "../core/wire/page-limits.ts";
import {
  LINK_ASK,
  LINK_HAUL,
  LINK_HELLO,
  LINK_IDLE,
  LINK_READY,
  LINK_SPARE,
} from "../core/wire/page-link.ts";
import type { HaulSink } from "./emitter.ts";
import type { Natives } from "./natives.ts";

/**
 * Offers the link to the relay, now and when it asks; whichever of the two scripts runs first. Once the relay has it,
 * nothing of this is left on `window`.
 */
export function openLink(
  window: Window & typeof globalThis,
  natives: Natives,
  on: {
    ready: () => void;
    idle: () => void;
    limits: (changes: Partial<PageLimits>) => void;
  },
): HaulSink {
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
  listen(element, LINK_IDLE, on.idle);
  const names = keys(LIMITS) as LimitsName[];
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] as LimitsName;
    listen(element, name, () => on.limits(LIMITS[name]));
  }
  hello();
  const hand = (type: string) => (haul: Haul) =>
    natives.apply(natives.dispatchEvent, element, [
      new CustomEvent(type, { __proto__: null, detail: haul, cancelable: true } as never),
    ]);
  return { take: hand(LINK_HAUL), spare: hand(LINK_SPARE) };
}
