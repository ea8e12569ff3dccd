import type { EpochMs } from "../core/units.ts";
import type { LifecycleState, RecordEvent } from "../core/wire/events.ts";

/** Watches whether a document is visible, hidden or frozen. */
export interface LifecycleWatch {
  /** Listens; where it does so already, this changes nothing. */
  listen(): void;
  /** Tells of the state where it is another than was told last; a document that was never hidden has nothing to tell. */
  tell(): void;
  /** Whoever listens now knows nothing of what was told before. */
  forget(): void;
  /** The page goes: what its visibility becomes by that is no news. Or it stays after all. */
  setLeaving(leaving: boolean): void;
}

/** Creates the watch of a document. Events that the page dispatches itself are passed over. `say` answers whether it was said. */
export function createLifecycleWatch(
  document: Document,
  now: () => EpochMs,
  say: (record: RecordEvent) => boolean,
): LifecycleWatch {
  let told: LifecycleState = "visible";
  let frozen = false;
  let leaving = false;
  /** As it was seen last, and since when. */
  let seen: LifecycleState = "visible";
  let since: EpochMs | null = null;

  /** Who asks may be the first to see a change: its event may be still to come, or go to another listener before. */
  const see = () => {
    const state = frozen ? "frozen" : document.visibilityState === "hidden" ? "hidden" : "visible";
    if (state !== seen) since = now();
    seen = state;
  };
  const tell = () => {
    see();
    if (leaving || seen === told) return;
    if (say({ type: "lifecycle-changed", at: since ?? now(), state: seen })) told = seen;
  };
  const changed = () => {
    see();
    tell();
  };
  const onVisibility = ({ isTrusted }: Event) => {
    if (isTrusted) changed();
  };
  const onFreeze = ({ isTrusted }: Event) => {
    if (!isTrusted) return;
    frozen = true;
    changed();
  };
  const onResume = ({ isTrusted }: Event) => {
    if (!isTrusted) return;
    frozen = false;
    changed();
  };

  return {
    listen() {
      document.addEventListener("visibilitychange", onVisibility);
      // Chromium's; other browsers have no such events.
      document.addEventListener("freeze", onFreeze);
      document.addEventListener("resume", onResume);
    },
    tell,
    forget() {
      told = "visible";
    },
    setLeaving(isLeaving) {
      leaving = isLeaving;
      if (isLeaving) return;
      // What it was meanwhile is no news either.
      see();
      since = now();
      tell();
    },
  };
}
