/** A span of time in milliseconds. */
export type Milliseconds = number;

/** A moment: milliseconds since the Unix epoch, with fractions (HR-Time: `timeOrigin + now()`). */
export type EpochMs = number;

/** A count of bytes; of text, its UTF-8 bytes. */
export type Bytes = number;

/** A stretch of time, without its last moment. */
export interface TimeSpan {
  readonly from: EpochMs;
  readonly until: EpochMs;
}
