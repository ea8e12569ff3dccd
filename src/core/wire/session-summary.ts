import type { Bytes, EpochMs } from "../units.ts";

/** A line of the list of sessions. */
export interface SessionSummary {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly startedAt: EpochMs;
  readonly changedAt: EpochMs;
  readonly messages: number;
  readonly requests: number;
  readonly connections: number;
  readonly bytes: Bytes;
  /** Being recorded right now, here or in another window. */
  readonly live: boolean;
}
