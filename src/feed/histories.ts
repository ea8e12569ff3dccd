import type { RecordEvent } from "../core/wire/events.ts";
import { SafeMap } from "../core/wire/intrinsics.ts";
import { Queue } from "./queue.ts";
import { connectionOf, isBegin, isChange, isEnd, isOpened, type ToldRecord } from "./told-records.ts";

/** What a new listener has to be told of a frame: itself, and how each connection that is alive came to be so. */
export interface Histories {
  /** A record has been sent. */
  note(record: RecordEvent, told: ToldRecord): void;
  has(connection: number): boolean;
  /** All of it, in order. */
  records(): Queue<ToldRecord>;
}

/** Creates a frame's histories; the first record is the frame's own. */
export function createHistories(): Histories {
  const alive = new SafeMap<number, Queue<ToldRecord>>();
  let frame: ToldRecord | null = null;

  return {
    note(record, told) {
      frame ??= told;
      const connection = connectionOf(record);
      if (connection === null) return;
      const history = alive.get(connection);
      if (isBegin(record)) {
        alive.set(connection, historyOf(told));
      } else if (isOpened(record)) {
        const created = history?.first ?? null;
        if (created !== null) alive.set(connection, historyOf(created, told));
      } else if (isChange(record)) {
        history?.push(told);
      } else if (isEnd(record)) {
        alive.delete(connection);
      }
    },
    has: (connection) => alive.has(connection),
    records() {
      const records = new Queue<ToldRecord>();
      if (frame !== null) records.push(frame);
      alive.forEach((history) => {
        history.forEach((told) => {
          records.push(told);
        });
      });
      return records;
    },
  };
}

function historyOf(created: ToldRecord, opened: ToldRecord | null = null): Queue<ToldRecord> {
  const history = new Queue<ToldRecord>();
  history.push(created);
  if (opened !== null) history.push(opened);
  return history;
}
