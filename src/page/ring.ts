import type { RecordEvent } from "../core/wire/events.ts";
import { createSpared } from "./spared.ts";
import { utf8Length } from "./utf8-length.ts";

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
  /** Puts entries before everything else. */
  putFirst(entries: readonly Waiting[]): void;
  /** Takes the oldest, up to so much (at least one), after what was spared and what there is to tell of losses. */
  drain(maxCount?: number, maxBytes?: number): Waiting[];
  evict(maxCount: number, maxBytes: number, now: number): void;
  /** The records in it. */
  records(): Set<RecordEvent>;
}

/** Creates an empty ring. */
export function createRing(): Ring {
  let waiting: (Waiting | null)[] = [];
  let head = 0;
  let bytes = 0;
  /** By connection; 0 is those that nobody was told of. */
  let dropped = new Map<number, { count: number; bytes: number }>();
  let droppedAt = 0;
  const spared = createSpared((connection) => {
    const sum = dropped.get(connection);
    if (sum === undefined) return;
    dropped.delete(connection);
    count(0, sum.count, sum.bytes);
  });

  function count(connection: number, messages: number, size: number): void {
    const sum = dropped.get(connection) ?? { count: 0, bytes: 0 };
    sum.count += messages;
    sum.bytes += size;
    dropped.set(connection, sum);
  }

  function drop(entry: Waiting): void {
    if (entry.kind === "message") {
      entry.evicted = true;
      const { payload } = entry;
      const size = typeof payload === "string" ? utf8Length(payload) : payload.length;
      count(entry.connection, 1, entry.size ?? size);
    } else if (entry.kind === "payload") {
      // Its message had been packed, but was put back, and has gone before it.
      if (entry.message.evicted) return;
      // The message has been sent, and waits for an end of its payload.
      if (entry.payload.length > 0) count(entry.message.connection, 1, entry.payload.length);
      spared.keep({ ...entry, payload: NO_BYTES });
    } else if (entry.record.type === "messages-dropped") {
      count(entry.record.connection ?? 0, entry.record.count, entry.record.bytes);
    } else {
      spared.keep(entry);
    }
  }

  /** Takes the oldest out. Its place is emptied at once, for a payload may be large. */
  function shift(): Waiting {
    const entry = waiting[head] as Waiting;
    waiting[head] = null;
    head += 1;
    bytes -= weigh(entry);
    return entry;
  }

  /** Moves rarely: half of it at once costs less than one at a time. */
  function tidy(): void {
    if (head <= RING_COUNT || head * 2 < waiting.length) return;
    waiting = waiting.slice(head);
    head = 0;
  }

  function drain(maxCount = Infinity, maxBytes = Infinity): Waiting[] {
    const taken = spared.take();
    for (const [connection, sum] of dropped) {
      const why = "not kept: the page's memory for what nobody reads yet is bounded";
      const whose = { connection: connection === 0 ? null : connection, ...sum };
      taken.push({ kind: "record", record: { type: "messages-dropped", at: droppedAt, ...whose, why } });
    }
    dropped = new Map();
    const before = bytes;
    for (let left = maxCount; head < waiting.length && left > 0 && before - bytes < maxBytes; left -= 1) {
      taken.push(shift());
    }
    tidy();
    return taken;
  }

  return {
    get length() {
      return waiting.length - head + spared.length + dropped.size;
    },
    get bytes() {
      return bytes;
    },
    push(entry) {
      waiting.push(entry);
      bytes += weigh(entry);
    },
    putFirst(entries) {
      waiting = [...entries, ...drain()];
      head = 0;
      bytes = 0;
      for (const entry of waiting) if (entry !== null) bytes += weigh(entry);
    },
    drain,
    evict(maxCount, maxBytes, now) {
      while (waiting.length - head > maxCount || (bytes > maxBytes && waiting.length - head > 1)) {
        drop(shift());
        droppedAt = now;
      }
      tidy();
    },
    records() {
      const records = new Set<RecordEvent>();
      const add = (entry: Waiting | null) => {
        if (entry?.kind === "record") records.add(entry.record);
      };
      waiting.forEach(add);
      spared.forEach(add);
      return records;
    },
  };
}

function weigh(entry: Waiting): number {
  if (entry.kind === "record") return RECORD_BYTES;
  return entry.kind === "message" ? entry.weight : entry.payload.length + ENTRY_BYTES;
}
