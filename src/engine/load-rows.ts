import type { Session } from "../core/model/session.ts";
import type { Bytes } from "../core/units.ts";

/** So much is read at a time of rows that are missing; of the first all that is asked for. */
const LOAD_BYTES: Bytes = 8 * 1024 * 1024;

/**
 * Reads rows into memory, the first of them and as many more as are little enough; of each at most so many bytes. They are there
 * when it resolves, and may be let go later. Rejects with a sentence.
 */
export async function loadRows(
  session: Session,
  rows: readonly number[],
  most: Bytes = Number.POSITIVE_INFINITY,
): Promise<void> {
  const waits: Promise<void>[] = [];
  let bytes = 0;
  for (const row of rows) {
    bytes += Math.min(most, session.heldLength(row));
    if (bytes > LOAD_BYTES && row !== rows[0]) break;
    const wait = session.load(row, most);
    if (wait !== null) waits.push(wait);
  }
  await Promise.all(waits);
}
