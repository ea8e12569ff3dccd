import type { RecordEvent } from "../core/wire/events.ts";
import type { Emitter } from "./emitter.ts";
import { isEnd } from "./spared.ts";

/** Remembers which connections are alive, and tells a new listener of them. */
export interface Announcer {
  /** The frame has had something to say. One that has not says nothing, not even that it is there. */
  readonly started: boolean;
  readonly record: (record: RecordEvent) => void;
  announce(): void;
}

/** Creates a frame's announcer; `frame` is what it says first. */
export function createAnnouncer(emitter: Emitter, frame: RecordEvent): Announcer {
  const alive = new Map<number, RecordEvent[]>();
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
      if (record.type === "socket-created" || record.type === "source-created") {
        alive.set(record.connection, [record]);
      } else if (record.type === "socket-opened" || record.type === "source-opened") {
        const [created] = alive.get(record.connection) ?? [];
        if (created !== undefined) alive.set(record.connection, [created, record]);
      } else if (record.type === "socket-closing") {
        alive.get(record.connection)?.push(record);
      } else if (isEnd(record) && "connection" in record && record.connection !== null) {
        alive.delete(record.connection);
      }
      emitter.record(record);
    },
    announce() {
      if (started) emitter.announce([[frame], ...alive.values()]);
    },
  };
}
