import type { RecordEvent } from "../../src/core/wire/events.ts";
import { createGuard } from "../../src/page/guard.ts";
import { createV8FrameHider } from "../../src/page/hide-frames-v8.ts";
import { createInstruments } from "../../src/page/instrument.ts";
import { createListenTo } from "../../src/page/listen-to.ts";
import { takeNatives } from "../../src/page/natives.ts";
import { observeEventsource } from "../../src/page/observe-eventsource.ts";
import { observeWebsocket } from "../../src/page/observe-websocket.ts";
import { FakeWindow, TIME_ORIGIN } from "./fake-window.ts";
import { type SeenMessage, seenEmitter } from "./seen-emitter.ts";

/** A window whose sockets and sources are observed, and what the observers said; `prepare` gets it before they do. */
export function observedWindow(prepare: (window: FakeWindow) => void = () => {}) {
  const window = new FakeWindow();
  prepare(window);
  const native = { WebSocket: window.WebSocket, EventSource: window.EventSource };
  const seen: (RecordEvent | SeenMessage)[] = [];
  const failures: string[] = [];
  const natives = takeNatives(window.asWindow);
  const emitter = seenEmitter(natives, (it) => seen.push(it), TIME_ORIGIN);
  const guard = createGuard((message) => failures.push(message));
  let id = 0;
  const nextId = () => {
    id += 1;
    return id;
  };
  const instruments = createInstruments(
    window.asWindow,
    createV8FrameHider(window.asWindow, () => ""),
    guard,
    (name) => failures.push(name),
  );
  const listenTo = createListenTo(natives, guard);
  observeWebsocket(window.asWindow, natives, instruments, guard, listenTo, emitter, nextId);
  observeEventsource(window.asWindow, natives, instruments, listenTo, emitter, nextId);
  return {
    window,
    native,
    emitter,
    seen,
    failures,
    messages: () => seen.filter((it): it is SeenMessage => it.type === "message"),
    types: () => seen.map(({ type }) => type),
  };
}
