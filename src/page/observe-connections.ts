import type { Emitter } from "./emitter.ts";
import type { Guard } from "./guard.ts";
import type { Instruments } from "./instrument.ts";
import { createListenTo } from "./listen-to.ts";
import type { Natives } from "./natives.ts";
import { observeEventsource } from "./observe-eventsource.ts";
import { observeStreams, type StreamObserver } from "./observe-streams.ts";
import { observeWebsocket } from "./observe-websocket.ts";
import type { observeWebsocketStream } from "./observe-websocket-stream.ts";
import { observeXhr } from "./observe-xhr.ts";
import { createStreamRecords, type IsOther } from "./stream-record.ts";
import { createWatchPromise } from "./watch-promise.ts";

/** Watches all connections of a window or a worker. That one observer fails is not the end of the others. */
export function observeConnections(
  window: Window & typeof globalThis,
  natives: Natives,
  instruments: Instruments,
  guard: Guard,
  emitter: Emitter,
  nextId: () => number,
  isOther: IsOther,
  /** Only where the browser has WebSocketStreams. */
  observeSocketStreams?: typeof observeWebsocketStream,
): void {
  const createStreamRecord = createStreamRecords(emitter, natives, nextId, isOther);
  const listenTo = createListenTo(natives, guard);
  const watchPromise = createWatchPromise(guard, natives.now);
  let streams: StreamObserver | undefined;
  guard(() => observeWebsocket(window, natives, instruments, guard, listenTo, emitter, nextId));
  guard(() => observeEventsource(window, natives, instruments, listenTo, emitter, nextId));
  guard(() => observeXhr(window, natives, instruments, listenTo, emitter, createStreamRecord));
  guard(() => {
    streams = observeStreams(window, natives, instruments, guard, createStreamRecord, watchPromise);
  });
  guard(() => {
    if (!streams) return;
    observeSocketStreams?.(window, natives, instruments, guard, emitter, nextId, watchPromise, streams);
  });
}
