import { type Batch, CODE_SKIP, ROW_LENGTH } from "./batch.ts";

/**
 * The batch without some of its rows, each answered for by `isLeftOut` (asked with where the row begins in `rows`).
 * What is left out leaves no gap in the sequence numbers. Where nothing is, it is the same batch.
 */
export function leaveOut(batch: Batch, isLeftOut: (row: number) => boolean): Batch {
  const leftOut = new Set<number>();
  for (let row = 0; row < batch.rows.length; row += ROW_LENGTH) if (isLeftOut(row)) leftOut.add(row);
  if (leftOut.size === 0) return batch;
  const rows: number[] = [];
  const kept: Uint8Array[] = [];
  let position = 0;
  for (let row = 0; row < batch.rows.length; row += ROW_LENGTH) {
    const numbers = batch.rows.subarray(row, row + ROW_LENGTH);
    const [, at = 0, , length = 0, , , nameLength = 0, idLength = 0] = numbers;
    const end = position + nameLength + idLength + length;
    if (leftOut.has(row)) {
      rows.push(CODE_SKIP, at, 1, 0, 0, 0, 0, 0);
    } else {
      for (const number of numbers) rows.push(number);
      kept.push(batch.bytes.subarray(position, end));
    }
    position = end;
  }
  const bytes = new Uint8Array(kept.reduce((sum, it) => sum + it.length, 0));
  let offset = 0;
  for (const piece of kept) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return { frame: batch.frame, seq: batch.seq, rows: Float64Array.from(rows), bytes };
}
