import type { StreamRecord } from "./stream-record.ts";

/** A way to a stream's bytes: the stream itself, one branch of it, a response. */
export interface Branch {
  readonly record: StreamRecord;
  /** How many bytes were read of it. */
  position: number;
  /** Of a response: its stream, if the page has asked for it. */
  asked?: object;
  /** It is closed, cancelled or failed: nothing more comes of it. */
  over?: true;
}

/** Another way to the same bytes, as far as this one has come. */
export function another({ record, position }: Branch): Branch {
  return { record, position };
}
