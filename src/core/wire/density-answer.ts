import type { DensityBuckets } from "../analysis/density-histogram.ts";
import type { EpochMs, Milliseconds, TimeSpan } from "../units.ts";

/** Connections that share a lane, and a stretch of time in at most so many buckets. */
export interface DensityWindow extends TimeSpan {
  readonly connections: readonly number[];
  readonly most: number;
  /** The bytes of messages are wanted, too. */
  readonly bytes?: boolean;
}

/** Bytes of the payloads of messages in equal stretches of time. */
export interface ByteBuckets {
  readonly from: EpochMs;
  readonly widthMs: Milliseconds;
  readonly sent: Float64Array;
  readonly received: Float64Array;
}

export interface DensityAnswer {
  /** From the session's first row to its last; null where it has none. */
  readonly extent: TimeSpan | null;
  readonly lanes: readonly DensityLane[];
}

/** Counts of equal stretches of time; these are wider than was asked for where the engine does not know better. */
export interface DensityLane extends DensityBuckets {
  /** The same of the rows that match the filter; null: there is no filter, and all do. */
  readonly matched: DensityBuckets | null;
  /** Where they were asked for. */
  readonly bytes?: ByteBuckets | null;
  /** Of all of its time. */
  readonly firstAt: EpochMs | null;
  readonly lastAt: EpochMs | null;
  /** The longest time between two messages of one connection. */
  readonly silence: TimeSpan | null;
}
