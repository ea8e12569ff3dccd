import type { EpochMs } from "../units.ts";
import { type Batch, CODE_MESSAGE, CODE_PAYLOAD } from "./batch.ts";
import { leaveOut } from "./leave-out.ts";

/** A span of time: from its beginning, up to but without its end. */
export interface Span {
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/**
 * The batch without the messages of a span (of time, not of arrival): what is kept of a page while recording is paused.
 * Its records stay, so that the lives of connections are known; what is left out leaves no gap in the numbers.
 */
export function withoutMessages(batch: Batch, { from, until }: Span): Batch {
  return leaveOut(batch, (row) => {
    const code = batch.rows[row];
    const at = batch.rows[row + 1] as number;
    return (code === CODE_MESSAGE || code === CODE_PAYLOAD) && at >= from && at < until;
  });
}
