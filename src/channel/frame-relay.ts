import type { PageBatch } from "../core/wire/page-batch.ts";
import type { PageLimits } from "../core/wire/page-limits.ts";
import { createFeed } from "../feed/feed.ts";
import { createPace } from "../feed/pace.ts";
import { mendStack } from "./mend-stack.ts";
import { type RelayLink, takeLink } from "./relay-link.ts";
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
  { later, soon }: { later(callback: () => void, ms: number): void; soon(callback: () => void): void },
  /** The hook has offered its link. */
  linked: (link: WorkerRelayLink) => void,
): void {
  const { document, location, performance } = window;
  const now = () => performance.timeOrigin + performance.now();
  const top = window === window.top;
  const first = { type: "frame-started", at: now(), url: location.href, top, origin: window.origin } as const;
  const feed = createFeed(key, first, limits, send);
  let link: RelayLink | null = null;
  /** Somebody listens, as far as is known. */
  let open = false;

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
    feed.say({ type: "frame-left", at: now(), url: location.href, kept: persisted });
  };
  const onPageShow = ({ persisted, isTrusted }: PageTransitionEvent) => {
    if (!isTrusted) return;
    link?.leave(false);
    if (persisted) feed.say({ type: "frame-shown", at: now(), url: location.href });
  };
  /** Again and again: `document.open()` takes all listeners away. Where they still are, this changes nothing. */
  const watchLeaving = () => {
    window.addEventListener("pagehide", onPageHide);
    window.addEventListener("pageshow", onPageShow);
    document.addEventListener("visibilitychange", ask);
  };

  takeLink(
    window,
    {
      take(haul) {
        watchLeaving();
        pace.came(haul.count);
        try {
          return feed.take(haul);
        } catch {
          // It holds what no hook of ours says. That is told, too, and the page goes on.
          const message = `events that cannot be read: ${haul.count}`;
          feed.say({ type: "hook-failed", at: now(), count: 1, message });
          return true;
        }
      },
      spare(haul) {
        watchLeaving();
        feed.spare(haul);
      },
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
          feed.announce();
          ask();
        },
        idle() {
          open = false;
          offered.idle();
        },
      });
    },
  );
}
