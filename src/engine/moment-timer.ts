import type { EpochMs } from "../core/units.ts";

/** A timer counts its milliseconds in 31 bits. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls when a moment of a recording has come, though nothing else happens. */
export interface MomentTimer {
  /** Waits for it, unless an earlier one is waited for. */
  at(moment: EpochMs): void;
  end(): void;
}

/** Creates it; `now` answers null while no time passes, and then nothing is waited for. */
export function createMomentTimer(now: () => EpochMs | null, come: () => void): MomentTimer {
  let awaited = Number.POSITIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  function check(): void {
    clearTimeout(timer);
    const at = now();
    if (at === null || ended) {
      awaited = Number.POSITIVE_INFINITY;
    } else if (at >= awaited) {
      awaited = Number.POSITIVE_INFINITY;
      come();
    } else if (awaited !== Number.POSITIVE_INFINITY) {
      timer = setTimeout(check, Math.min(Math.max(1, awaited - at), LONGEST_TIMER_MS));
    }
  }

  return {
    at(moment) {
      if (moment >= awaited) return;
      awaited = moment;
      check();
    },
    end() {
      ended = true;
      clearTimeout(timer);
    },
  };
}
