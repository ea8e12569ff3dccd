import type { SessionDecoder } from "../core/analysis/decode-session.ts";
import { MOST_FACT_BYTES } from "../core/analysis/pairing/find-round-trips.ts";
import type { Session } from "../core/model/session.ts";
import { loadRows } from "./load-rows.ts";

/** Steps of one decoder that are taken at a time. */
const STEPS = 1024;
/** What a connection speaks is found out in so many turns, or not. */
const MOST_TURNS = 100;

/** Who else works in the engine. */
export interface TripWork {
  /** Leaves the time to others, when it has been long enough. */
  pause(): Promise<void>;
  hasEnded(): boolean;
}

/** Makes rows ready to be read for pairing. */
export interface TripRows {
  /** By what is known of the connection; null: that cannot be found out. */
  recognised(connection: number): Promise<number | null>;
  /** Answers whether what a row means can be asked for. */
  prepare(row: number): Promise<boolean>;
  /** What is damaged on the disk is passed over; who opens the row is told why. */
  isLoaded(rows: readonly number[], most?: number): Promise<boolean>;
}

/** Creates it, in steps between which others can have their turn. */
export function createTripRows(
  session: Session,
  decoder: SessionDecoder,
  { pause, hasEnded }: TripWork,
): TripRows {
  async function isLoaded(rows: readonly number[], most = MOST_FACT_BYTES): Promise<boolean> {
    try {
      await loadRows(session, rows, most);
      return true;
    } catch {
      return false;
    }
  }

  return {
    isLoaded,
    async recognised(id) {
      for (let turn = 0; turn < MOST_TURNS && !hasEnded(); turn += 1) {
        const found = decoder.revisionOf(id);
        if (found !== null) return found;
        const { missing, most } = decoder.prepareRecognition(id);
        if (missing.length > 0 && !(await isLoaded(missing, most))) return null;
        await pause();
      }
      return null;
    },
    async prepare(row) {
      for (;;) {
        const { ready, missing, most, wait } = decoder.prepare(row, STEPS);
        if (ready) return true;
        if (missing.length > 0 && !(await isLoaded(missing, most))) return false;
        if (wait !== undefined) await wait;
        else if (missing.length === 0) await pause();
        if (hasEnded()) return false;
      }
    },
  };
}
