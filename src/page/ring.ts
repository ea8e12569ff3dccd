import type { RecordEvent } from "../core/wire/events.ts";

/** A message that waits to be packed. `seq` is set when it has been. */
export interface WaitingMessage {
  readonly kind: "message";
  readonly at: number;
  readonly connection: number;
  flags: number;
  payload: string | Uint8Array<ArrayBuffer>;
  /** The true size, or null: that of the payload. */
  readonly size: number | null;
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

/**
 * What a frame has to say and has not said yet. Where it is full the oldest goes, and messages that go are counted.
 */
export interface Ring {
  readonly length: number;
  readonly bytes: number;
  push(waiting: Waiting): void;
  /** Takes everything, oldest first. */
  drain(): Waiting[];
  evict(maxCount: number, maxBytes: number, now: number): void;
}

/** Creates an empty ring. */
export function createRing(): Ring {
  let waiting: Waiting[] = [];
  let head = 0;
  let bytes = 0;
  let dropped = new Map<number, { count: number; bytes: number }>();
  let droppedAt = 0;

  function drop(entry: Waiting): void {
    bytes -= weigh(entry);
    if (entry.kind === "message") {
      entry.evicted = true;
      const sum = dropped.get(entry.connection) ?? { count: 0, bytes: 0 };
      sum.count += 1;
      sum.bytes += entry.size ?? entry.payload.length;
      dropped.set(entry.connection, sum);
    }
  }

  return {
    get length() {
      return waiting.length - head + dropped.size;
    },
    get bytes() {
      return bytes;
    },
    push(entry) {
      waiting.push(entry);
      bytes += weigh(entry);
    },
    drain() {
      const before: Waiting[] = [];
      for (const [connection, sum] of dropped) {
        const why = "not kept: the page's memory for what nobody reads yet is bounded";
        const record = { type: "messages-dropped", at: droppedAt, connection, ...sum, why } as const;
        before.push({ kind: "record", record });
      }
      const all = before.concat(waiting.slice(head));
      waiting = [];
      head = 0;
      bytes = 0;
      dropped = new Map();
      return all;
    },
    evict(maxCount, maxBytes, now) {
      while (waiting.length - head > maxCount || (bytes > maxBytes && waiting.length - head > 1)) {
        drop(waiting[head] as Waiting);
        head += 1;
        droppedAt = now;
      }
      // Shift rarely: a thousand at once costs less than one at a time.
      if (head > RING_COUNT) {
        waiting = waiting.slice(head);
        head = 0;
      }
    },
  };
}

function weigh(entry: Waiting): number {
  if (entry.kind === "record") return 100;
  return entry.payload.length + 50;
}
