import type { RecordEvent } from "../core/wire/events.ts";
import { max, SafeMap, SafeSet } from "../core/wire/intrinsics.ts";
import { Queue } from "./queue.ts";
import { connectionOf, isBegin, isChange, isEnd, isOpened, type ToldRecord } from "./told-records.ts";

/** Beyond this many what nobody misses goes. */
const SPARED_COUNT = 1000;

/**
 * Records that outlive their place in a full ring, since nobody tells again how a connection ended. They are bounded by the
 * connections that are alive or that a listener was told of.
 */
export interface SparedRecords {
  readonly length: number;
  keep(record: RecordEvent, json: string): void;
  /** Takes everything, oldest first. */
  take(): Queue<ToldRecord>;
}

interface Spared extends ToldRecord {
  readonly record: RecordEvent;
}

/** Creates an empty one. */
export function createSparedRecords(): SparedRecords {
  let spared = new Queue<Spared>();
  let limit = SPARED_COUNT;

  /** Forgets connections that came and went untold, and all between. */
  function tidy(): void {
    const begun = new SafeSet<number>();
    const ended = new SafeSet<number>();
    /** An EventSource opens again and again: the last time counts. */
    const opened = new SafeMap<number, RecordEvent>();
    spared.forEach(({ record }) => {
      const connection = connectionOf(record);
      if (connection === null) return;
      if (isBegin(record)) begun.add(connection);
      else if (isEnd(record)) ended.add(connection);
      else if (isOpened(record)) opened.set(connection, record);
    });
    const kept = new Queue<Spared>();
    spared.forEach((it) => {
      const { record } = it;
      const connection = connectionOf(record);
      if (connection !== null) {
        if (isEnd(record) ? begun.has(connection) : ended.has(connection)) return;
        // Of one that is alive, as much as is announced.
        const told = isEnd(record) || isBegin(record) || isChange(record);
        if (!told && opened.get(connection) !== record) return;
      }
      kept.push(it);
    });
    spared = kept;
    limit = max(SPARED_COUNT, 2 * spared.length);
  }

  return {
    get length() {
      return spared.length;
    },
    keep(record, json) {
      spared.push({ at: record.at, json, record });
      if (spared.length > limit) tidy();
    },
    take() {
      const all = spared;
      spared = new Queue();
      limit = SPARED_COUNT;
      return all;
    },
  };
}
