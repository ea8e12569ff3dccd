import { type Batch, CODE_MESSAGE, CODE_RECORD, CODE_SKIP, FLAG_UNHEARD, ROW_LENGTH } from "./batch.ts";
import type { RecordEvent } from "./events.ts";
import { encodePageBatch, type PageBatch } from "./page-batch.ts";
import { isArrayOf, parseBatch } from "./parse-batch.ts";
import { hasOnlyItsFields } from "./parse-record.ts";

/**
 * A hook packs at most 4 MiB and one more payload piece; only a record can be larger. Chrome takes no message above
 * 64 MiB at all.
 */
export const MAX_BATCH_BYTES = 32 * 1024 * 1024;
/** A hook packs 1000 events, and what its ring had spared of connections; not a tenth of this. */
export const MAX_BATCH_ROWS = 250_000;
/** The longest is that of a document with a data: URL. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024;
/** A Blob that is sent may be a file of many gigabytes; sums of some thousand of these are still exact. */
export const MAX_PAYLOAD_BYTES = 2 ** 40;
/** Events that a page has lost, connections it has opened: more than any has, and sums stay exact. */
export const MAX_COUNT = 1e9;
/** In the year 2109; every calendar knows it. A page's clock begins in 1970. */
export const MAX_TIME = 2 ** 42;

/** A page's frame is named by its hook with 128 random bits. No name of ours is like it. */
const FRAME_NAME = /^[0-9a-f]{32}$/;

/** Who may say what: a page may not say what only the devtools page, the engine or an importer can know. */
const SAID_BY: { [T in RecordEvent["type"]]: "page" | "devtools" | "engine" } = {
  "frame-started": "page",
  "frame-left": "page",
  "frame-shown": "page",
  navigated: "devtools",
  "lifecycle-changed": "page",
  "thread-blocked": "page",
  "socket-created": "page",
  "socket-opened": "page",
  "socket-closing": "page",
  "socket-errored": "page",
  "socket-buffered": "page",
  "send-discarded": "page",
  "socket-closed": "page",
  "source-created": "page",
  "source-opened": "page",
  "source-errored": "page",
  "source-closed": "page",
  "stream-opened": "page",
  "stream-ended": "page",
  "stream-unseen": "page",
  "stream-remarked": "engine",
  "request-finished": "devtools",
  "connection-joined": "engine",
  handshake: "devtools",
  "frame-seen": "devtools",
  "recording-paused": "devtools",
  "recording-resumed": "devtools",
  "messages-dropped": "page",
  "hook-failed": "page",
};

/**
 * Parses what came over a relay's port. A page's own scripts can reach the link between hook and relay where they run
 * before both, and a renderer that has been broken into can say anything: what no hook says is refused, with the reason.
 */
export function parsePageBatch(input: unknown): Batch | { problem: string } {
  const { frame, seq, rows, text, bytes } = (input ?? {}) as Record<string, unknown>;
  if (typeof frame !== "string" || !FRAME_NAME.test(frame)) return { problem: "no frame of a page" };
  if (!isArrayOf<Float64Array<ArrayBuffer>>(rows, "Float64Array")) return { problem: "no rows" };
  if (!isArrayOf<Uint8Array<ArrayBuffer>>(bytes, "Uint8Array")) return { problem: "no bytes" };
  if (typeof text !== "string") return { problem: "no text" };
  if (rows.length > MAX_BATCH_ROWS * ROW_LENGTH) return { problem: "too many rows" };
  if (bytes.length + text.length > MAX_BATCH_BYTES) return { problem: "too many bytes" };
  if ((seq as number) > MAX_COUNT * 1000) return { problem: "a sequence number that no page reaches" };
  if (rows.length % ROW_LENGTH !== 0) return { problem: "a row is cut" };
  const batch = encodePageBatch({ frame, seq, rows, text, bytes } as PageBatch);
  return batch === null ? { problem: "rows that do not fit what they are of" } : parseBatch(batch, checkRow);
}

function checkRow(rows: Float64Array, row: number, record: RecordEvent | null): string | null {
  const code = rows[row];
  if (!isTime(rows[row + 1])) return "a row of no time that is known";
  if (code === CODE_SKIP) return "a page that leaves events out";
  if ((rows[row + 5] as number) & FLAG_UNHEARD) return "an event that a page cannot know";
  if (code === CODE_MESSAGE && !isConnection(rows[row + 2])) return "a message of no connection";
  if ((rows[row + 4] as number) > MAX_PAYLOAD_BYTES) return "a payload larger than any";
  if (code !== CODE_RECORD || record === null) return null;
  if ((rows[row + 3] as number) > MAX_RECORD_BYTES) return "a record larger than any";
  return checkRecord(record);
}

function checkRecord(record: RecordEvent): string | null {
  if (SAID_BY[record.type] !== "page") return "a record that a page cannot know";
  if (!isTime(record.at)) return "a record of no time that is known";
  if (!hasOnlyItsFields(record)) return "a record with foreign fields";
  if ("frame" in record) return "a record of another frame";
  if ("connection" in record && record.connection !== null && !isConnection(record.connection)) {
    return "a record of no connection";
  }
  if ("count" in record && record.count > MAX_COUNT) return "a count larger than any";
  if ("bytes" in record && record.bytes > MAX_PAYLOAD_BYTES) return "a size larger than any";
  if ("unsentBytes" in record && (record.unsentBytes ?? 0) > MAX_PAYLOAD_BYTES)
    return "a size larger than any";
  if ("blockedMs" in record && record.blockedMs > MAX_TIME) return "a span longer than any";
  return null;
}

function isTime(at: number | undefined): boolean {
  return at !== undefined && at >= 0 && at <= MAX_TIME;
}

function isConnection(number: number | undefined): boolean {
  return number !== undefined && number >= 1 && number <= MAX_COUNT;
}
