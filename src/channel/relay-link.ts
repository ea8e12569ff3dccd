import type { Batch } from "../core/wire/batch.ts";
import type { LimitsName } from "../core/wire/page-limits.ts";
import { LINK_ARM, LINK_ASK, LINK_BATCH, LINK_HELLO, LINK_IDLE, LINK_READY } from "../core/wire/page-link.ts";

/** The relay's end of the link to its frame's hook. */
export interface RelayLink {
  /** The hook keeps so much, instead of the usual: to be said first. */
  limits(name: LimitsName): void;
  /** The relay takes batches (again). */
  ready(): void;
  /** A new listener is there. */
  arm(): void;
  /** Nobody listens at the other end. */
  idle(): void;
}

/**
 * Takes the link that the hook offers, the first there is. `take` answers whether it has taken the batch. A page whose
 * script ran first can offer one of its own: what comes over it is no more than its own word (see `parsePageBatch`).
 */
export function takeLink(
  window: Window,
  take: (batch: Batch) => boolean,
  linked: (link: RelayLink) => void,
): void {
  const onHello = (hello: Event) => {
    const element = (hello as FocusEvent).relatedTarget;
    if (element === null) return;
    window.removeEventListener(LINK_HELLO, onHello);
    element.addEventListener(LINK_BATCH, (event) => {
      const batch: unknown = (event as CustomEvent<unknown>).detail;
      if (isWeighable(batch) && !take(batch)) event.preventDefault();
    });
    linked({
      limits: (name) => void element.dispatchEvent(new Event(name)),
      ready: () => void element.dispatchEvent(new Event(LINK_READY)),
      arm: () => void element.dispatchEvent(new Event(LINK_ARM)),
      idle: () => void element.dispatchEvent(new Event(LINK_IDLE)),
    });
  };
  window.addEventListener(LINK_HELLO, onHello);
  window.dispatchEvent(new Event(LINK_ASK));
}

/** Whether it can be counted what it weighs; all else is looked into by the engine's parser alone. */
export function isWeighable(batch: unknown): batch is Batch {
  try {
    const { rows, bytes } = batch as Batch;
    return Number.isSafeInteger(rows.length) && Number.isSafeInteger(bytes.length);
  } catch {
    // Nothing, or an object of the page that does not let itself be read.
    return false;
  }
}
