import { FLAG_RECEIVED } from "../core/wire/batch.ts";
import { isObject, WeakMaps, weakGet, weakSet } from "../core/wire/intrinsics.ts";
import { SOURCE_CLOSED, SOURCE_CREATED, SOURCE_ERRORED, SOURCE_OPENED } from "../core/wire/page-records.ts";
import type { Emitter } from "./emitter.ts";
import type { Instruments } from "./instrument.ts";
import type { ListenTo } from "./listen-to.ts";
import type { Natives } from "./natives.ts";

const CONNECTING = 0;
const CLOSED = 2;

interface Observed {
  readonly id: number;
  /** The event types that are listened to; without a prototype, which a page can put what it likes on. */
  readonly types: Record<string, true>;
}

/**
 * Watches every EventSource of a window. The browser tells only events that somebody listens to, so a type is watched
 * from the moment the page listens to it; `message` always.
 */
export function observeEventsource(
  window: Window & typeof globalThis,
  natives: Natives,
  instruments: Instruments,
  listenTo: ListenTo,
  emitter: Emitter,
  nextId: () => number,
): void {
  const { EventSource, MessageEvent, EventTarget } = window;
  if (typeof EventSource !== "function") return;
  const { prototype } = EventSource;
  const sources = new WeakMaps<object, Observed>();
  const later = instruments.later();
  const urlOf = natives.getter<string>(prototype, "url");
  const readyStateOf = natives.getter<number>(prototype, "readyState");
  const withCredentialsOf = natives.getter<boolean>(prototype, "withCredentials");
  const textOf = natives.asker<string>(MessageEvent.prototype, "data");
  const idOf = natives.getter<string>(MessageEvent.prototype, "lastEventId");

  function watch(source: object, { id, types }: Observed, type: string, other?: (at: number) => void): void {
    types[type] = true;
    listenTo(source, type, (event, at) => {
      // A server may name an event "open" or "error": that one has data.
      const text = textOf(event);
      if (text === null) other?.(at);
      else emitter.message(at, id, FLAG_RECEIVED, text, type, idOf(event));
    });
  }

  instruments.constructed(window, "EventSource", () => (source) => {
    const connection = nextId();
    const observed: Observed = { id: connection, types: { __proto__: null as never } };
    weakSet(sources, source, observed);
    later.wake();
    emitter.record(SOURCE_CREATED, natives.now(), connection, urlOf(source), withCredentialsOf(source));
    watch(source, observed, "message");
    watch(source, observed, "open", (at) => emitter.record(SOURCE_OPENED, at, connection));
    watch(source, observed, "error", (at) => {
      emitter.record(SOURCE_ERRORED, at, connection, readyStateOf(source) === CONNECTING);
    });
  });

  // At once, and not with the first EventSource: libraries take their own copy of it early.
  later.watch(EventTarget.prototype, "addEventListener", (self, args) => {
    const observed = weakGet(sources, self);
    if (!observed || args.length === 0) return undefined;
    // Of an object the native makes a string by code of the page, which must run once, and a symbol it refuses.
    const type = args[0];
    if (typeof type === "symbol" || isObject(type)) return undefined;
    const name = `${type}`;
    if (!observed.types[name]) watch(self, observed, name);
    return undefined;
  });

  later.watch(prototype, "close", (self) => {
    const observed = weakGet(sources, self);
    if (observed && readyStateOf(self) !== CLOSED) {
      emitter.record(SOURCE_CLOSED, natives.now(), observed.id);
    }
    return undefined;
  });
}
