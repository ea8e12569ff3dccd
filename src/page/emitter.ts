import type { Batch } from "../core/wire/batch.ts";
import { FLAG_BINARY, FLAG_CUT, FLAG_PARTIAL } from "../core/wire/batch.ts";
import type { RecordEvent } from "../core/wire/events.ts";
import { Bytes, byteLengthOf, min } from "../core/wire/intrinsics.ts";
import { DEFAULT_LIMITS, type PageLimits } from "../core/wire/page-limits.ts";
import type { Guard } from "./guard.ts";
import type { Natives } from "./natives.ts";
import { createPacker } from "./pack.ts";
import { type Payload, takeText } from "./payload.ts";
import { Queue } from "./queue.ts";
import { BACKLOG_BYTES, BACKLOG_COUNT, createRing } from "./ring.ts";
import { createSlab } from "./slab.ts";
import { ENTRY_BYTES, lengthOf, type Waiting, type WaitingMessage } from "./waiting.ts";

/** How long an event waits for others. */
const FLUSH_AFTER_MS = 50;
/**
 * Where many come, for a batch costs the page as much as a hundred messages do, however few are in it: it crosses two worlds
 * and two processes, and is acknowledged. Many are as many as nobody reads one by one.
 */
const BUSY_FLUSH_AFTER_MS = 150;
const BUSY_COUNT = 10;
/** A batch is full with this many events or this much payload. */
const FLUSH_COUNT = 1000;
const FLUSH_BYTES = 1024 * 1024;

/** What is packed at once, before it is known whether the relay takes it: that can no longer be dropped. */
const PACK_COUNT = 1000;
const PACK_BYTES = 1024 * 1024;

const NO_BYTES = new Bytes(0);

/** Takes what the observers saw, and sends it on in batches. */
export interface Emitter {
  /** How much is kept; whoever makes a payload asks how large it may be. */
  readonly limits: PageLimits;
  message(
    at: number,
    connection: number,
    flags: number,
    payload: Payload,
    eventName?: string,
    eventId?: string,
  ): void;
  /** The same of a text without more, as it comes. */
  text(at: number, connection: number, flags: number, text: string): void;
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
  const limits = { ...DEFAULT_LIMITS };
  const ring = createRing();
  const packer = createPacker(frame);
  const slab = createSlab();
  let outbox = new Queue<Batch>();
  /** What the outbox was made of, until a part of it has been taken. */
  let packed = new Queue<Waiting>();
  let ready = false;
  let idle = true;
  let leaving = false;
  let scheduled = false;
  /** The last batch had many events. */
  let busy = false;

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
        busy = ring.length >= BUSY_COUNT;
        packed = ring.drain(PACK_COUNT, PACK_BYTES);
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
      if (idle) ring.evict(limits.ringCount, limits.ringBytes);
      else ring.evict(BACKLOG_COUNT, BACKLOG_BYTES + limits.payloadBytes);
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
    else natives.setTimeout(run, busy ? BUSY_FLUSH_AFTER_MS : FLUSH_AFTER_MS);
  }

  function readBlob(message: WaitingMessage, blob: Blob): void {
    natives.readBlob(blob, (payload) =>
      guard(() => {
        if (message.evicted) return;
        if (message.seq === null) {
          // It has not been sent yet: the payload takes its place.
          message.payload = payload;
          message.length = byteLengthOf(payload);
          message.flags &= ~FLAG_PARTIAL;
        } else {
          ring.push({ kind: "payload", at: message.at, message, payload });
          schedule();
        }
      }),
    );
  }

  function message(
    at: number,
    connection: number,
    flags: number,
    payload: Payload,
    eventName = "",
    eventId = "",
  ): void {
    const { kind, size, cut } = payload;
    const blob = kind === "blob" ? payload.blob : null;
    const content = kind === "text" ? payload.text : kind === "bytes" ? slab.copy(payload.bytes) : NO_BYTES;
    const start = kind === "bytes" ? slab.start : 0;
    const length = kind === "bytes" ? byteLengthOf(payload.bytes) : lengthOf(content);
    const allFlags =
      flags | (kind === "text" ? 0 : FLAG_BINARY) | (cut ? FLAG_CUT : 0) | (blob === null ? 0 : FLAG_PARTIAL);
    if (size === null && eventName === "" && eventId === "") {
      ring.pushMessage(at, connection, allFlags, content, start, length);
      schedule();
      return;
    }
    const entry: WaitingMessage = {
      kind: "message",
      at,
      connection,
      flags: allFlags,
      payload: content,
      start,
      length,
      size,
      weight: (blob === null ? length : min(size ?? 0, limits.payloadBytes)) + ENTRY_BYTES,
      eventName,
      eventId,
      seq: null,
      evicted: false,
    };
    ring.push(entry);
    schedule();
    // Not where nothing is kept.
    if (blob !== null && !entry.evicted) readBlob(entry, blob);
  }

  return {
    limits,
    message,
    text(at, connection, flags, text) {
      // It is cut at most where its UTF-16 code units could take more than that, at three bytes each (Encoding Standard).
      if (text.length * 3 > limits.payloadBytes) {
        message(at, connection, flags, takeText(text, limits.payloadBytes));
        return;
      }
      ring.pushMessage(at, connection, flags, text, 0, text.length);
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
      ring.evict(limits.ringCount, limits.ringBytes);
    },
  };
}
