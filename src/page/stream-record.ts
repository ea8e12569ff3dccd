import { FLAG_CHUNK, FLAG_RECEIVED } from "../core/wire/batch.ts";
import type { ClosedBy, StreamReading, StreamVia, UnseenWhy } from "../core/wire/events.ts";
import { Bytes, bufferOf, byteLengthOf, byteOffsetOf } from "../core/wire/intrinsics.ts";
import type { Emitter } from "./emitter.ts";
import { utf8Length } from "./utf8-length.ts";

/** What is known of a streamed response before anybody reads it. */
export interface StreamAbout {
  readonly via: StreamVia;
  readonly requestedAt: number | null;
  readonly method: string | null;
  readonly url: string;
  readonly status: number;
  readonly contentType: string;
}

/** One streamed response, told to the emitter; branches of it (by `tee` or `clone`) share one. */
export interface StreamRecord {
  /** How many branches can still be read: it has ended when the last is cancelled. */
  branches: number;
  /** It is used for the first time; later calls change nothing. */
  open(at: number, reading: StreamReading): void;
  /** Bytes at a position; what another branch has told already is left out. */
  bytes(at: number, position: number, bytes: Uint8Array<ArrayBuffer>): void;
  /** Text at a position (in UTF-8 bytes); answers its length. */
  text(at: number, position: number, text: string): number;
  unseen(at: number, why: UnseenWhy): void;
  end(at: number, by: ClosedBy, reason: string): void;
}

/** Creates the record of a response; it gets a number when it is opened. */
export function createStreamRecord(about: StreamAbout, emitter: Emitter, nextId: () => number): StreamRecord {
  let connection = 0;
  let told = 0;
  let ended = false;
  return {
    branches: 1,
    open(at, reading) {
      if (connection > 0) return;
      connection = nextId();
      const { via, requestedAt, method, url, status, contentType } = about;
      const answer = { via, reading, method, url, status, contentType };
      emitter.record({ type: "stream-opened", at, connection, requestedAt, ...answer });
    },
    bytes(at, position, bytes) {
      const length = byteLengthOf(bytes);
      const known = told > position ? told - position : 0;
      if (known >= length) return;
      const news =
        known === 0 ? bytes : new Bytes(bufferOf(bytes), byteOffsetOf(bytes) + known, length - known);
      told = position + length;
      const flags = FLAG_RECEIVED | FLAG_CHUNK;
      emitter.message(
        at,
        connection,
        flags,
        { kind: "bytes", bytes: news, size: null, cut: false },
        "",
        `${position + known}`,
      );
    },
    text(at, position, text) {
      const length = utf8Length(text);
      // Of text that another branch has told as bytes it cannot be said where it goes on.
      if (length === 0 || position < told) return length;
      told = position + length;
      emitter.message(
        at,
        connection,
        FLAG_RECEIVED | FLAG_CHUNK,
        { kind: "text", text, size: null, cut: false },
        "",
        `${position}`,
      );
      return length;
    },
    unseen(at, why) {
      if (!ended) emitter.record({ type: "stream-unseen", at, connection, why });
    },
    end(at, by, reason) {
      if (ended || connection === 0) return;
      ended = true;
      emitter.record({ type: "stream-ended", at, connection, by, reason });
    },
  };
}
