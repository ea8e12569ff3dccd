import type { Haul } from "../core/wire/haul.ts";
import type { PageBatch } from "../core/wire/page-batch.ts";
import type { LimitsName } from "../core/wire/page-limits.ts";
import {
  LINK_ASK,
  LINK_HAUL,
  LINK_HELLO,
  LINK_IDLE,
  LINK_READY,
  LINK_SPARE,
} from "../core/wire/page-link.ts";

/** The relay's end of the link to its frame's hook. */
export interface RelayLink {
  /** The hook keeps so much, instead of the usual: to be said first. */
  limits(name: LimitsName): void;
  /** The relay takes hauls (again). */
  ready(): void;
  /** Nobody listens at the other end. */
  idle(): void;
}

/** What takes a frame's hauls. */
export interface HaulTaker {
  /** Answers whether it was taken. */
  take(haul: Haul): boolean;
  /** Takes a record that went out of the hook's ring. */
  spare(haul: Haul): void;
}

/**
 * Takes the link that the hook offers, the first there is. A page whose script ran first can offer one of its own: what comes
 * over it is no more than its own word (see `parsePageBatch`).
 */
export function takeLink(window: Window, taker: HaulTaker, linked: (link: RelayLink) => void): void {
  const onHello = (hello: Event) => {
    const element = (hello as FocusEvent).relatedTarget;
    if (element === null) return;
    window.removeEventListener(LINK_HELLO, onHello);
    const listen = (type: string, take: (haul: Haul) => unknown) =>
      element.addEventListener(type, (event) => {
        try {
          const haul = readHaul((event as CustomEvent<unknown>).detail);
          if (take(haul) === false) event.preventDefault();
        } catch {
          // No haul of ours: an object of the page's, that does not let itself be read or does not fit together.
        }
      });
    listen(LINK_HAUL, taker.take);
    listen(LINK_SPARE, taker.spare);
    linked({
      limits: (name) => void element.dispatchEvent(new Event(name)),
      ready: () => void element.dispatchEvent(new Event(LINK_READY)),
      idle: () => void element.dispatchEvent(new Event(LINK_IDLE)),
    });
  };
  window.addEventListener(LINK_HELLO, onHello);
  window.dispatchEvent(new Event(LINK_ASK));
}

/** A haul in this world's own arrays; Chromium makes them anyway, in Firefox the page's would be reached element by element. */
function readHaul(detail: unknown): Haul {
  const { rows, text, bytes, apart, dropped } = detail as Haul;
  if (typeof text !== "string" || !Number.isSafeInteger(apart.length)) throw new TypeError("no haul");
  return {
    rows: own(Float64Array, rows),
    text,
    bytes: own(Uint8Array, bytes),
    apart: Array.from({ length: apart.length }, (_, index) => own(Uint8Array, apart[index])),
    dropped: own(Float64Array, dropped),
  };
}

function own<T extends ArrayBufferView>(type: new (from: T) => T, array: T | undefined): T {
  if (array instanceof type) return array;
  if (!ArrayBuffer.isView(array)) throw new TypeError("no array");
  return new type(array);
}

/** Whether it can be counted what it weighs; all else is looked into by the engine's parser alone. */
export function isWeighable(batch: unknown): batch is PageBatch {
  try {
    const { rows, text, bytes } = batch as PageBatch;
    return (
      Number.isSafeInteger(rows.length) && typeof text === "string" && Number.isSafeInteger(bytes.length)
    );
  } catch {
    // Nothing, or an object of the page that does not let itself be read.
    return false;
  }
}
