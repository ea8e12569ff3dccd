import type { EpochMs, Milliseconds } from "../core/units.ts";
import type { DeepTold } from "../core/wire/deep-capture.ts";
import type { HarEntry } from "../core/wire/events.ts";
import { type DebuggerEvent, parseDebuggerEvent } from "../core/wire/parse-debugger-event.ts";
import type { LiveSession } from "./live-session.ts";
import { createUnheardEvents } from "./unheard-events.ts";
import { createWorkerSockets } from "./worker-sockets.ts";

/** Takes what Chrome's debugger tells: the browser's word about a page's traffic, and as hostile as that. */
export interface DeepRecording {
  told(told: DeepTold): void;
  /** The page was left. */
  leavePage(at: EpochMs): void;
  /** Writes what waits: the session is followed by another. */
  flush(): void;
}

interface Surroundings {
  now(): EpochMs;
  handshakeKnown(entry: HarEntry): void;
  /** So many events of this address were more than is taken. */
  leftOut(url: string, events: number): void;
  changed(): void;
}

/** Creates it over the current session. */
export function createDeepRecording(
  current: () => LiveSession,
  { now, handshakeKnown, leftOut, changed }: Surroundings,
): DeepRecording {
  /** Epoch milliseconds less the browser's monotonic clock; null until either is told. */
  let offset: Milliseconds | null = null;
  const sockets = createWorkerSockets(current, {
    clock: () => offset ?? 0,
    handshakeKnown,
    leftOut,
    changed,
  });
  const unheard = createUnheardEvents(current, now, leftOut, changed);

  function eventOf(target: number, event: DebuggerEvent): void {
    if (event.type === "source-asked" || event.type === "socket-asked") offset ??= event.at - event.ticks;
    // Nothing has told the time of day yet: it is at most as late as it takes to come here.
    else if (event.type !== "socket-created") offset ??= now() - event.ticks;
    if (sockets.event(target, event)) return;
    const key = `${target} ${event.type === "socket-created" ? "" : event.id}`;
    if (event.type === "source-asked") unheard.asked(key, event.at, event.url);
    else if (event.type === "request-ended") unheard.ended(key);
    else if (event.type === "source-event") {
      const { ticks, eventName: name, eventId: id, data } = event;
      unheard.told(key, { at: ticks + (offset ?? 0), name, id, data });
    }
  }

  return {
    told(it) {
      if (it.told === "worker") sockets.started(it.target, it.worker, it.url);
      else if (it.told === "gone") sockets.gone(it.target, it.at, it.ended);
      else if (it.told === "clock") offset = it.offset;
      else {
        const event = parseDebuggerEvent(it.method, it.params);
        if (event !== null) eventOf(it.target, event);
      }
    },
    leavePage: sockets.leavePage,
    flush: sockets.flush,
  };
}
