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
  /** Since when it is as it is. */
  let since: EpochMs | null = null;

  const tell = () => {
    const state = frozen ? "frozen" : document.visibilityState === "hidden" ? "hidden" : "visible";
    if (leaving || state === told) return;
    if (say({ type: "lifecycle-changed", at: since ?? now(), state })) told = state;
  };
  const changed = () => {
    since = now();
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
      if (!isLeaving) changed();
    },
  };
}
