import type { RecordEvent } from "../core/wire/events.ts";
import { SafeMap } from "../core/wire/intrinsics.ts";
import type { Emitter } from "./emitter.ts";
import { Queue } from "./queue.ts";
import { connectionOf, isBegin, isEnd } from "./spared.ts";

/** Remembers which connections are alive, and tells a new listener of them. */
export interface Announcer {
  /** The frame has had something to say. One that has not says nothing, not even that it is there. */
  readonly started: boolean;
  readonly record: (record: RecordEvent) => void;
  announce(): void;
}

/** Creates a frame's announcer; `frame` is what it says first. */
export function createAnnouncer(emitter: Emitter, frame: RecordEvent): Announcer {
  const alive = new SafeMap<number, Queue<RecordEvent>>();
  let started = false;

  return {
    get started() {
      return started;
    },
    record(record) {
      if (!started) {
        started = true;
        emitter.record(frame);
      }
      const connection = connectionOf(record);
      if (connection !== null) {
        const history = alive.get(connection);
        if (isBegin(record)) {
          alive.set(connection, historyOf(record));
        } else if (record.type === "socket-opened" || record.type === "source-opened") {
          const created = history?.first ?? null;
          if (created !== null) alive.set(connection, historyOf(created, record));
        } else if (record.type === "socket-closing" || record.type === "stream-unseen") {
          history?.push(record);
        } else if (isEnd(record)) {
          alive.delete(connection);
        }
      }
      emitter.record(record);
    },
    announce() {
      if (!started) return;
      const histories = new Queue<Queue<RecordEvent>>();
      histories.push(historyOf(frame));
      alive.forEach((history) => void histories.push(history));
      emitter.announce(histories);
    },
  };
}

function historyOf(created: RecordEvent, opened: RecordEvent | null = null): Queue<RecordEvent> {
  const history = new Queue<RecordEvent>();
  history.push(created);
  if (opened !== null) history.push(opened);
  return history;
}
