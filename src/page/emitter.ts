import type { Batch } from "../core/wire/batch.ts";
import { FLAG_BINARY, FLAG_PARTIAL } from "../core/wire/batch.ts";
import type { RecordEvent } from "../core/wire/events.ts";
import { Bytes } from "../core/wire/intrinsics.ts";
import type { Guard } from "./guard.ts";
import type { Natives } from "./natives.ts";
import { createPacker } from "./pack.ts";
import type { Payload } from "./payload.ts";
import { Queue } from "./queue.ts";
import {
  BACKLOG_BYTES,
  BACKLOG_COUNT,
  createRing,
  ENTRY_BYTES,
  lengthOf,
  RING_BYTES,
  RING_COUNT,
  type Waiting,
  type WaitingMessage,
} from "./ring.ts";

/** How long an event waits for others: 20 batches a second cost the page about a millisecond a second. */
const FLUSH_AFTER_MS = 50;
/** A batch is full with this many events or this much payload. */
const FLUSH_COUNT = 256;
const FLUSH_BYTES = 1024 * 1024;

/** Takes what the observers saw, and sends it on in batches. */
export interface Emitter {
  message(
    at: number,
    connection: number,
    flags: number,
    payload: Payload,
    eventName?: string,
    eventId?: string,
  ): void;
  record(record: RecordEvent): void;
  /**
   * Tells a new listener what happened to each connection, in front of all that waits: what waits is of these. A record
   * that still waits is not told twice, unless a later one of its connection has to be.
   */
  announce(histories: Queue<Queue<RecordEvent>>): void;
  /** Sends everything that waits, as far as the relay takes it. */
  flush(): void;
  /** The page is going: from now on (or no more) each event is sent at once, for there may be no later. */
  setLeaving(leaving: boolean): void;
  /** The relay takes batches (again). */
  setReady(): void;
  /** Nobody listens at the other end: only what is recent is kept. */
  setIdle(): void;
}

/** Creates a frame's emitter. `deliver` answers whether the relay has taken the batch. */
export function createEmitter(
  frame: string,
  natives: Natives,
  guard: Guard,
  deliver: (batch: Batch) => boolean,
  /** Runs a callback as a task of its own that is not throttled in hidden pages, as timers are (to one a second). */
  soon: (callback: () => void) => void,
  isHidden: () => boolean,
): Emitter {
  const ring = createRing();
  const packer = createPacker(frame);
  let outbox = new Queue<Batch>();
  /** What the outbox was made of, until a part of it has been taken. */
  let packed = new Queue<Waiting>();
  let ready = false;
  let idle = true;
  let leaving = false;
  let scheduled = false;

  function flush(): void {
    while (ready) {
      const batch = outbox.first;
      if (batch !== null) {
        if (deliver(batch)) {
          outbox.shift();
          packed = new Queue();
        } else {
          ready = false;
        }
      } else if (ring.length > 0) {
        // A little at a time: what is in the outbox can no longer be dropped.
        packed = ring.drain(RING_COUNT, RING_BYTES);
        outbox = packer.pack(packed);
      } else {
        return;
      }
    }
  }

  /** Empties the outbox into the ring again, where nobody has seen its numbers. */
  function takeBack(): void {
    if (packed.length === 0) return;
    packer.unpack(packed);
    ring.putFirst(packed);
    outbox = new Queue();
    packed = new Queue();
  }

  function schedule(): void {
    if (!ready) {
      if (idle) ring.evict(RING_COUNT, RING_BYTES, natives.now());
      else ring.evict(BACKLOG_COUNT, BACKLOG_BYTES, natives.now());
      return;
    }
    if (leaving || ring.length >= FLUSH_COUNT || ring.bytes >= FLUSH_BYTES) {
      flush();
      return;
    }
    if (scheduled) return;
    scheduled = true;
    const run = () => {
      scheduled = false;
      guard(flush);
    };
    if (isHidden()) soon(run);
    else natives.setTimeout(run, FLUSH_AFTER_MS);
  }

  function readBlob(message: WaitingMessage, blob: Blob): void {
    natives.readBlob(blob, (payload) =>
      guard(() => {
        if (message.evicted) return;
        if (message.seq === null) {
          // It has not been sent yet: the payload takes its place.
          message.payload = payload;
          message.flags &= ~FLAG_PARTIAL;
        } else {
          ring.push({ kind: "payload", at: message.at, message, payload });
          schedule();
        }
      }),
    );
  }

  return {
    message(at, connection, flags, payload, eventName = "", eventId = "") {
      const blob = payload.kind === "blob" ? payload.blob : null;
      const content =
        payload.kind === "text" ? payload.text : payload.kind === "bytes" ? payload.bytes : new Bytes(0);
      const size = payload.kind === "blob" ? payload.size : null;
      const message: WaitingMessage = {
        kind: "message",
        at,
        connection,
        flags: flags | (payload.kind === "text" ? 0 : FLAG_BINARY) | (blob === null ? 0 : FLAG_PARTIAL),
        payload: content,
        size,
        weight: (size ?? lengthOf(content)) + ENTRY_BYTES,
        eventName,
        eventId,
        seq: null,
        evicted: false,
      };
      ring.push(message);
      if (blob !== null) readBlob(message, blob);
      schedule();
    },
    record(record) {
      ring.push({ kind: "record", record });
      schedule();
    },
    announce(histories) {
      takeBack();
      const waiting = ring.records();
      const untold = new Queue<Waiting>();
      histories.forEach((history) => {
        let length = 0;
        let index = 0;
        history.forEach((record) => {
          index += 1;
          if (!waiting.has(record)) length = index;
        });
        history.forEach((record) => {
          length -= 1;
          if (length >= 0) untold.push({ kind: "record", record });
        });
      });
      ring.putFirst(untold);
    },
    flush,
    setLeaving(now) {
      leaving = now;
    },
    setReady() {
      ready = true;
      idle = false;
      flush();
    },
    setIdle() {
      ready = false;
      idle = true;
      takeBack();
      ring.evict(RING_COUNT, RING_BYTES, natives.now());
    },
  };
}
