import type { RecordEvent } from "../core/wire/events.ts";
import { byteLengthOf, max, SafeMap, SafeSet } from "../core/wire/intrinsics.ts";
import { createColumns } from "./columns.ts";
import type { Queue } from "./queue.ts";
import { connectionOf, createSpared } from "./spared.ts";
import { ENTRY_BYTES, type Waiting, weigh } from "./waiting.ts";

/** While somebody listens but cannot keep up, much more is kept before anything goes; in bytes, beside one message at most. */
export const BACKLOG_COUNT = 200_000;
export const BACKLOG_BYTES = 64 * 1024 * 1024;

const NO_BYTES = new Uint8Array(0);

/**
 * What a frame has to say and has not said yet. Where it is full the oldest goes: messages that go are counted, records
 * that nobody tells again are spared.
 */
export interface Ring {
  readonly length: number;
  readonly bytes: number;
  push(waiting: Waiting): void;
  /** The same of a plain message: a text, or so many bytes of an array from `start` on. */
  pushMessage(
    at: number,
    connection: number,
    flags: number,
    payload: string | Uint8Array<ArrayBuffer>,
    start: number,
    length: number,
  ): void;
  /** Puts entries before everything else. */
  putFirst(entries: Queue<Waiting>): void;
  /** Takes the oldest, up to so much (at least one), after what was spared and what there is to tell of losses. */
  drain(maxCount?: number, maxBytes?: number): Queue<Waiting>;
  evict(maxCount: number, maxBytes: number): void;
  /** Whether a record is in it. */
  records(): Pick<Set<RecordEvent>, "has">;
}

/** Creates an empty ring. */
export function createRing(): Ring {
  const waiting = createColumns();
  let bytes = 0;
  /** By connection; 0 is those that nobody was told of. */
  const dropped = new SafeMap<number, { count: number; bytes: number; at: number }>();
  const spared = createSpared((connection) => {
    const sum = dropped.get(connection);
    if (sum === undefined) return;
    dropped.delete(connection);
    forgetLast();
    count(0, sum.count, sum.bytes, sum.at);
  });

  /** The sum that was counted last: most often it is the next one, too. */
  let last: { count: number; bytes: number; at: number } | undefined;
  let lastConnection = -1;

  /** `at` is the time of the last that went: there the list has its mark, before what is kept. */
  function count(connection: number, messages: number, size: number, at: number): void {
    if (connection !== lastConnection) {
      lastConnection = connection;
      last = dropped.get(connection);
    }
    if (last === undefined) {
      last = { count: messages, bytes: size, at };
      dropped.set(connection, last);
    } else {
      last.count += messages;
      last.bytes += size;
      last.at = max(last.at, at);
    }
  }

  /** After this there may be no sums, or others. */
  function forgetLast(): void {
    lastConnection = -1;
    last = undefined;
  }

  // To count a text's bytes in UTF-8 would cost the page more than the message did: its characters are counted.
  const dropMessage = (connection: number, length: number, at: number) => {
    bytes -= length + ENTRY_BYTES;
    count(connection, 1, length, at);
  };

  function drop(entry: Waiting): void {
    bytes -= weigh(entry);
    if (entry.kind === "message") {
      entry.evicted = true;
      count(entry.connection, 1, entry.size ?? entry.length, entry.at);
    } else if (entry.kind === "payload") {
      // Its message had been packed, but was put back, and has gone before it.
      if (entry.message.evicted) return;
      // The message has been sent, and waits for an end of its payload.
      const length = byteLengthOf(entry.payload);
      if (length > 0) count(entry.message.connection, 1, length, entry.at);
      spared.keep({ ...entry, payload: NO_BYTES });
    } else if (entry.record.type === "messages-dropped") {
      const { count: messages, bytes: size, at } = entry.record;
      count(connectionOf(entry.record) ?? 0, messages, size, at);
    } else {
      spared.keep(entry);
    }
  }

  /** Takes the oldest out. */
  function shift(): Waiting | null {
    const entry = waiting.shift();
    if (entry !== null) bytes -= weigh(entry);
    return entry;
  }

  function drain(maxCount = Infinity, maxBytes = Infinity): Queue<Waiting> {
    const taken = spared.take();
    dropped.forEach((sum, connection) => {
      const why =
        "a page keeps only its last events while DevTools is closed (see Settings), or while Duplex cannot follow";
      const { at, count, bytes } = sum;
      const whose = connection === 0 ? null : connection;
      taken.push({
        kind: "record",
        record: { type: "messages-dropped", at, connection: whose, count, bytes, why },
      });
    });
    dropped.clear();
    forgetLast();
    const before = bytes;
    for (let left = maxCount; left > 0 && before - bytes < maxBytes; left -= 1) {
      const entry = shift();
      if (entry === null) break;
      taken.push(entry);
    }
    return taken;
  }

  return {
    get length() {
      return waiting.length + spared.length + dropped.size;
    },
    get bytes() {
      return bytes;
    },
    push(entry) {
      waiting.push(entry);
      bytes += weigh(entry);
    },
    pushMessage(at, connection, flags, payload, start, length) {
      waiting.pushMessage(at, connection, flags, payload, start, length);
      bytes += length + ENTRY_BYTES;
    },
    putFirst(entries) {
      entries.append(drain());
      entries.forEach((entry) => {
        waiting.push(entry);
        bytes += weigh(entry);
      });
    },
    drain,
    evict(maxCount, maxBytes) {
      while (waiting.length > maxCount || (bytes > maxBytes && waiting.length > 1)) {
        waiting.drop(dropMessage, drop);
      }
    },
    records() {
      const records = new SafeSet<RecordEvent>();
      const add = (entry: Waiting) => {
        if (entry.kind === "record") records.add(entry.record);
      };
      waiting.forEachEntry(add);
      spared.forEach(add);
      return records;
    },
  };
}
