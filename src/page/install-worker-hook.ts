import { getPrototypeOf } from "../core/wire/intrinsics.ts";
import { LIMITS, type LimitsName } from "../core/wire/page-limits.ts";
import type { WorkerKind } from "../core/wire/worker-link.ts";
import { createEmitter, type Emitter } from "./emitter.ts";
import { createFeed } from "./feed.ts";
import { frameKey } from "./frame-key.ts";
import { createGuard } from "./guard.ts";
import type { FrameHider } from "./hide-frames.ts";
import { createInstruments } from "./instrument.ts";
import { takeNatives } from "./natives.ts";
import { observeConnections } from "./observe-connections.ts";
import { createFailureReport } from "./report-failures.ts";
import { openWorkerLink, type WorkerLink } from "./worker-link.ts";

type Scope = Window & typeof globalThis;

/** What says where the hook came from: the link's name, what started it, and the event by which it knows itself. */
export interface WorkerPlace {
  readonly channel: string;
  readonly kind: WorkerKind;
  readonly once: string;
  /** Names of limits, with spaces between them. */
  readonly limits: string;
}

/** In a worker our script is the worker's own, so the address of a stack's line does not tell which of the two it is. */
const NO_HIDER: FrameHider = { hide: (error) => error, install: () => {} };

/**
 * Starts watching a worker, before its first statement. In the graph of a module worker each module brings the hook,
 * and the first to run is the one that stays.
 */
export function installWorkerHook(scope: Scope, { channel, kind, once, limits }: WorkerPlace): void {
  let emitter: Emitter | null = null;
  const natives = takeNatives(scope);
  const fail = createFailureReport(natives.now, () => emitter);
  const guard = createGuard(fail);
  guard(() => {
    const { Event, location, origin, crypto } = scope;
    const { getRandomValues } = crypto;
    const { preventDefault } = Event.prototype;
    const isFirst = natives.apply(natives.dispatchEvent, scope, [
      new Event(once, { __proto__: null, cancelable: true } as never),
    ]);
    if (!isFirst) return;
    natives.apply(natives.addEventListener, scope, [
      once,
      (event: Event) => natives.apply(preventDefault, event, []),
    ]);
    let link: WorkerLink | null = null;
    const key = (values: Uint8Array<ArrayBuffer>) => natives.apply(getRandomValues, crypto, [values]);
    const feed = createFeed(frameKey(key), (batch) => link?.send(batch) ?? false);
    const made = createEmitter(
      { type: "frame-started", at: natives.now(), url: location.href, top: false, origin, worker: kind },
      natives,
      guard,
      feed,
      (callback) => natives.setTimeout(callback, 0),
      () => false,
    );
    emitter = made;
    // Nothing of the page has run here yet, so that strings still have their own methods.
    for (const name of limits.split(" ")) Object.assign(made.limits, LIMITS[name as LimitsName]);
    let id = 0;
    const nextId = () => {
      id += 1;
      return id;
    };
    const flush = () => {
      if (feed.flush()) made.setReady();
    };
    link = openWorkerLink(scope, natives, channel, {
      ready: () => guard(flush),
      arm: () =>
        guard(() => {
          feed.announce();
          flush();
        }),
      idle: () => guard(made.setIdle),
    });
    const instruments = createInstruments(scope, NO_HIDER, guard, (name) =>
      fail(`${name} cannot be replaced`),
    );
    observeConnections(scope, natives, instruments, guard, made, nextId);
    // The worker's last words: nothing of it runs any more when it is terminated from outside.
    instruments.method(getPrototypeOf(scope) ?? scope, "close", (close, self, args) => {
      guard(made.flush);
      return natives.apply(close, self, args as never);
    });
  });
}
