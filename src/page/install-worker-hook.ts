import { apply, getPrototypeOf } from "../core/wire/intrinsics.ts";
import { limitsBy, toNumbers } from "../core/wire/page-limits.ts";
import { streamNameOf } from "../core/wire/stream-format.ts";
import type { WorkerKind } from "../core/wire/worker-link.ts";
import { createFeed } from "../feed/feed.ts";
import { frameKey } from "../feed/frame-key.ts";
import { createPace } from "../feed/pace.ts";
import { createEmitter, type Emitter } from "./emitter.ts";
import { createGuard } from "./guard.ts";
import type { FrameHider } from "./hide-frames.ts";
import { createInstruments } from "./instrument.ts";
import { takeNatives } from "./natives.ts";
import { observeConnections } from "./observe-connections.ts";
import { createFailureReport } from "./report-failures.ts";
import { takeTimer } from "./take-timer.ts";
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
    const isFirst = natives.dispatch(scope, new Event(once, { __proto__: null, cancelable: true } as never));
    if (!isFirst) return;
    natives.listen(scope, once, (event) => apply(preventDefault, event, []));
    // Nothing of the page has run here yet, so that strings still have their own methods.
    const kept = limitsBy(limits.split(" "));
    let link: WorkerLink | null = null;
    const key = (values: Uint8Array<ArrayBuffer>) => apply(getRandomValues, crypto, [values]);
    const feed = createFeed(
      frameKey(key),
      { type: "frame-started", at: natives.now(), url: location.href, top: false, origin, worker: kind },
      kept,
      (batch) => link?.send(batch) ?? false,
    );
    const ask = () => {
      // Not when it was to be asked before the other end went.
      if (link?.open && feed.flush()) made.setReady();
    };
    const pace = createPace(ask, takeTimer(scope));
    const made = createEmitter(natives, guard, {
      take(haul) {
        pace.came(haul.count);
        return feed.take(haul);
      },
      spare: feed.spare,
      askLater: pace.wait,
    });
    emitter = made;
    toNumbers(kept).forEach(made.setLimit);
    let id = 0;
    const nextId = () => {
      id += 1;
      return id;
    };
    link = openWorkerLink(scope, natives, channel, {
      ready: () => guard(ask),
      arm: () =>
        guard(() => {
          feed.announce();
          ask();
        }),
      idle: () => guard(made.setIdle),
    });
    const instruments = createInstruments(scope, NO_HIDER, guard, (name) =>
      fail(`${name} cannot be replaced`, 1),
    );
    observeConnections(scope, natives, instruments, guard, made, nextId, (type) => !streamNameOf(`${type}`));
    // The worker's last words: nothing of it runs any more when it is terminated from outside.
    instruments.called(getPrototypeOf(scope) ?? scope, "close", (close, self, args) => {
      guard(() => made.setLeaving(true));
      return apply(close, self, args as never);
    });
  });
}
