import { FLAG_RECEIVED } from "../core/wire/batch.ts";
import type { Emitter } from "./emitter.ts";
import type { Guard } from "./guard.ts";
import { instrumentConstructor, instrumentMethod } from "./instrument.ts";
import { listenTo } from "./listen-to.ts";
import type { Natives } from "./natives.ts";

const CONNECTING = 0;
const CLOSED = 2;

interface Observed {
  readonly id: number;
  /** The event types that are listened to. */
  readonly types: Set<string>;
}

/**
 * Watches every EventSource of a window. The browser tells only events that somebody listens to, so a type is watched
 * from the moment the page listens to it; `message` always.
 */
export function observeEventsource(
  window: Window & typeof globalThis,
  natives: Natives,
  guard: Guard,
  emitter: Emitter,
  nextId: () => number,
): void {
  const { EventSource, MessageEvent, EventTarget } = window;
  if (typeof EventSource !== "function") return;
  const { prototype } = EventSource;
  const sources = new WeakMap<object, Observed>();
  const { get } = WeakMap.prototype;
  const observedOf = (self: unknown) => natives.apply(get, sources, [self]) as Observed | undefined;
  const urlOf = natives.getter<string>(prototype, "url");
  const readyStateOf = natives.getter<number>(prototype, "readyState");
  const withCredentialsOf = natives.getter<boolean>(prototype, "withCredentials");
  const dataOf = natives.getter<unknown>(MessageEvent.prototype, "data");
  const idOf = natives.getter<string>(MessageEvent.prototype, "lastEventId");
  let watchingTypes = false;

  function watch(source: object, { id, types }: Observed, type: string, other?: (at: number) => void): void {
    types.add(type);
    listenTo(source, type, natives, guard, (event, at) => {
      // A server may name an event "open" or "error": that one has data.
      if (!(event instanceof MessageEvent)) {
        other?.(at);
        return;
      }
      const text = String(dataOf(event));
      emitter.message(at, id, FLAG_RECEIVED, { kind: "text", text }, type, idOf(event));
    });
  }

  instrumentConstructor(window, "EventSource", natives, guard, (source) => {
    const connection = nextId();
    const observed: Observed = { id: connection, types: new Set() };
    sources.set(source, observed);
    const [url, withCredentials] = [urlOf(source), withCredentialsOf(source)];
    emitter.record({ type: "source-created", at: natives.now(), connection, url, withCredentials });
    watch(source, observed, "message");
    watch(source, observed, "open", (at) => emitter.record({ type: "source-opened", at, connection }));
    watch(source, observed, "error", (at) => {
      const reconnecting = readyStateOf(source) === CONNECTING;
      emitter.record({ type: "source-errored", at, connection, reconnecting });
    });
    if (!watchingTypes) watchTypes();
  });

  /** Only from the first EventSource on: a page without one keeps its `addEventListener` untouched. */
  function watchTypes(): void {
    watchingTypes = true;
    instrumentMethod(EventTarget.prototype, "addEventListener", (addEventListener, self, args) => {
      guard(() => {
        const observed = typeof self === "object" && self !== null ? sources.get(self) : undefined;
        const type = args[0];
        if (observed === undefined || typeof type !== "string" || observed.types.has(type)) return;
        watch(self as object, observed, type);
      });
      return natives.apply(addEventListener, self, args);
    });
  }

  instrumentMethod(prototype, "close", (close, self, args) => {
    const at = natives.now();
    guard(() => {
      const observed = observedOf(self);
      if (observed === undefined || readyStateOf(self) === CLOSED) return;
      emitter.record({ type: "source-closed", at, connection: observed.id });
    });
    return natives.apply(close, self, args);
  });
}
