import type { RecordEvent } from "../core/wire/events.ts";
import { hasOwn } from "../core/wire/intrinsics.ts";

/** A record on its way: its text, and what a frame's feed has to know of it. */
export interface ToldRecord {
  readonly at: number;
  readonly json: string;
}

/** The connection that a record is of; its field is not looked for beyond the record itself. */
export function connectionOf(record: RecordEvent): number | null {
  return hasOwn(record, "connection") ? (record as { connection: number | null }).connection : null;
}

/** Whether a connection begins with the record. */
export function isBegin({ type }: RecordEvent): boolean {
  return type === "socket-created" || type === "source-created" || type === "stream-opened";
}

/** Whether its connection is open from then on. */
export function isOpened({ type }: RecordEvent): boolean {
  return type === "socket-opened" || type === "source-opened";
}

/** Whether a new listener has to know it of a connection that is alive, beside how it began and was opened. */
export function isChange({ type }: RecordEvent): boolean {
  return type === "socket-closing" || type === "stream-unseen";
}

/** Whether nothing more can come of the record's connection. */
export function isEnd(record: RecordEvent): boolean {
  if (record.type === "source-errored") return !record.reconnecting;
  return record.type === "socket-closed" || record.type === "source-closed" || record.type === "stream-ended";
}
