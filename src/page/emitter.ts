import {
  CODE_MESSAGE,
  CODE_RECORD,
  FLAG_BINARY,
  FLAG_CUT,
  FLAG_PARTIAL,
  ROW_LENGTH,
} from "../core/wire/batch.ts";
import type { RecordEvent } from "../core/wire/events.ts";
import type { Haul } from "../core/wire/haul.ts";
import { byteLengthOf, min } from "../core/wire/intrinsics.ts";
import { DEFAULT_LIMITS, type PageLimits } from "../core/wire/page-limits.ts";
import { recordToJson } from "../core/wire/record-to-json.ts";
import type { Guard } from "./guard.ts";
import type { Natives } from "./natives.ts";
import { type Payload, takeText } from "./payload.ts";
import { BACKLOG_BYTES, BACKLOG_COUNT, createRing } from "./ring.ts";

/** How long an event waits for others. */
const FLUSH_AFTER_MS = 50;
/**
 * Where many come, for a batch costs the page as much as a hundred messages do, however few are in it: it crosses two worlds
 * and two processes, and is acknowledged. Many are as many as nobody reads one by one.
 */
const BUSY_FLUSH_AFTER_MS = 150;
const BUSY_COUNT = 10;
/** It waits no longer with this many events or this much payload. */
const FLUSH_COUNT = 1000;
const FLUSH_BYTES = 1024 * 1024;

/** Takes what the observers saw, and hands it over from time to time. */
export interface Emitter {
  /** How much is kept; whoever makes a payload asks how large it may be. */
  readonly limits: PageLimits;
  /** The frame has had something to say. One that has not says nothing, not even that it is there. */
  readonly started: boolean;
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
  /** Hands over everything that waits, as far as it is taken. */
  flush(): void;
  /** The page is going: from now on (or no more) each event is handed over at once, for there may be no later. */
  setLeaving(leaving: boolean): void;
  /** The other end takes hauls (again). */
  setReady(): void;
  /** Nobody listens at the other end: only what is recent is kept. */
  setIdle(): void;
}

/** Where hauls go. */
export interface HaulSink {
  /** Answers whether it was taken. */
  readonly take: (haul: Haul) => boolean;
  /** Takes a record that went out of the ring before it was time. */
  readonly spare: (haul: Haul) => void;
}

/** Creates a frame's emitter. `frame` is what it says first. */
export function createEmitter(
  frame: RecordEvent,
  natives: Natives,
  guard: Guard,
  { take, spare }: HaulSink,
  /** Runs a callback as a task of its own that is not throttled in hidden pages, as timers are (to one a second). */
  soon: (callback: () => void) => void,
  isHidden: () => boolean,
): Emitter {
  const limits = { ...DEFAULT_LIMITS };
  const ring = createRing(spare);
  let started = false;
  let ready = false;
  let idle = true;
  let leaving = false;
  let scheduled = false;
  /** The last time there were many events. */
  let busy = false;

  function flush(): void {
    while (ready) {
      const many = ring.length >= BUSY_COUNT;
      const haul = ring.peek(leaving);
      if (haul === null) return;
      ready = take(haul);
      if (!ready) return;
      busy = many;
      ring.remove(byteLengthOf(haul.rows) / 8 / ROW_LENGTH);
    }
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

  const put = (record: RecordEvent) => {
    const json = recordToJson(record);
    ring.push(CODE_RECORD, record.at, 0, json.length, 0, 0, json);
  };

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
    const text = kind === "text" ? payload.text : "";
    const bytes = kind === "bytes" ? payload.bytes : null;
    const all =
      flags |
      (kind === "text" ? 0 : FLAG_BINARY) |
      (cut ? FLAG_CUT : 0) |
      // A Blob is read as soon as it can be, and what follows waits for it.
      (blob === null ? 0 : FLAG_PARTIAL);
    const length =
      bytes !== null
        ? byteLengthOf(bytes)
        : blob === null
          ? text.length
          : min(size ?? 0, limits.payloadBytes);
    const number = ring.push(
      CODE_MESSAGE,
      at,
      connection,
      length,
      size ?? 0,
      all,
      eventName + eventId + text,
      bytes,
      eventName.length,
      eventId.length,
    );
    schedule();
    // Not where nothing is kept.
    if (blob === null || !ring.has(number)) return;
    natives.readBlob(blob, (read) =>
      guard(() => {
        ring.settle(number, read);
        schedule();
      }),
    );
  }

  return {
    limits,
    get started() {
      return started;
    },
    message,
    text(at, connection, flags, text) {
      // It is cut at most where its UTF-16 code units could take more than that, at three bytes each (Encoding Standard).
      if (text.length * 3 > limits.payloadBytes) {
        message(at, connection, flags, takeText(text, limits.payloadBytes));
        return;
      }
      ring.push(CODE_MESSAGE, at, connection, text.length, 0, flags, text);
      schedule();
    },
    record(record) {
      if (!started) put(frame);
      started = true;
      put(record);
      schedule();
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
      ring.evict(limits.ringCount, limits.ringBytes);
    },
  };
}
