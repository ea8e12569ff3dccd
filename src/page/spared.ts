import type { RecordEvent } from "../core/wire/events.ts";
import { hasOwn, max, SafeSet } from "../core/wire/intrinsics.ts";
import { Queue } from "./queue.ts";
import type { Waiting } from "./waiting.ts";

/** Beyond this many what nobody misses goes. */
const SPARED_COUNT = 1000;

/**
 * What outlives its place in a full ring: records, since nobody tells again how a connection ended, and the ends of
 * late payloads. It is bounded by the connections that are alive or that a listener was told of.
 */
export interface Spared {
  readonly length: number;
  keep(entry: Waiting): void;
  forEach(each: (entry: Waiting) => void): void;
  /** Takes everything, oldest first. */
  take(): Queue<Waiting>;
}

/** Creates an empty one. `forgotten` is told of connections that came and went, and of which nothing is kept. */
export function createSpared(forgotten: (connection: number) => void): Spared {
  let entries = new Queue<Waiting>();
  let limit = SPARED_COUNT;

  function tidy(): void {
    const begun = new SafeSet<number>();
    const ended = new SafeSet<number>();
    entries.forEach((entry) => {
      const connection = entry.kind === "record" ? connectionOf(entry.record) : null;
      if (entry.kind !== "record" || connection === null) return;
      if (isBegin(entry.record)) begun.add(connection);
      else if (isEnd(entry.record)) ended.add(connection);
    });
    const kept = new Queue<Waiting>();
    entries.forEach((entry) => {
      const connection = entry.kind === "record" ? connectionOf(entry.record) : null;
      if (entry.kind !== "record" || connection === null) kept.push(entry);
      else if (isEnd(entry.record)) {
        if (!begun.has(connection)) kept.push(entry);
      } else if (isBegin(entry.record) && !ended.has(connection)) {
        // What else is to be known of one that is alive is announced.
        kept.push(entry);
      }
    });
    entries = kept;
    ended.forEach((connection) => {
      if (begun.has(connection)) forgotten(connection);
    });
    limit = max(SPARED_COUNT, 2 * entries.length);
  }

  return {
    get length() {
      return entries.length;
    },
    keep(entry) {
      entries.push(entry);
      if (entries.length > limit) tidy();
    },
    forEach: (each) => entries.forEach(each),
    take() {
      const all = entries;
      entries = new Queue();
      limit = SPARED_COUNT;
      return all;
    },
  };
}

/** The connection that a record is of; its field is not looked for beyond the record itself. */
export function connectionOf(record: RecordEvent): number | null {
  return hasOwn(record, "connection") ? (record as { connection: number | null }).connection : null;
}

/** Whether a connection begins with the record. */
export function isBegin({ type }: RecordEvent): boolean {
  return type === "socket-created" || type === "source-created" || type === "stream-opened";
}

/** Whether nothing more can come of the record's connection. */
export function isEnd(record: RecordEvent): boolean {
  if (record.type === "source-errored") return !record.reconnecting;
  return record.type === "socket-closed" || record.type === "source-closed" || record.type === "stream-ended";
}
