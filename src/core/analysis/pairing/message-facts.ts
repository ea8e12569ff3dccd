import type { Correlation } from "../../decode/decoder.ts";
import type { EpochMs } from "../../units.ts";

/** A string or a whole number in a message, by where it stands. */
export interface Scalar {
  /** `meta.reqId`, `[1]`, `items[].id`; of a plain text `word 2`. */
  readonly path: string;
  /** As it is written, without quotes: 7 and "7" are the same, since servers change one into the other. */
  readonly value: string;
}

/** What pairing looks at in one protocol message. */
export interface MessageFacts {
  /** The row of the log. */
  readonly row: number;
  readonly at: EpochMs;
  readonly received: boolean;
  /** What kind of message it is: the names of its members, and what says its type. Messages of one shape mean alike. */
  readonly shape: string;
  /** What the application calls it; "" where it does not. */
  readonly label: string;
  /** Which of the two it is, of a heartbeat that says no more than that. */
  readonly beat: Beat | null;
  /** By the protocol's own word; then nothing is learned from it. */
  readonly correlation: Correlation | null;
  /** The protocol that says so. */
  readonly protocol: string;
  readonly scalars: readonly Scalar[];
  /** The beginning of a binary message whose layout is not known; null of all others. */
  readonly head: Uint8Array | null;
  /** What it ends with; null as well where its end is not at hand. */
  readonly tail: Uint8Array | null;
  /** All that it says; undefined where a protocol says what it means, or not all is at hand. */
  readonly payload?: Uint8Array;
}

/** A word that is sent to be answered: `ping` and `pong` know which they are, `heartbeat` may be either. */
export type Beat = "ping" | "pong" | "beat";
