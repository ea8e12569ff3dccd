import type { Milliseconds } from "../core/units.ts";

/** So long at a time, and so long not: recording goes first, and takes what it wants of the rest. */
const SLICE_MS: Milliseconds = 6;
const PAUSE_MS: Milliseconds = 18;
/** Where messages come faster than this they are read later: what that takes, recording and the page itself would lack. */
const FLOOD_PAUSE_MS: Milliseconds = 150;
const FLOOD_ROWS_A_MS = 2;
/** Faster than this nothing of it could keep up with them: they are read when the flood is over. */
const HOPELESS_PAUSE_MS: Milliseconds = 1000;
const HOPELESS_ROWS_A_MS = 20;

/** What the turns depend on. */
export interface TurnsOf {
  /** How many rows the session has. */
  rows(): number;
  /** Somebody waits for what the engine does, or for the disk. */
  isHeld(): boolean;
  hasEnded(): boolean;
}

/** When work beside the recording has its turn. */
export interface TripTurns {
  begin(): void;
  isOver(): boolean;
  /** Leaves the time to others where the turn is over, for longer in a flood of messages; then the next one begins. */
  pause(): Promise<void>;
  /** Leaves the time to others, and as long as it is held. */
  rest(): Promise<void>;
}

/** Creates it; the first turn has not begun. */
export function createTripTurns({ rows, isHeld, hasEnded }: TurnsOf): TripTurns {
  let endsAt = 0;
  /** When it paused last, and how many rows there were. */
  let pausedAt: number | null = null;
  let rowsBefore = 0;

  function begin(): void {
    endsAt = performance.now() + SLICE_MS;
  }

  async function rest(ms = PAUSE_MS): Promise<void> {
    do await new Promise((resolve) => setTimeout(resolve, ms));
    while (isHeld() && !hasEnded());
  }

  return {
    begin,
    isOver: () => performance.now() >= endsAt,
    async pause() {
      if (performance.now() < endsAt) return;
      // At first nothing is known of how fast they come: of a session that is opened all are there.
      const rowsAMs =
        pausedAt === null ? 0 : (rows() - rowsBefore) / Math.max(performance.now() - pausedAt, 1);
      rowsBefore = rows();
      pausedAt = performance.now();
      await rest(pauseOf(rowsAMs));
      begin();
    },
    rest: () => rest(),
  };
}

function pauseOf(rowsAMs: number): Milliseconds {
  if (rowsAMs <= FLOOD_ROWS_A_MS) return PAUSE_MS;
  return rowsAMs <= HOPELESS_ROWS_A_MS ? FLOOD_PAUSE_MS : HOPELESS_PAUSE_MS;
}
