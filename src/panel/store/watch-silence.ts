/** An engine at work answers within a fraction of that, and of one that is busy a state comes in between. */
const LOOK_MS = 5000;
/** One look alone may be late: a computer that was asleep has heard nothing either. */
const LOOKS = 2;

/** Whether somebody who was asked says anything at all. */
export interface SilenceWatch {
  /** Something was asked, or is still to be answered. */
  asked(): void;
  /** Something was said. */
  heard(): void;
}

/**
 * Creates the watch: `waits` says whether an answer is due, `probe` asks for one that takes no time, since others may, and
 * `tell` hears when there is silence (after 10 s), and when it ends.
 */
export function createSilenceWatch(
  waits: () => boolean,
  probe: () => void,
  tell: (isSilent: boolean) => void,
): SilenceWatch {
  let looks = 0;
  let timer: ReturnType<typeof setInterval> | null = null;

  function look(): void {
    if (!waits()) {
      clearInterval(timer ?? undefined);
      timer = null;
      return;
    }
    looks += 1;
    if (looks === 1) probe();
    if (looks === LOOKS) tell(true);
  }

  return {
    asked() {
      if (timer !== null) return;
      looks = 0;
      timer = setInterval(look, LOOK_MS);
    },
    heard() {
      if (looks >= LOOKS) tell(false);
      looks = 0;
    },
  };
}
