import type { Haul } from "../core/wire/haul.ts";
import type { PageLimits } from "../core/wire/page-limits.ts";
import {
  LINK_ASK,
  LINK_HAUL,
  LINK_HELLO,
  LINK_IDLE,
  LINK_LEAVE,
  LINK_MENDED,
  LINK_PAYLOAD_BYTES,
  LINK_READY,
  LINK_RING_BYTES,
  LINK_RING_COUNT,
  LINK_SPARE,
  LINK_STACK,
  LINK_STAY,
  LINK_WAIT,
} from "../core/wire/page-link.ts";
import type { Emitter, HaulSink } from "./emitter.ts";
import type { Guard } from "./guard.ts";
import type { MendStack } from "./hide-frames.ts";
import type { Natives } from "./natives.ts";

/** The hook's end of the link to its frame's relay. */
export interface Link extends HaulSink {
  /** Where there is no relay, it says that there is nothing to mend. */
  readonly mend: MendStack;
  /**
   * Offers the link to the relay, now and when it asks; whichever of the two scripts runs first. Once the relay has it,
   * nothing of this is left on `window`. From then on the emitter does as the relay says.
   */
  offer(emitter: Emitter): void;
}

/** Creates the link of a window. */
export function createLink(window: Window & typeof globalThis, natives: Natives, guard: Guard): Link {
  const { document, FocusEvent, CustomEvent } = window;
  const element = document.createElement("link");
  const { listen } = natives;
  const detailOf = natives.getter(CustomEvent.prototype, "detail") as <T>(event: Event) => T;
  let mended = "";
  listen(element, LINK_MENDED, (event) => {
    mended = detailOf<string>(event);
  });
  const say = (type: string) => (haul?: Haul | readonly unknown[]) =>
    natives.dispatch(
      element,
      new CustomEvent(type, { __proto__: null, detail: haul, cancelable: true } as never),
    );
  return {
    take: say(LINK_HAUL),
    spare: say(LINK_SPARE),
    askLater: say(LINK_WAIT),
    mend(stack, below, limit) {
      mended = "";
      say(LINK_STACK)([stack, below, limit]);
      return mended;
    },
    offer(emitter) {
      const hello = () =>
        natives.dispatch(
          window,
          new FocusEvent(LINK_HELLO, { __proto__: null, relatedTarget: element } as never),
        );
      const on = (type: string, told: () => void) => listen(element, type, () => guard(told));
      listen(window, LINK_ASK, hello);
      on(LINK_READY, () => {
        natives.unlisten(window, LINK_ASK, hello);
        emitter.setReady();
      });
      on(LINK_IDLE, emitter.setIdle);
      on(LINK_LEAVE, () => emitter.setLeaving(true));
      on(LINK_STAY, () => emitter.setLeaving(false));
      const onLimit = (type: string, limit: keyof PageLimits) =>
        listen(element, type, (event) => {
          emitter.limits[limit] = detailOf(event);
        });
      onLimit(LINK_RING_COUNT, "ringCount");
      onLimit(LINK_RING_BYTES, "ringBytes");
      onLimit(LINK_PAYLOAD_BYTES, "payloadBytes");
      hello();
    },
  };
}
