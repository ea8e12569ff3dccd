import { FLAG_CHUNK, FLAG_RECEIVED } from "../core/wire/batch.ts";
import type { ClosedBy, RecordEvent, StreamReading, UnseenWhy } from "../core/wire/events.ts";
import { streamFormatOf } from "../core/wire/stream-format.ts";
import type { Emitter } from "./emitter.ts";
import type { Guard } from "./guard.ts";
import type { Natives } from "./natives.ts";
import { type Payload, sizeOf, takePayload } from "./payload.ts";

/** What is known of a streamed response before anybody reads it. */
export type StreamAbout = Pick<
  Extract<RecordEvent, { type: "stream-opened" }>,
  "via" | "requestedAt" | "method" | "url" | "status" | "contentType"
>;

/** One streamed response, told to the emitter; branches of it (by `tee` or `clone`) share one. */
export interface StreamRecord {
  /** How many branches can still be read: it has ended when the last is cancelled. */
  branches: number;
  /** It is used for the first time; later calls change nothing. */
  open(at: number, reading: StreamReading): void;
  /** A chunk at a position; what another branch has told already is left out. Answers its true size, 0 of what is none. */
  chunk(at: number, position: number, value: unknown): number;
  /** All that is left, as a method for the whole body gives it; and the end. */
  whole(at: number, position: number, value: unknown, reading: StreamReading): void;
  unseen(at: number, why: UnseenWhy): void;
  end(at: number, by: ClosedBy, reason?: string): void;
}

/** Creates the record of a response, null where it is none of the streams that are known; it gets a number when it is opened. */
export type CreateStreamRecord = (about: StreamAbout) => StreamRecord | null;

/** Creates a window's maker of stream records. */
export function createStreamRecords(
  emitter: Emitter,
  natives: Natives,
  guard: Guard,
  nextId: () => number,
): CreateStreamRecord {
  return (about) => {
    if (streamFormatOf(about.contentType) === null) return null;
    let connection = 0;
    let told = 0;
    let ended = false;

    function put(at: number, position: number, payload: Payload): number {
      const size = sizeOf(payload);
      // What another branch has told in other pieces is told twice: the fold knows by the positions.
      if (position + size > told) {
        told = position + size;
        emitter.message(at, connection, FLAG_RECEIVED | FLAG_CHUNK, payload, "", `${position}`);
      }
      return size;
    }

    const record: StreamRecord = {
      branches: 1,
      open(at, reading) {
        if (connection > 0) return;
        connection = nextId();
        emitter.record({ type: "stream-opened", at, connection, reading, ...about });
      },
      chunk(at, position, value) {
        const payload = takePayload(value, natives, emitter.limits.payloadBytes);
        return payload === null ? 0 : put(at, position, payload);
      },
      whole(at, position, value, reading) {
        // A text may come of JSON, too.
        const payload = reading === "json" ? null : takePayload(value, natives, emitter.limits.payloadBytes);
        if (payload?.kind === "blob") {
          const { size, cut } = payload;
          natives.readBlob(payload.blob, (bytes) =>
            guard(() => {
              put(at, position, { kind: "bytes", bytes, size: cut ? size : null, cut });
              record.end(at, "server");
            }),
          );
          return;
        }
        if (payload !== null) put(at, position, payload);
        else record.unseen(at, reading === "json" ? reading : "document");
        record.end(at, "server");
      },
      unseen(at, why) {
        if (!ended) emitter.record({ type: "stream-unseen", at, connection, why });
      },
      end(at, by, reason = "") {
        if (ended || connection === 0) return;
        ended = true;
        emitter.record({ type: "stream-ended", at, connection, by, reason });
      },
    };
    return record;
  };
}
