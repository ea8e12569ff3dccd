import { toCopiedText } from "../core/export/to-copied-text.ts";
import type { Session } from "../core/model/session.ts";
import { FLAG_BINARY, FLAG_RECEIVED } from "../core/wire/batch.ts";
import type { CopiedRows, CopyFormat } from "../core/wire/row.ts";
import { rowSentence } from "./row-view.ts";
import { untilLoaded } from "./row-window.ts";

/** An answer ends with the row that makes it so large: between two of them the reader can stop. */
const ANSWER_CHARS = 2 * 1024 * 1024;
/** So long is worked for one answer. */
const ANSWER_MS = 40;

/** Rows as texts, from the first on, as many as one answer takes; with their whole payloads, read back where they are on the disk. */
export async function copyRows(
  session: Session,
  rows: readonly number[],
  format: CopyFormat,
  now: () => number,
): Promise<CopiedRows> {
  const texts: string[] = [];
  let done = 0;
  let skipped = 0;
  let incomplete = 0;
  let length = 0;
  const until = now() + ANSWER_MS;
  for (const row of rows) {
    if (row < session.log.length) {
      await untilLoaded(() => session.load(row));
      const copied = rowOf(session, row);
      const text = toCopiedText(copied, format);
      if (text === null) skipped += 1;
      else {
        texts.push(text);
        length += text.length;
        if (copied.record === null && copied.payload.length < copied.size) incomplete += 1;
      }
    }
    done += 1;
    if (length > ANSWER_CHARS || now() > until) break;
  }
  return { texts, done, skipped, incomplete };
}

function rowOf(session: Session, row: number) {
  const { log } = session;
  const flags = log.flags.get(row);
  const record = session.record(row);
  return {
    number: row + 1,
    at: log.at.get(row),
    url: session.connections[log.connection.get(row) - 1]?.url ?? null,
    direction: record !== null ? null : flags & FLAG_RECEIVED ? ("received" as const) : ("sent" as const),
    payloadType: record !== null ? null : flags & FLAG_BINARY ? ("binary" as const) : ("text" as const),
    size: log.size.get(row),
    eventName: record === null ? session.eventName(row) : "",
    eventId: record === null ? session.eventId(row) : "",
    payload: record === null ? session.payload(row) : new Uint8Array(0),
    record,
    sentence: record === null ? "" : rowSentence(record),
  };
}
