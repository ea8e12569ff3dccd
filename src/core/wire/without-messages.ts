import type { EpochMs } from "../units.ts";
import { type Batch, CODE_MESSAGE, CODE_PAYLOAD, CODE_SKIP, ROW_LENGTH } from "./batch.ts";

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
  const rows: number[] = [];
  const kept: Uint8Array[] = [];
  let position = 0;
  let any = false;
  for (let row = 0; row < batch.rows.length; row += ROW_LENGTH) {
    const numbers = Array.from(batch.rows.subarray(row, row + ROW_LENGTH));
    const [code, at = 0, , length = 0, , , nameLength = 0, idLength = 0] = numbers;
    const end = position + nameLength + idLength + length;
    const isPayload = code === CODE_MESSAGE || code === CODE_PAYLOAD;
    if (isPayload && at >= from && at < until) {
      any = true;
      rows.push(CODE_SKIP, at, 1, 0, 0, 0, 0, 0);
    } else {
      rows.push(...numbers);
      kept.push(batch.bytes.subarray(position, end));
    }
    position = end;
  }
  if (!any) return batch;
  const bytes = new Uint8Array(kept.reduce((sum, it) => sum + it.length, 0));
  let offset = 0;
  for (const piece of kept) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return { frame: batch.frame, seq: batch.seq, rows: Float64Array.from(rows), bytes };
}
