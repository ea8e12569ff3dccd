import type { EpochMs } from "../units.ts";

/**
 * What a hook hands over at once: events in the order in which they happened. It is a batch that has no number yet, in arrays
 * that may have room left, and in which nothing is encoded or spelled out, for that costs the page more than all else.
 */
export interface Haul {
  /**
   * As those of a batch (`ROW_LENGTH`), but a text is whole, and as long as it has UTF-16 code units (as many of them a chunk
   * of a text has before it); a size of 0 is that of what is here; and a record has its connection, and its number
   * (`page-records.ts`) in the size's place.
   */
  rows: Float64Array<ArrayBuffer>;
  /** How many rows there are. */
  count: number;
  /** How many rows went before it, in all hauls of this hook: where there are fewer at the other end, some were lost on the way. */
  before: number;
  /** Of each row the name, the ID, and the payload where that is a text or a record. */
  text: string;
  /** The payloads that are bytes, one after the other, */
  bytes: Uint8Array<ArrayBuffer>;
  /** but for those of rows with FLAG_APART, which are arrays of their own. */
  apart: Uint8Array<ArrayBuffer>[];
}

/**
 * What went out of a full ring before its time, where that was messages of one connection alone: how many there were, of how many
 * bytes (of a text its UTF-16 code units), when the last was, and how many rows went before them. To hand their rows over would
 * cost the page a quarter of a microsecond for each.
 */
export type Dropped = readonly [
  connection: number,
  count: number,
  bytes: number,
  at: EpochMs,
  before: number,
];

/** The row's payload lies in `apart`. Only in hauls; with FLAG_PARTIAL it was to come, and has not. */
export const FLAG_APART = 128;

/** The data of a `send()` that goes nowhere (WHATWG WebSockets, `send()`): a record is made of it. Only in hauls. */
export const FLAG_DISCARDED = 256;
