import type { ConnectionKind } from "../model/connection.ts";
import type { Bytes, EpochMs } from "../units.ts";
import type { Direction, PayloadType } from "./events.ts";

/** By what messages are told apart: by what they are made of, or by what they mean in their protocol too. */
export type StatisticsBy = "form" | "meaning";

export interface StatisticsAnswer {
  readonly by: StatisticsBy;
  /** Rows of the view that have been looked at. */
  readonly counted: number;
  readonly total: number;
  /** Rows that are in no group: marks. */
  readonly marks: number;
  /** Why it cannot go on; null: it can. */
  readonly problem: string | null;
  readonly groups: readonly StatisticsGroup[];
}

/** Signs of a name that are shown, and told apart; of a longer one "…" stands for the rest. */
export const MOST_NAME_CHARS = 200;

/** Messages, or requests, of one type. */
export interface StatisticsGroup {
  readonly kind: ConnectionKind | null;
  /** Requests: how they were asked; null of messages. */
  readonly method: string | null;
  readonly direction: Direction | null;
  readonly payloadType: PayloadType | null;
  /** The type of the Server-Sent Event, or what the protocol calls it; "" is none. */
  readonly event: string;
  /** The protocol and its kind of message; "" where nothing is known of it, or it was not asked. */
  readonly protocol: string;
  readonly meaning: string;
  /** What `means:` finds, of a message where that was asked; null: it was not. Types that have it in common are one. */
  readonly means: string | null;
  /** All that is of more types than are told apart. */
  readonly rest: boolean;
  readonly count: number;
  readonly bytes: Bytes;
  readonly minBytes: Bytes;
  /** These two are exact for small sizes, and else a little off: `SKETCH_ERROR`. */
  readonly medianBytes: Bytes;
  readonly p95Bytes: Bytes;
  readonly maxBytes: Bytes;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
  /** The rows of these moments. */
  readonly firstRow: number;
  readonly lastRow: number;
}
