import { type SessionDecoder, TAKE_IN_ROWS } from "../core/analysis/decode-session.ts";
import type { Session } from "../core/model/session.ts";
import { loadRows } from "./load-rows.ts";

/** So long at a time: recording and the panel's other questions wait meanwhile. */
const SLICE_MS = 8;
/** So many messages before one that is looked at are followed at a time: from a checkpoint on that is enough for any. */
export const PREPARE_STEPS = 1024;

/** Prepares a row's decoding, however long that takes, in slices; then it can be decoded at once. Rejects with a sentence. */
export async function prepareRow(session: Session, decoder: SessionDecoder, row: number): Promise<void> {
  let until = performance.now() + SLICE_MS;
  while (true) {
    decoder.update(TAKE_IN_ROWS);
    const { ready, missing, most, wait } = decoder.prepare(row, PREPARE_STEPS);
    if (ready) return;
    if (wait !== undefined) await wait;
    else if (missing.length > 0) await loadRows(session, missing, most);
    else if (performance.now() > until) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      until = performance.now() + SLICE_MS;
    }
  }
}
