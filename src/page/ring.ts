import type { RecordEvent } from "../core/wire/events.ts";
import { byteLengthOf, SafeMap, SafeSet } from "../core/wire/intrinsics.ts";
import { Queue } from "./queue.ts";
import { connectionOf, createSpared } from "./spared.ts";

/** A message that waits to be packed. `seq` is set when it has been. */
export interface WaitingMessage {
  readonly kind: "message";
  readonly at: number;
  readonly connection: number;
  flags: number;
  payload: string | Uint8Array<ArrayBuffer>;
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

/** Beyond this the oldest messages go: what a page may hold while nobody listens. */
export const RING_COUNT = 1000;
export const RING_BYTES = 1024 * 1024;
/** While somebody listens but cannot keep up, much more is kept before anything goes. */
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
  evict(maxCount: number, maxBytes: number, now: number): void;
  /** Whether a record is in it. */
  records(): Pick<Set<RecordEvent>, "has">;
}

/** Creates an empty ring. */
export function createRing(): Ring {
  let waiting = new Queue<Waiting>();
  let bytes = 0;
  /** By connection; 0 is those that nobody was told of. */
  const dropped = new SafeMap<number, { count: number; bytes: number }>();
  let droppedAt = 0;
  const spared = createSpared((connection) => {
    const sum = dropped.get(connection);
    if (sum === undefined) return;
    dropped.delete(connection);
    count(0, sum.count, sum.bytes);
  });

  function count(connection: number, messages: number, size: number): void {
    const sum = dropped.get(connection);
    if (sum === undefined) {
      dropped.set(connection, { count: messages, bytes: size });
    } else {
      sum.count += messages;
      sum.bytes += size;
    }
  }

  function drop(entry: Waiting): void {
    if (entry.kind === "message") {
      entry.evicted = true;
      // To count a text's bytes in UTF-8 would cost the page more than the message did: its characters are counted.
      count(entry.connection, 1, entry.size ?? lengthOf(entry.payload));
    } else if (entry.kind === "payload") {
      // Its message had been packed, but was put back, and has gone before it.
      if (entry.message.evicted) return;
      // The message has been sent, and waits for an end of its payload.
      const length = byteLengthOf(entry.payload);
      if (length > 0) count(entry.message.connection, 1, length);
      spared.keep({ ...entry, payload: NO_BYTES });
    } else if (entry.record.type === "messages-dropped") {
      count(connectionOf(entry.record) ?? 0, entry.record.count, entry.record.bytes);
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
      const why = "not kept: the page's memory for what nobody reads yet is bounded";
      const whose = { connection: connection === 0 ? null : connection, count: sum.count, bytes: sum.bytes };
      taken.push({ kind: "record", record: { type: "messages-dropped", at: droppedAt, ...whose, why } });
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
    evict(maxCount, maxBytes, now) {
      while (waiting.length > maxCount || (bytes > maxBytes && waiting.length > 1)) {
        const entry = shift();
        if (entry !== null) drop(entry);
        droppedAt = now;
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
