import type { PairingCandidate } from "../analysis/pairing/find-candidates.ts";
import type { Histogram } from "../analysis/pairing/histogram.ts";
import type { RoundTripSummary } from "../analysis/pairing/measure-round-trips.ts";
import type { PairingChoice } from "../analysis/pairing-choice.ts";
import type { EpochMs, Milliseconds } from "../units.ts";

export interface RoundTripsAnswer {
  readonly revision: number;
  /** There is more to be read. */
  readonly busy: boolean;
  readonly groups: readonly RoundTripGroup[];
  /** So many earlier ones are not measured, since there are so many. */
  readonly skipped: number;
  /** Connections on which something can be decided, or was. */
  readonly choices: readonly PairingOffer[];
}

/** What a reader can decide of a connection, and has. */
export interface PairingOffer {
  readonly connection: number;
  readonly candidates: readonly PairingCandidate[];
  readonly choice: PairingChoice | null;
}

/** The round trips of a connection that were paired in one way. */
export interface RoundTripGroup
  extends Omit<RoundTripSummary, "slowest" | "lost" | "waiting" | "twice" | "overtaken" | "nextLateAt"> {
  /** What the page's clock is rounded to, by its times; null: not known. */
  readonly clockStepMs: Milliseconds | null;
  /** Requests over HTTP carried what is asked: their times are those of the browser's network log. */
  readonly isOfRequests: boolean;
  /** Of the time that is drawn. */
  readonly histogram: Histogram;
  /** Those of that time that were answered, in order of time; of very many the slowest and quickest of each stretch. */
  readonly points: readonly TripPoint[];
  /** The slowest first. */
  readonly slowest: readonly TripPoint[];
  readonly lost: readonly TripPoint[];
  readonly waiting: readonly TripPoint[];
  /** The first of those that were answered twice, and of those that a later request overtook. */
  readonly twice: readonly TripPoint[];
  readonly overtaken: readonly TripPoint[];
}

export interface TripPoint {
  /** The request's. */
  readonly row: number;
  readonly at: EpochMs;
  readonly rttMs: Milliseconds | null;
  readonly type: string;
}
