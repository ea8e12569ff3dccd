import { type Batch, FLAG_CHUNK, FLAG_CUT, FLAG_PARTIAL } from "../core/wire/batch.ts";
import { createBatchWriter } from "../core/wire/batch-writer.ts";
import { Bytes, bufferOf, byteLengthOf, byteOffsetOf, min, uncurry } from "../core/wire/intrinsics.ts";
import { Queue } from "./queue.ts";
import type { Waiting, WaitingMessage } from "./waiting.ts";

/** A batch stays far below the 64 MiB that Chrome lets through in one message. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
/** Larger payloads go in pieces of this size. */
const PIECE_BYTES = 1024 * 1024;

const encoder = new TextEncoder();
const encode = uncurry(encoder.encode);

/** Packs what waits into batches and numbers it. */
export interface Packer {
  pack(waiting: Queue<Waiting>): Queue<Batch>;
  /** Takes back the numbers of what was packed last, none of which was sent. */
  unpack(waiting: Queue<Waiting>): void;
}

/** Creates the packer of the frame with this key. */
export function createPacker(frame: string): Packer {
  const writer = createBatchWriter();
  let seq = 0;
  let before = 0;

  return {
    pack(waiting) {
      before = seq;
      const batches = new Queue<Batch>();
      const take = () => {
        if (writer.count === 0) return;
        const count = writer.count;
        batches.push(writer.take(frame, seq));
        seq += count;
      };
      const pieces = (message: WaitingMessage, at: number, bytes: Uint8Array<ArrayBuffer>, from: number) => {
        const length = byteLengthOf(bytes);
        for (let start = from; start < length; start += PIECE_BYTES) {
          const end = min(length, start + PIECE_BYTES);
          writer.payload(at, message.seq ?? 0, end === length ? 0 : FLAG_PARTIAL, part(bytes, start, end));
          if (writer.size >= MAX_BATCH_BYTES) take();
        }
      };
      /** A large chunk is several rows, each in its place: it needs none of what follows a message. */
      const chunk = ({
        at,
        connection,
        flags,
        payload,
        start: from,
        length: units,
        size,
        eventId,
      }: WaitingMessage) => {
        const bytes =
          typeof payload === "string" ? encode(encoder, payload) : part(payload, from, from + units);
        const length = byteLengthOf(bytes);
        let start = 0;
        do {
          const end = min(start + PIECE_BYTES, length);
          const last = end === length;
          writer.message(
            at,
            connection,
            last ? flags : (flags & ~FLAG_CUT) | FLAG_PARTIAL,
            part(bytes, start, end),
            // Where it was cut, the last row has what is not there.
            last && size !== null ? size - start : null,
            "",
            `${+eventId + start}`,
          );
          if (writer.size >= MAX_BATCH_BYTES) take();
          start = end;
        } while (start < length);
      };
      const put = (entry: Waiting) => {
        if (entry.kind === "record") {
          writer.record(entry.record);
        } else if (entry.kind === "payload") {
          // Its message had a number, but was put back and then dropped.
          if (entry.message.seq === null) return;
          if (byteLengthOf(entry.payload) > 0) pieces(entry.message, entry.at, entry.payload, 0);
          else writer.payload(entry.at, entry.message.seq, 0, entry.payload);
        } else {
          if (entry.flags & FLAG_CHUNK) {
            chunk(entry);
            return;
          }
          entry.seq = seq + writer.count;
          const { at, connection, flags, payload, start, length: units, size, eventName, eventId } = entry;
          if (units <= PIECE_BYTES / 3) {
            writer.message(at, connection, flags, payload, size, eventName, eventId, start, units);
            return;
          }
          const bytes = typeof payload === "string" ? encode(encoder, payload) : payload;
          const length = byteLengthOf(bytes);
          const whole = length <= PIECE_BYTES;
          const first = whole ? bytes : part(bytes, 0, PIECE_BYTES);
          const firstFlags = whole ? flags : flags | FLAG_PARTIAL;
          writer.message(at, connection, firstFlags, first, size ?? length, eventName, eventId);
          pieces(entry, at, bytes, PIECE_BYTES);
        }
      };
      waiting.forEach((entry) => {
        put(entry);
        if (writer.size >= MAX_BATCH_BYTES) take();
      });
      take();
      return batches;
    },
    unpack(waiting) {
      seq = before;
      waiting.forEach((entry) => {
        if (entry.kind === "message") entry.seq = null;
      });
    },
  };
}

/** A view of a part, as `subarray` makes it, which would ask the page's `constructor`. */
function part(bytes: Uint8Array<ArrayBuffer>, start: number, end: number): Uint8Array<ArrayBuffer> {
  return new Bytes(bufferOf(bytes), byteOffsetOf(bytes) + start, end - start);
}
