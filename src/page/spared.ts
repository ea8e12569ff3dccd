import type { RecordEvent } from "../core/wire/events.ts";
import type { Waiting } from "./ring.ts";

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
  take(): Waiting[];
}

/** Creates an empty one. `forgotten` is told of connections that came and went, and of which nothing is kept. */
export function createSpared(forgotten: (connection: number) => void): Spared {
  let entries: Waiting[] = [];
  let limit = SPARED_COUNT;

  function tidy(): void {
    const begun = new Set<number>();
    const ended = new Set<number>();
    for (const entry of entries) {
      if (entry.kind !== "record" || !isOfConnection(entry.record)) continue;
      if (isBegin(entry.record)) begun.add(entry.record.connection);
      else if (isEnd(entry.record)) ended.add(entry.record.connection);
    }
    entries = entries.filter((entry) => {
      if (entry.kind !== "record" || !isOfConnection(entry.record)) return true;
      const { connection } = entry.record;
      if (isEnd(entry.record)) return !begun.has(connection);
      // What else is to be known of one that is alive is announced.
      return isBegin(entry.record) && !ended.has(connection);
    });
    for (const connection of ended) if (begun.has(connection)) forgotten(connection);
    limit = Math.max(SPARED_COUNT, 2 * entries.length);
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
      entries = [];
      limit = SPARED_COUNT;
      return all;
    },
  };
}

type OfConnection = Extract<RecordEvent, { connection: number }>;

function isOfConnection(record: RecordEvent): record is OfConnection {
  return "connection" in record && record.connection !== null;
}

function isBegin({ type }: OfConnection): boolean {
  return type === "socket-created" || type === "source-created" || type === "stream-opened";
}

/** Whether nothing more can come of the record's connection. */
export function isEnd(record: RecordEvent): boolean {
  if (record.type === "source-errored") return !record.reconnecting;
  return record.type === "socket-closed" || record.type === "source-closed" || record.type === "stream-ended";
}
