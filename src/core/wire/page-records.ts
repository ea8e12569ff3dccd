import type { RecordEvent } from "./events.ts";
import { append, indexOf, parse, sliceText } from "./intrinsics.ts";

/*
 * What a hook calls the records that it says, in a row's place for the size: names and fields are spelled out by the feed, for
 * they are the half of what a page would have to load for them.
 */
export const SOCKET_CREATED = 0;
export const SOCKET_OPENED = 1;
export const SOCKET_CLOSING = 2;
export const SOCKET_ERRORED = 3;
export const SEND_DISCARDED = 4;
export const SOCKET_CLOSED = 5;
export const SOURCE_CREATED = 6;
export const SOURCE_OPENED = 7;
export const SOURCE_ERRORED = 8;
export const SOURCE_CLOSED = 9;
export const STREAM_OPENED = 10;
export const STREAM_ENDED = 11;
export const STREAM_UNSEEN = 12;
export const HOOK_FAILED = 13;
export const SOCKET_BUFFERED = 14;

/** A field of a record; of an array its elements, with commas between them. */
export type RecordValue = string | number | boolean | null;

/** Each record's type, and its fields beside `type`, `at` and `connection`; of the last ones a value may be missing. */
const RECORDS: readonly (readonly string[])[] = [
  ["socket-created", "url", "protocols", "api"],
  ["socket-opened", "protocol", "extensions"],
  ["socket-closing", "code", "reason"],
  ["socket-errored"],
  ["send-discarded", "bytes"],
  ["socket-closed", "code", "reason", "wasClean", "by", "unsentBytes"],
  ["source-created", "url", "withCredentials"],
  ["source-opened"],
  ["source-errored", "reconnecting"],
  ["source-closed"],
  ["stream-opened", "via", "requestedAt", "method", "url", "contentType", "status", "reading"],
  ["stream-ended", "by", "reason"],
  ["stream-unseen", "why"],
  ["hook-failed", "count", "message"],
  ["socket-buffered", "bytes"],
];

/** An XMLHttpRequest's `responseType`, where it has another name among the ways of reading. */
const READINGS: Readonly<Record<string, string>> = {
  __proto__: null as never,
  "": "progress",
  text: "progress",
  arraybuffer: "arrayBuffer",
};

/** The last event of an XMLHttpRequest: who ended it, and the reason. */
const ENDS: Readonly<Record<string, readonly [by: string, reason: string]>> = {
  __proto__: null as never,
  load: ["server", ""],
  error: ["network", "error"],
  abort: ["page", "abort"],
  timeout: ["page", "timeout"],
};

/**
 * Spells out a record of a hook: its number, and its values as JSON with commas between them. Connection 0 is none. Throws
 * where it is none of ours.
 */
export function spellOut(kind: number, at: number, connection: number, json: string): RecordEvent {
  const names = RECORDS[kind] as readonly string[];
  const values = parse(`[${json}]`) as RecordValue[];
  const record: Record<string, unknown> = { __proto__: null as never, type: names[0], at };
  if (connection > 0) record.connection = connection;
  for (let index = 0; index < values.length; index += 1) {
    const name = names[index + 1];
    const value = values[index];
    if (name === undefined) throw new TypeError("a field too many");
    record[name] = name === "protocols" ? partsOf(value as string) : value;
  }
  if (record.via === "xhr") record.reading = READINGS[record.reading as string] ?? record.reading;
  const end = kind === STREAM_ENDED ? ENDS[record.by as string] : undefined;
  if (end !== undefined) {
    record.by = end[0];
    record.reason = end[1];
  }
  return record as RecordEvent;
}

/** What is between commas; of nothing nothing. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  for (let start = 0; text !== "" && start <= text.length; ) {
    const comma = indexOf(text, ",", start);
    const end = comma < 0 ? text.length : comma;
    append(parts, sliceText(text, start, end));
    start = end + 1;
  }
  return parts;
}
