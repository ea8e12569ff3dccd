import { createEmitter, type Emitter, type HaulSink } from "./emitter.ts";
import { createGuard } from "./guard.ts";
import type { CreateFrameHider } from "./hide-frames.ts";
import { createInstruments } from "./instrument.ts";
import { openLink } from "./link.ts";
import { createListener } from "./listen-to.ts";
import { takeNatives } from "./natives.ts";
import { observeConnections } from "./observe-connections.ts";
import type { observeWebsocketStream } from "./observe-websocket-stream.ts";
import { createFailureReport } from "./report-failures.ts";

/** Starts watching a window, before its first script. Nothing of it is visible to the page, and none of it throws. */
export function installHook(
  window: Window & typeof globalThis,
  createFrameHider: CreateFrameHider,
  /** Only where the browser has WebSocketStreams. */
  observeSocketStreams?: typeof observeWebsocketStream,
): void {
  let emitter: Emitter | null = null;
  const natives = takeNatives(window);
  const fail = createFailureReport(natives.now, () => emitter);
  const guard = createGuard(fail);
  guard(() => {
    const { document, location, Document, PageTransitionEvent } = window;
    const visibilityOf = natives.getter<DocumentVisibilityState>(Document.prototype, "visibilityState");
    const persistedOf = natives.getter<boolean>(PageTransitionEvent.prototype, "persisted");
    const { port1, port2 } = new window.MessageChannel();
    const { postMessage } = port2;
    let next: (() => void) | null = null;
    port1.onmessage = () => {
      next?.();
    };
    const soon = (callback: () => void) => {
      next = callback;
      natives.apply(postMessage, port2, [null]);
    };
    let link: HaulSink | null = null;
    let watchLeaving = () => {};
    const made = createEmitter(
      {
        type: "frame-started",
        at: natives.now(),
        url: location.href,
        top: window === window.top,
        origin: window.origin,
      },
      natives,
      guard,
      {
        take(haul) {
          watchLeaving();
          return link?.take(haul) ?? false;
        },
        spare: (haul) => link?.spare(haul),
      },
      soon,
      () => visibilityOf(document) === "hidden",
    );
    emitter = made;
    let id = 0;
    const nextId = () => {
      watchLeaving();
      id += 1;
      return id;
    };
    // First, so that there is somebody to tell where an observer fails; which is not the end of the other.
    link = openLink(window, natives, {
      ready: () => guard(made.setReady),
      idle: () => guard(made.setIdle),
      limits: (changes) => guard(() => void Object.assign(made.limits, changes)),
    });
    const instruments = createInstruments(window, createFrameHider(window), guard, (name) =>
      fail(`${name} cannot be replaced`),
    );
    observeConnections(window, natives, instruments, guard, made, nextId, observeSocketStreams);
    const onPageHide = (event: Event, at: number) => {
      made.setLeaving(true);
      const kept = persistedOf(event);
      if (made.started) made.record({ type: "frame-left", at, url: location.href, kept });
      made.flush();
    };
    const onPageShow = (event: Event, at: number) => {
      made.setLeaving(false);
      if (made.started && persistedOf(event)) {
        made.record({ type: "frame-shown", at, url: location.href });
      }
    };
    const onHide = createListener(window, "pagehide", natives, guard, onPageHide);
    const onShow = createListener(window, "pageshow", natives, guard, onPageShow);
    const onVisibility = createListener(document, "visibilitychange", natives, guard, () => made.flush());
    /** Again and again: `document.open()` takes all listeners away. Where they still are, this changes nothing. */
    watchLeaving = () => {
      onHide();
      onShow();
      onVisibility();
    };
    watchLeaving();
  });
}
