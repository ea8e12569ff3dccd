import { ROW_LENGTH } from "../core/wire/batch.ts";
import type { Dropped, Haul } from "../core/wire/haul.ts";
import type { PageBatch } from "../core/wire/page-batch.ts";
import { type PageLimits, toNumbers } from "../core/wire/page-limits.ts";
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
import { streamNameOf } from "../core/wire/stream-format.ts";

/** The relay's end of the link to its frame's hook. */
export interface RelayLink {
  /** The hook keeps so much: to be said first. */
  limits(limits: PageLimits): void;
  /** The relay takes hauls (again): what waits is to be handed over. */
  ready(): void;
  /** Nobody listens at the other end. */
  idle(): void;
  /** The page is going, or stays after all. */
  leave(leaving: boolean): void;
}

/** What takes a frame's hauls. */
export interface HaulTaker {
  /** Answers whether it was taken. */
  take(haul: Haul): boolean;
  /** Takes what went out of the hook's ring: what is to count, and records. */
  spare(gone: Haul | Dropped): void;
  /** Something waits to be asked for. */
  wait(): void;
  /** The text of a stack without the hook's frames, "" where it has none. */
  mend(stack: string, below: string, limit: number): string;
}

/**
 * Takes the link that the hook offers, the first there is. A page whose script ran first can offer one of its own: what comes
 * over it is no more than its own word (see `parsePageBatch`).
 */
export function takeLink(
  window: Window & typeof globalThis,
  taker: HaulTaker,
  linked: (link: RelayLink) => void,
): void {
  const { document } = window;
  const onHello = (hello: Event) => {
    const element = (hello as Partial<SubmitEvent>).submitter;
    if (!element) return;
    document.removeEventListener(LINK_OFFER, onHello);
    const listen = (type: string, heard: (detail: unknown) => unknown) =>
      element.addEventListener(type, (event) => {
        try {
          leaveRoom(ROOM_FRAMES);
          if (heard((event as CustomEvent<unknown>).detail) === false) event.preventDefault();
        } catch {
          // No word of ours: an object of the page's, that does not let itself be read or does not fit together.
        }
      });
    const tell = (type: string, detail: unknown) =>
      void element.dispatchEvent(new window.CustomEvent(type, { detail }));
    listen(LINK_HAUL, (detail) => taker.take(readHaul(detail)));
    listen(LINK_SPARE, (detail) =>
      taker.spare(Array.isArray(detail) ? readDropped(detail) : readHaul(detail)),
    );
    listen(LINK_WAIT, () => {
      taker.wait();
      // Heard: else the hook says it again with the next event. (A page at the end of its stack leaves us none to listen with.)
      return false;
    });
    listen(LINK_TYPE, (contentType) => streamNameOf(`${contentType}`) === "");
    listen(LINK_STACK, (asked) => {
      const [stack, below, limit] = asked as [string, string, number];
      tell(LINK_MENDED, taker.mend(`${stack}`, `${below}`, +limit));
    });
    linked({
      limits(limits) {
        for (const limit of toNumbers(limits)) tell(LINK_LIMIT, limit);
      },
      ready: () => void element.dispatchEvent(new Event(LINK_READY)),
      idle: () => void element.dispatchEvent(new Event(LINK_IDLE)),
      leave: (leaving) => tell(LINK_LEAVE, leaving),
    });
  };
  document.addEventListener(LINK_OFFER, onHello);
  document.dispatchEvent(new Event(LINK_OFFER));
}

/** More than what hears a haul takes. */
const ROOM_FRAMES = 200;

/** Throws where the page has left less of the stack than so many calls: a haul is heard of as a whole, or not at all. */
function leaveRoom(frames: number): number {
  return frames > 0 ? leaveRoom(frames - 1) + 1 : 0;
}

/** A haul in this world's own arrays; Chromium makes them anyway, in Firefox the page's would be reached element by element. */
function readHaul(detail: unknown): Haul {
  const { rows, count, before, text, bytes, apart } = detail as Haul;
  if (typeof text !== "string" || !(count * ROW_LENGTH <= rows.length)) throw new TypeError("no haul");
  for (const number of [count, before, apart.length]) natural(number);
  return {
    rows: own(Float64Array, rows),
    count,
    before,
    text,
    bytes: own(Uint8Array, bytes),
    apart: Array.from({ length: apart.length }, (_, index) => own(Uint8Array, apart[index])),
  };
}

function readDropped([connection, count, bytes, at, before]: readonly unknown[]): Dropped {
  return [natural(connection), natural(count), natural(bytes), Number(at), natural(before)];
}

function natural(number: unknown): number {
  if (!(Number.isSafeInteger(number) && (number as number) >= 0)) throw new TypeError("no number");
  return number as number;
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
