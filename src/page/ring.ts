import type { RecordEvent } from "../core/wire/events.ts";
import { byteLengthOf, max, SafeMap, SafeSet } from "../core/wire/intrinsics.ts";
import { Queue } from "./queue.ts";
import { connectionOf, createSpared } from "./spared.ts";

/** A message that waits to be packed. `seq` is set when it has been. */
export interface WaitingMessage {
  readonly kind: "message";
  readonly at: number;
  readonly connection: number;
  flags: number;
  payload: string | Uint8Array<ArrayBuffer>;
  /** Where in a payload of bytes the message's own are; a text is all of it. */
  readonly start: number;
  /** How many bytes, of a text UTF-16 code units. */
  length: number;
  /** The true size, or null: that of the payload. */
  readonly size: number | null;
  /** What it takes of the page's memory, a Blob's bytes included, which come later. */
  readonly weight: number;
  readonly eventName: string;
  readonly eventId: string;
  seq: number | null;
  evicted: boolean;
}

/** The late payload of a message that has been packed. */
export interface WaitingPayload {
  readonly kind: "payload";
  readonly at: number;
  readonly message: WaitingMessage;
  readonly payload: Uint8Array<ArrayBuffer>;
}

export interface WaitingRecord {
  readonly kind: "record";
  readonly record: RecordEvent;
}

export type Waiting = WaitingMessage | WaitingPayload | WaitingRecord;

/** While somebody listens but cannot keep up, much more is kept before anything goes; in bytes, beside one message at most. */
export const BACKLOG_COUNT = 200_000;
export const BACKLOG_BYTES = 64 * 1024 * 1024;

/** What each message, payload or record takes beside its payload. */
export const ENTRY_BYTES = 50;
const RECORD_BYTES = 100;
const NO_BYTES = new Uint8Array(0);

/**
 * What a frame has to say and has not said yet. Where it is full the oldest goes: messages that go are counted, records
 * that nobody tells again are spared.
 */
export interface Ring {
  readonly length: number;
  readonly bytes: number;
  push(waiting: Waiting): void;
  /** Puts entries before everything else; their queue is the ring's afterwards. */
  putFirst(entries: Queue<Waiting>): void;
  /** Takes the oldest, up to so much (at least one), after what was spared and what there is to tell of losses. */
  drain(maxCount?: number, maxBytes?: number): Queue<Waiting>;
  evict(maxCount: number, maxBytes: number): void;
  /** Whether a record is in it. */
  records(): Pick<Set<RecordEvent>, "has">;
}

/** Creates an empty ring. */
export function createRing(): Ring {
  let waiting = new Queue<Waiting>();
  let bytes = 0;
  /** By connection; 0 is those that nobody was told of. */
  const dropped = new SafeMap<number, { count: number; bytes: number; at: number }>();
  const spared = createSpared((connection) => {
    const sum = dropped.get(connection);
    if (sum === undefined) return;
    dropped.delete(connection);
    count(0, sum.count, sum.bytes, sum.at);
  });

  /** `at` is the time of the last that went: there the list has its mark, before what is kept. */
  function count(connection: number, messages: number, size: number, at: number): void {
    const sum = dropped.get(connection);
    if (sum === undefined) {
      dropped.set(connection, { count: messages, bytes: size, at });
    } else {
      sum.count += messages;
      sum.bytes += size;
      sum.at = max(sum.at, at);
    }
  }

  function drop(entry: Waiting): void {
    if (entry.kind === "message") {
      entry.evicted = true;
      // To count a text's bytes in UTF-8 would cost the page more than the message did: its characters are counted.
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
    putFirst(entries) {
      entries.append(drain());
      waiting = entries;
      bytes = 0;
      waiting.forEach((entry) => {
        bytes += weigh(entry);
      });
    },
    drain,
    evict(maxCount, maxBytes) {
      while (waiting.length > maxCount || (bytes > maxBytes && waiting.length > 1)) {
        const entry = shift();
        if (entry !== null) drop(entry);
      }
    },
    records() {
      const records = new SafeSet<RecordEvent>();
      const add = (entry: Waiting) => {
        if (entry.kind === "record") records.add(entry.record);
      };
      waiting.forEach(add);
      spared.forEach(add);
      return records;
    },
  };
}

function weigh(entry: Waiting): number {
  if (entry.kind === "record") return RECORD_BYTES;
  return entry.kind === "message" ? entry.weight : byteLengthOf(entry.payload) + ENTRY_BYTES;
}

/** The bytes of a payload, of a text its UTF-16 code units. */
export function lengthOf(payload: string | Uint8Array): number {
  return typeof payload === "string" ? payload.length : byteLengthOf(payload);
}
