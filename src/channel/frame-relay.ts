import type { RecordEvent } from "../core/wire/events.ts";
import type { PageBatch } from "../core/wire/page-batch.ts";
import type { PageLimits } from "../core/wire/page-limits.ts";
import { createFeed } from "../feed/feed.ts";
import { createPace } from "../feed/pace.ts";
import { mendStack } from "./mend-stack.ts";
import { type RelayLink, takeLink } from "./relay-link.ts";
import { createLifecycleWatch } from "./watch-lifecycle.ts";
import { createLongTaskWatch } from "./watch-long-tasks.ts";
import type { WorkerRelayLink } from "./worker-links.ts";

/**
 * A frame's account, in the relay: takes what the hook hands over and asks it for more in time, tells that the page goes and
 * comes. `send` answers whether a batch was taken; `later` calls back after so many milliseconds, `soon` at once in a task that
 * is not throttled in hidden pages, as timers are (to one a second). Times are epoch milliseconds.
 */
export function createFrameRelay(
  window: Window & typeof globalThis,
  key: string,
  /** The address of the hook's script; most pages never need it. */
  hookUrl: () => string,
  limits: PageLimits,
  send: (batch: PageBatch) => boolean,
  {
    later,
    soon,
    tellsLeaving,
  }: {
    later(callback: () => void, ms: number): void;
    soon(callback: () => void): void;
    /** Firefox: what ends because the page is left is told as if the server had ended it. */
    tellsLeaving: boolean;
  },
  /** The hook has offered its link. */
  linked: (link: WorkerRelayLink) => void,
): void {
  const { document, location, performance } = window;
  const now = () => performance.timeOrigin + performance.now();
  const top = window === window.top;
  const first = { type: "frame-started", at: now(), url: location.href, top, origin: window.origin } as const;
  const feed = createFeed(key, first, limits, send, tellsLeaving);
  let link: RelayLink | null = null;
  /** Somebody listens, as far as is known. */
  let open = false;
  /** What the hook does not say is said to who listens, of a frame that has said something. */
  const say = (record: RecordEvent) => open && feed.say(record);
  const lifecycle = createLifecycleWatch(document, now, say);
  const longTasks = createLongTaskWatch(window, performance.timeOrigin, (at, blockedMs) => {
    say({ type: "thread-blocked", at, blockedMs });
  });

  const ask = () => {
    if (open && feed.flush()) link?.ready();
  };
  const pace = createPace(ask, (callback, ms) => {
    if (document.visibilityState === "hidden") soon(callback);
    else later(callback, ms);
  });
  // What a page dispatches itself says nothing of it.
  const onPageHide = ({ persisted, isTrusted }: PageTransitionEvent) => {
    if (!isTrusted) return;
    link?.leave(true);
    lifecycle.setLeaving(true);
    feed.say({ type: "frame-left", at: now(), url: location.href, kept: persisted });
  };
  const onPageShow = ({ persisted, isTrusted }: PageTransitionEvent) => {
    if (!isTrusted) return;
    link?.leave(false);
    if (persisted) feed.say({ type: "frame-shown", at: now(), url: location.href });
    lifecycle.setLeaving(false);
  };
  /** Again and again: `document.open()` takes all listeners away. Where they still are, this changes nothing. */
  const watchLeaving = () => {
    window.addEventListener("pagehide", onPageHide);
    window.addEventListener("pageshow", onPageShow);
    document.addEventListener("visibilitychange", ask);
    lifecycle.listen();
  };

  takeLink(
    window,
    {
      take(haul) {
        watchLeaving();
        pace.came(haul.count);
        try {
          const isTaken = feed.take(haul);
          if (isTaken) {
            lifecycle.tell();
            longTasks.setOn(true);
          }
          return isTaken;
        } catch {
          // It holds what no hook of ours says. That is told, too, and the page goes on.
          const message = `events that cannot be read: ${haul.count}`;
          feed.say({ type: "hook-failed", at: now(), count: 1, message });
          return true;
        }
      },
      // Nobody listens: whether the page goes matters only from the next word on.
      spare: feed.spare,
      wait() {
        watchLeaving();
        pace.wait();
      },
      mend: (stack, below, limit) => mendStack(stack, below, limit, hookUrl()),
    },
    (offered) => {
      link = offered;
      offered.limits(limits);
      watchLeaving();
      linked({
        ready() {
          open = true;
          ask();
        },
        arm() {
          open = true;
          lifecycle.forget();
          feed.announce();
          ask();
        },
        idle() {
          open = false;
          longTasks.setOn(false);
          offered.idle();
        },
      });
    },
  );
}
