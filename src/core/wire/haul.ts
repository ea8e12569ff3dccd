/**
 * What the hook hands over at once: events in the order in which they happened. It is a batch that has no number yet, and
 * in which nothing is encoded, for that costs the page more than all else: texts lie one after the other in one string.
 */
export interface Haul {
  /** As those of a batch (`ROW_LENGTH`), but a text is as long as it has UTF-16 code units, and a size of 0 is that of what is here. */
  readonly rows: Float64Array<ArrayBuffer>;
  /** Of each row the name, the ID, and the payload where that is a text or a record. */
  readonly text: string;
  /** The payloads that are bytes, */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** but for those of rows with FLAG_APART, which are arrays of their own. */
  readonly apart: readonly Uint8Array<ArrayBuffer>[];
  /** Messages of before that went out of a full ring: connection (0: of several), how many, bytes, when the last. */
  readonly dropped: Float64Array<ArrayBuffer>;
}

/** The row's payload lies in `apart`. Only in hauls. */
export const FLAG_APART = 128;

/** Numbers that tell of one connection's messages that were dropped. */
export const DROPPED_LENGTH = 4;
