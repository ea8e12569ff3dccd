import { type Batch, CODE_PAYLOAD, ROW_LENGTH } from "../../src/core/wire/batch.ts";
import { FLAG_ENCODED, type PageBatch } from "../../src/core/wire/page-batch.ts";

/** A packed batch as a relay would send it, its payloads encoded already. */
export function toPageBatch({ frame, seq, rows, bytes }: Batch): PageBatch {
  const taken = new Float64Array(rows);
  const payloads: Uint8Array[] = [];
  let text = "";
  let at = 0;
  const next = (length: number) => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  for (let row = 0; row < taken.length; row += ROW_LENGTH) {
    for (const column of [6, 7]) {
      const name = new TextDecoder("utf-8", { ignoreBOM: true }).decode(next(taken[row + column] as number));
      taken[row + column] = name.length;
      text += name;
    }
    payloads.push(next(taken[row + 3] as number));
    if (taken[row] !== CODE_PAYLOAD) taken[row + 5] = (taken[row + 5] as number) | FLAG_ENCODED;
  }
  return { frame, seq, rows: taken, text, bytes: new Uint8Array(Buffer.concat(payloads)) };
}
