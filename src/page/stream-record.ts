import { FLAG_CHUNK, FLAG_RECEIVED } from "../core/wire/batch.ts";
import type { StreamVia, UnseenWhy } from "../core/wire/events.ts";
import { byteLengthOf } from "../core/wire/intrinsics.ts";
import { STREAM_ENDED, STREAM_OPENED, STREAM_UNSEEN } from "../core/wire/page-records.ts";
import type { Emitter } from "./emitter.ts";
import type { Natives } from "./natives.ts";

/** What is known of a streamed response before anybody reads it. */
export interface StreamAbout {
  readonly via: StreamVia;
  readonly requestedAt: number | null;
  /** The method. */
  readonly verb: string | null;
  readonly address: string;
  readonly contentType: string;
}

/** One streamed response, told to the emitter; branches of it (by `tee` or `clone`) share one. */
export interface StreamRecord {
  /** How many branches can still be read: it has ended when the last is cancelled. */
  branches: number;
  /** It is used for the first time; later calls change nothing. `reading` is a StreamReading, or an XMLHttpRequest's `responseType`. */
  open(at: number, reading: string): void;
  /**
   * A chunk at a position; what another branch has told already is left out. Answers its size, of a text in UTF-16 code units; 0 of what is none.
   * `marks` say when its parts came (`src/feed/divide-looks.ts`).
   */
  chunk(at: number, position: number, value: unknown, marks?: string): number;
  /** All that is left, as a method for the whole body gives it; and the end. */
  whole(at: number, position: number, value: unknown, reading: string): void;
  unseen(at: number, why: UnseenWhy): void;
  /** `by` is a ClosedBy, or the type of an XMLHttpRequest's event. */
  end(at: number, by: string, reason?: string): void;
}

/** Creates the record of a response, null where it is none of the streams that are known; it gets a number when it is opened. */
export type CreateStreamRecord = (about: StreamAbout, status: number) => StreamRecord | null;

/** Whether a response with this `Content-Type` is none of the streams that are known; a page's hook asks the relay, so that the page need not load their names. */
export type IsOther = (contentType: string) => boolean;

/** While nobody listens, what is longer than the ring by so much is not kept: a page pays some 30 ms, and 16 MiB, at most. */
export const MOST_ROOMS = 16;

/** Creates a window's maker of stream records. */
export function createStreamRecords(
  emitter: Emitter,
  natives: Natives,
  nextId: () => number,
  isOther: IsOther,
): CreateStreamRecord {
  /** Of a text in UTF-16 code units; null of what has no bytes. */
  const sizeOf = (value: unknown): number | null => {
    if (typeof value === "string") return value.length;
    const bytes = natives.bytesOf(value);
    return bytes === null ? natives.blobSize(value) : byteLengthOf(bytes);
  };
  return (about, status) => {
    if (isOther(about.contentType)) return null;
    let connection = 0;
    let told = 0;
    let ended = false;

    const record: StreamRecord = {
      branches: 1,
      open(at, reading) {
        if (connection > 0) return;
        connection = nextId();
        const { via, requestedAt, verb, address, contentType } = about;
        emitter.record(
          STREAM_OPENED,
          at,
          connection,
          via,
          requestedAt,
          verb,
          address,
          contentType,
          status,
          reading,
        );
      },
      chunk(at, position, value, marks = "") {
        const size = sizeOf(value) ?? 0;
        // What another branch has told in other pieces is told twice: the fold knows by the positions.
        if (marks || position + size > told) {
          told = position + size;
          // Nothing at its end says that what is before is missing.
          const over = size > MOST_ROOMS * emitter.room();
          const from = `${over ? told : position}`;
          emitter.message(at, connection, FLAG_RECEIVED | FLAG_CHUNK, over ? "" : value, marks, from);
        }
        return size;
      },
      whole(at, position, value, reading) {
        // A text may come of JSON, too.
        if (reading === "json" || sizeOf(value) === null) {
          record.unseen(at, reading === "json" ? reading : "document");
        } else {
          // What another branch has told so far are bytes, which a text's code units say nothing of.
          if (typeof value === "string" && !ended) told = 0;
          record.chunk(at, position, value);
        }
        record.end(at, "server");
      },
      unseen(at, why) {
        if (!ended) emitter.record(STREAM_UNSEEN, at, connection, why);
      },
      end(at, by, reason = "") {
        if (ended || connection === 0) return;
        ended = true;
        emitter.record(STREAM_ENDED, at, connection, by, reason);
      },
    };
    return record;
  };
}
