import { createEmitter, type Emitter } from "./emitter.ts";
import { createGuard } from "./guard.ts";
import type { CreateFrameHider } from "./hide-frames.ts";
import { createInstruments } from "./instrument.ts";
import { createLink } from "./link.ts";
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
  let emitter: Emitter;
  const natives = takeNatives(window);
  const fail = createFailureReport(natives.now, () => emitter);
  const guard = createGuard(fail);
  guard(() => {
    // First, so that there is somebody to tell where an observer fails; which is not the end of the other.
    const link = createLink(window, natives, guard);
    emitter = createEmitter(natives, guard, link);
    link.offer(emitter);
    const instruments = createInstruments(window, createFrameHider(window, link.mend), guard, (name) =>
      fail(`${name} cannot be replaced`, 1),
    );
    let id = 0;
    const nextId = () => {
      id += 1;
      return id;
    };
    observeConnections(
      window,
      natives,
      instruments,
      guard,
      emitter,
      nextId,
      link.isOther,
      observeSocketStreams,
    );
  });
}
