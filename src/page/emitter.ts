import { CODE_MESSAGE, CODE_RECORD, FLAG_BINARY, FLAG_CUT, FLAG_PARTIAL } from "../core/wire/batch.ts";
import { type Dropped, FLAG_DISCARDED, type Haul } from "../core/wire/haul.ts";
import { Bytes, bufferOf, byteLengthOf, byteOffsetOf, min, stringify } from "../core/wire/intrinsics.ts";
import type { RecordValue } from "../core/wire/page-records.ts";
import type { Guard } from "./guard.ts";
import { type Natives, nothing } from "./natives.ts";
import { BACKLOG_BYTES, BACKLOG_COUNT, createRing, type Pending } from "./ring.ts";

/** Takes what the observers saw, and hands it over from time to time. */
export interface Emitter {
  /** How much is kept (`LimitNumbers`), one after the other; nothing, until somebody says how much. */
  setLimit(next: number): void;
  /**
   * A message, or a chunk: what was given to `send()`, or received. Strings and Blobs cannot change; bytes are copied. What is
   * none of these is passed over.
   */
  message(
    at: number,
    connection: number,
    flags: number,
    data: unknown,
    eventName?: string,
    eventId?: string,
  ): void;
  /** A record by its number in `page-records.ts`, with the values of its fields. */
  record(kind: number, at: number, connection: number, ...values: RecordValue[]): void;
  /**
   * There is more to tell, by a look that costs much: it is called when what waits is asked for next, with true where there may be no later. Of
   * those that come while nobody listens only the last.
   */
  later(look: (last: boolean) => void): void;
  /** How much of one event can be kept, in bytes. */
  room(): number;
  /** Hands over everything that waits, as far as it is taken. */
  flush(): void;
  /** The page is going: from now on (or no more) each event is handed over at once, for there may be no later. */
  setLeaving(leaving: boolean): void;
  /** The other end takes hauls (again): hands over what waits. */
  setReady(): void;
  /** Nobody listens at the other end: only what is recent is kept. */
  setIdle(): void;
}

/** Where hauls go. */
export interface HaulSink {
  /** Answers whether it was taken. */
  readonly take: (haul: Haul) => boolean;
  /** Takes what went out of the ring before it was time: what is to count, and its records. */
  readonly spare: (gone: Haul | Dropped) => void;
  /** Something waits: it is to be asked for (`setReady`) when others have had the time to join it. True where nobody has heard. */
  readonly askLater: () => unknown;
}

/** Creates a frame's emitter. */
export function createEmitter(natives: Natives, guard: Guard, { take, spare, askLater }: HaulSink): Emitter {
  let ringCount = 0;
  let ringBytes = 0;
  let payloadBytes = 0;
  const ring = createRing(spare);
  let looks = nothing;
  let ready = false;
  let idle = true;
  let leaving = false;
  let waiting = false;

  function flush(): void {
    waiting = false;
    if (ready) {
      const now = looks;
      looks = nothing;
      now();
    }
    while (ready) {
      const haul = ring.peek(leaving);
      if (haul === null) return;
      ready = take(haul);
      if (ready) ring.removeFirst();
    }
  }

  function evict(): boolean {
    return idle
      ? ring.evict(ringCount, ringBytes)
      : // Also where it waits for a Blob alone.
        ring.evict(BACKLOG_COUNT, BACKLOG_BYTES + payloadBytes);
  }

  function ask(): void {
    if (ready && !waiting) waiting = !askLater();
  }

  function schedule(): void {
    if (evict() || leaving) flush();
    else ask();
  }

  function settleLater(blob: Blob, pending: Pending): void {
    // Not where nothing is kept.
    if (!pending.bucket.inRing) return;
    natives.readBlob(blob, (read) =>
      guard(() => {
        pending.settle(read);
        schedule();
      }),
    );
  }

  return {
    setLimit(next) {
      ringCount = ringBytes;
      ringBytes = payloadBytes;
      payloadBytes = next;
    },
    message(at, connection, flags, data, eventName = "", eventId = "") {
      const max = payloadBytes;
      let all = flags;
      let text = eventName + eventId;
      let length: number;
      let size = 0;
      let bytes: Uint8Array<ArrayBuffer> | null = null;
      let blob: Blob | null = null;
      if (typeof data === "string") {
        // What is too long is cut by the feed: a string is no copy.
        text += data;
        length = data.length;
      } else {
        bytes = natives.bytesOf(data);
        const whole = bytes === null ? natives.blobSize(data) : byteLengthOf(bytes);
        if (whole === null) return;
        size = whole;
        length = min(size, max);
        all |= length < size ? FLAG_BINARY | FLAG_CUT : FLAG_BINARY;
        if (flags & FLAG_DISCARDED) {
          bytes = null;
          length = 0;
        } else if (bytes === null) {
          // It is read as soon as it can be, and what follows waits for it.
          blob = natives.sliceBlob(data as Blob, max);
          all |= FLAG_PARTIAL;
        } else if (length < size) {
          bytes = new Bytes(bufferOf(bytes), byteOffsetOf(bytes), max);
        }
      }
      const pending = ring.push(
        CODE_MESSAGE,
        at,
        connection,
        length,
        size,
        all,
        text,
        bytes,
        eventName.length,
        eventId.length,
      );
      schedule();
      if (blob !== null && pending !== null) settleLater(blob, pending);
    },
    record(kind, at, connection, ...values) {
      let json = "";
      for (let index = 0; index < values.length; index += 1) {
        json += (index > 0 ? "," : "") + stringify(values[index]);
      }
      ring.push(CODE_RECORD, at, connection, json.length, kind, 0, json);
      schedule();
    },
    later(look) {
      const before = idle ? nothing : looks;
      looks = () => {
        before();
        look(leaving);
      };
      ask();
    },
    room: () => (idle ? ringBytes : 1 / 0),
    flush,
    setLeaving(now) {
      leaving = now;
      flush();
    },
    setReady() {
      ready = true;
      flush();
      // Only now: of what is looked at first nobody wants more than would have been kept.
      idle = false;
    },
    setIdle() {
      ready = false;
      idle = true;
      evict();
    },
  };
}
