import type { Connection } from "../../model/connection.ts";
import { FLAG_BINARY, FLAG_PARTIAL, FLAG_RECEIVED } from "../../wire/batch.ts";
import type { Evidence } from "../findings/evidence.ts";

/** So many messages of a connection are looked into, evenly from all of them. */
export const MOST_SAMPLES = 120;
const RUN = 10;
/** Larger ones are passed over, and do not count. */
const MOST_BYTES = 512 * 1024;
/** Of all that are looked into, in whole messages. */
const BUDGET = 1024 * 1024;

export interface SampleText {
  readonly row: number;
  readonly received: boolean;
  readonly bytes: Uint8Array;
  readonly text: string;
}

const decoder = new TextDecoder();

/** The rows that `sampleTexts` looks into: what has to be in memory for it. */
export function sampleRows(
  evidence: Pick<Evidence, "session" | "messagesOf">,
  connection: Connection,
): number[] {
  const { log } = evidence.session;
  const rows = evidence.messagesOf(connection);
  const isText = (row: number) =>
    (log.flags.get(row) & (FLAG_BINARY | FLAG_PARTIAL)) === 0 && log.size.get(row) <= MOST_BYTES;
  let bytes = 0;
  for (const row of rows) if (isText(row)) bytes += log.size.get(row);
  if (rows.length <= MOST_SAMPLES && bytes <= BUDGET) return [...rows].filter(isText);
  // Neighbours, so that one can be compared with the next; of large ones fewer runs.
  const affordable = Math.floor(BUDGET / (RUN * Math.max(1, bytes / rows.length)));
  const runs = Math.max(1, Math.min(MOST_SAMPLES / RUN, Math.ceil(rows.length / RUN), affordable));
  const sampled = Array.from({ length: runs }, (_, run) => {
    const from = runs === 1 ? 0 : Math.floor((run * (rows.length - RUN)) / (runs - 1));
    return [...rows.subarray(from, from + RUN)];
  });
  let left = BUDGET;
  return [...new Set(sampled.flat())].filter((row) => {
    if (!isText(row) || log.size.get(row) > left) return false;
    left -= log.size.get(row);
    return true;
  });
}

/** Some text messages of a connection with their payloads. */
export function sampleTexts(evidence: Evidence, connection: Connection): SampleText[] {
  const { log } = evidence.session;
  // What is on the disk alone is passed over: whoever wants all loads these rows before.
  const rows = sampleRows(evidence, connection).filter((row) => evidence.session.has(row, MOST_BYTES));
  return rows.map((row) => {
    const bytes = evidence.session.payload(row);
    return { row, received: (log.flags.get(row) & FLAG_RECEIVED) !== 0, bytes, text: decoder.decode(bytes) };
  });
}
