import { type Batch, createBatchWriter, FLAG_CHUNK, FLAG_PARTIAL } from "../core/wire/batch.ts";
import type { Waiting, WaitingMessage } from "./ring.ts";

/** A batch stays far below the 64 MiB that Chrome lets through in one message. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
/** Larger payloads go in pieces of this size. */
const PIECE_BYTES = 1024 * 1024;

const encoder = new TextEncoder();

/** Packs what waits into batches and numbers it. */
export interface Packer {
  pack(waiting: readonly Waiting[]): Batch[];
  /** Takes back the numbers of what was packed last, none of which was sent. */
  unpack(waiting: readonly Waiting[]): void;
}

/** Creates the packer of the frame with this key. */
export function createPacker(frame: string): Packer {
  const writer = createBatchWriter();
  let seq = 0;
  let before = 0;

  return {
    pack(waiting) {
      before = seq;
      const batches: Batch[] = [];
      const take = () => {
        if (writer.count === 0) return;
        const count = writer.count;
        batches.push(writer.take(frame, seq));
        seq += count;
      };
      const pieces = (message: WaitingMessage, at: number, bytes: Uint8Array, from: number) => {
        for (let start = from; start < bytes.length; start += PIECE_BYTES) {
          const last = start + PIECE_BYTES >= bytes.length;
          const piece = bytes.subarray(start, start + PIECE_BYTES);
          writer.payload(at, message.seq ?? 0, last ? 0 : FLAG_PARTIAL, piece);
          if (writer.size >= MAX_BATCH_BYTES) take();
        }
      };
      /** A large chunk is several rows, each in its place: it needs none of what follows a message. */
      const chunk = ({ at, connection, flags, payload, eventId }: WaitingMessage) => {
        const bytes = typeof payload === "string" ? encoder.encode(payload) : payload;
        let start = 0;
        do {
          const piece = bytes.subarray(start, start + PIECE_BYTES);
          const more = start + PIECE_BYTES < bytes.length ? FLAG_PARTIAL : 0;
          writer.message(at, connection, flags | more, piece, null, "", `${+eventId + start}`);
          if (writer.size >= MAX_BATCH_BYTES) take();
          start += PIECE_BYTES;
        } while (start < bytes.length);
      };
      for (const entry of waiting) {
        if (entry.kind === "record") {
          writer.record(entry.record);
        } else if (entry.kind === "payload") {
          // Its message had a number, but was put back and then dropped.
          if (entry.message.seq === null) continue;
          if (entry.payload.length === 0) writer.payload(entry.at, entry.message.seq ?? 0, 0, entry.payload);
          else pieces(entry.message, entry.at, entry.payload, 0);
        } else {
          if (entry.flags & FLAG_CHUNK) {
            chunk(entry);
            continue;
          }
          entry.seq = seq + writer.count;
          const { at, connection, flags, size, eventName, eventId } = entry;
          if (entry.payload.length <= PIECE_BYTES / 3) {
            writer.message(at, connection, flags, entry.payload, size, eventName, eventId);
          } else {
            const bytes = typeof entry.payload === "string" ? encoder.encode(entry.payload) : entry.payload;
            const whole = bytes.length <= PIECE_BYTES;
            const first = whole ? bytes : bytes.subarray(0, PIECE_BYTES);
            const total = size ?? bytes.length;
            writer.message(
              at,
              connection,
              whole ? flags : flags | FLAG_PARTIAL,
              first,
              total,
              eventName,
              eventId,
            );
            pieces(entry, at, bytes, PIECE_BYTES);
          }
        }
        if (writer.size >= MAX_BATCH_BYTES) take();
      }
      take();
      return batches;
    },
    unpack(waiting) {
      seq = before;
      for (const entry of waiting) if (entry.kind === "message") entry.seq = null;
    },
  };
}
