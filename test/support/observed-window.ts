import type { RecordEvent } from "../../src/core/wire/events.ts";
import { DEFAULT_LIMITS } from "../../src/core/wire/page-limits.ts";
import type { Emitter } from "../../src/page/emitter.ts";
import { createGuard } from "../../src/page/guard.ts";
import { createV8FrameHider } from "../../src/page/hide-frames-v8.ts";
import { createInstruments } from "../../src/page/instrument.ts";
import { takeNatives } from "../../src/page/natives.ts";
import { observeEventsource } from "../../src/page/observe-eventsource.ts";
import { observeWebsocket } from "../../src/page/observe-websocket.ts";
import { type Payload, takeText } from "../../src/page/payload.ts";
import { FakeWindow, TIME_ORIGIN } from "./fake-window.ts";

export interface SeenMessage {
  readonly type: "message";
  /** Milliseconds since the window began. */
  readonly at: number;
  readonly connection: number;
  readonly flags: number;
  readonly payload: Payload;
  readonly eventName: string;
  readonly eventId: string;
}

/** A window whose sockets and sources are observed, and what the observers said. */
export function observedWindow() {
  const window = new FakeWindow();
  const native = { WebSocket: window.WebSocket, EventSource: window.EventSource };
  const seen: (RecordEvent | SeenMessage)[] = [];
  const failures: string[] = [];
  const emitter: Emitter = {
    limits: { ...DEFAULT_LIMITS },
    message: (at, connection, flags, payload, eventName = "", eventId = "") =>
      void seen.push({
        type: "message",
        at: at - TIME_ORIGIN,
        connection,
        flags,
        payload,
        eventName,
        eventId,
      }),
    text: (at, connection, flags, text) => emitter.message(at, connection, flags, takeText(text, Infinity)),
    record: (record) => void seen.push({ ...record, at: record.at - TIME_ORIGIN }),
  } as Emitter;
  const natives = takeNatives(window.asWindow);
  const guard = createGuard((message) => failures.push(message));
  let id = 0;
  const nextId = () => {
    id += 1;
    return id;
  };
  const instruments = createInstruments(window.asWindow, createV8FrameHider(window.asWindow), guard, (name) =>
    failures.push(name),
  );
  observeWebsocket(window.asWindow, natives, instruments, guard, emitter, nextId);
  observeEventsource(window.asWindow, natives, instruments, guard, emitter, nextId);
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
