import type { RecordEvent } from "../wire/events.ts";
import { parseRecord } from "../wire/parse-record.ts";
import { isCount, isObject } from "./checks.ts";
import type { HarItem } from "./har-stream.ts";

/**
 * The records that our own HAR keeps under `_duplex`, each put back among the messages; null where they are not
 * there or not right. (None at all is right: the beginning of the connection was not seen.)
 */
export function ownItems(marks: unknown, messages: readonly HarItem[], connection: number): HarItem[] | null {
  if (!Array.isArray(marks)) return null;
  const items: HarItem[] = [];
  let next = 0;
  for (const mark of marks) {
    if (!isObject(mark) || !isObject(mark.record) || !isCount(mark.after)) return null;
    const record = parseRecord(JSON.stringify({ ...mark.record, connection }));
    if (record === null || FRAME_RECORDS.has(record.type)) return null;
    while (next < messages.length && next < mark.after) items.push(messages[next++] as HarItem);
    items.push({ at: record.at, record });
  }
  return [...items, ...messages.slice(next)];
}

/** A record of one of these is of no connection, whatever number it has been given. */
const FRAME_RECORDS: ReadonlySet<RecordEvent["type"]> = new Set([
  "frame-started",
  "frame-left",
  "frame-shown",
  "frame-seen",
  "navigated",
  "lifecycle-changed",
  "thread-blocked",
  "request-finished",
  "recording-paused",
  "recording-resumed",
  "hook-failed",
]);
