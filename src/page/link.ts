import type { Haul } from "../core/wire/haul.ts";
import {
  LINK_HAUL,
  LINK_IDLE,
  LINK_LEAVE,
  LINK_LIMIT,
  LINK_MENDED,
  LINK_OFFER,
  LINK_READY,
  LINK_SPARE,
  LINK_STACK,
  LINK_TYPE,
  LINK_WAIT,
} from "../core/wire/page-link.ts";
import type { Emitter, HaulSink } from "./emitter.ts";
import type { Guard } from "./guard.ts";
import type { MendStack } from "./hide-frames.ts";
import type { Natives } from "./natives.ts";
import type { IsOther } from "./stream-record.ts";

/** The hook's end of the link to its frame's relay. */
export interface Link extends HaulSink {
  /** Where there is no relay, it says that there is nothing to mend. */
  readonly mend: MendStack;
  readonly isOther: IsOther;
  /**
   * Offers the link to the relay, now and when it asks; whichever of the two scripts runs first. Nobody
   * after the relay gets it. From then on the emitter does as the relay says.
   */
  offer(emitter: Emitter): void;
}

/** Creates the link of a window. */
export function createLink(window: Window & typeof globalThis, natives: Natives, guard: Guard): Link {
  const { document, SubmitEvent, CustomEvent } = window;
  const element = document.createElement("link");
  const detailOf = natives.getter(CustomEvent.prototype, "detail") as <T>(event: Event) => T;
  let mended = "";
  /** In a guard: a page that has taken `CustomEvent` from a frame before it loads leaves no details to read. */
  const on = (type: string, told: (event: Event) => void) =>
    natives.listen(element, type, (event) => guard(() => told(event)));
  on(LINK_MENDED, (event) => {
    mended = detailOf(event);
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
    isOther: say(LINK_TYPE) as never,
    mend(stack, below, limit) {
      mended = "";
      say(LINK_STACK)([stack, below, limit]);
      return mended;
    },
    offer(emitter) {
      let over = false;
      const hello = () =>
        natives.dispatch(
          document,
          new SubmitEvent(LINK_OFFER, { __proto__: null, submitter: element } as never),
        );
      on(LINK_READY, () => {
        over = true;
        emitter.setReady();
      });
      on(LINK_IDLE, emitter.setIdle);
      on(LINK_LEAVE, (event) => emitter.setLeaving(detailOf(event)));
      on(LINK_LIMIT, (event) => emitter.setLimit(detailOf(event)));
      hello();
      natives.listen(document, LINK_OFFER, () => {
        // It hears itself, too; and whoever asks after the relay gets no answer.
        if (over) return;
        over = true;
        hello();
      });
    },
  };
}
