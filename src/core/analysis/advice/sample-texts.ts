import type { Connection } from "../../model/connection.ts";
import { FLAG_BINARY, FLAG_PARTIAL, FLAG_RECEIVED } from "../../wire/batch.ts";
import type { Evidence } from "../findings/evidence.ts";

/** So many messages of a connection are looked into, evenly from all of them. */
export const MOST_SAMPLES = 120;
/** Larger ones are passed over, and do not count. */
const MOST_BYTES = 512 * 1024;

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
  const texts = [...evidence.messagesOf(connection)].filter(
    (row) => (log.flags.get(row) & (FLAG_BINARY | FLAG_PARTIAL)) === 0 && log.size.get(row) <= MOST_BYTES,
  );
  // Neighbours, so that one can be compared with the next: runs of ten.
  if (texts.length <= MOST_SAMPLES) return texts;
  const runs = MOST_SAMPLES / 10;
  return Array.from({ length: runs }, (_, run) => {
    const from = Math.floor((run * (texts.length - 10)) / (runs - 1));
    return texts.slice(from, from + 10);
  }).flat();
}

/** Some text messages of a connection with their payloads. */
export function sampleTexts(evidence: Evidence, connection: Connection): SampleText[] {
  const { log } = evidence.session;
  // What is on the disk alone is passed over: whoever wants all loads these rows before.
  const rows = sampleRows(evidence, connection).filter((row) => evidence.session.load(row) === null);
  return rows.map((row) => {
    const bytes = evidence.session.payload(row);
    return { row, received: (log.flags.get(row) & FLAG_RECEIVED) !== 0, bytes, text: decoder.decode(bytes) };
  });
}
