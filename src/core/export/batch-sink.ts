import type { EpochMs } from "../units.ts";
import { type Batch, ROW_LENGTH } from "../wire/batch.ts";
import { createBatchWriter } from "../wire/batch-writer.ts";
import type { RecordEvent } from "../wire/events.ts";

/** A batch is stored and sent as one thing: about a mebibyte, or one event that is larger. */
const MAX_BATCH_BYTES = 1024 * 1024;
const ROW_BYTES = ROW_LENGTH * Float64Array.BYTES_PER_ELEMENT;

/** Takes the events of an imported file in their order and makes batches of them. */
export interface BatchSink {
  /** `frame` is null for what belongs to no frame in particular: it goes wherever the last event went. */
  message(
    frame: string | null,
    at: EpochMs,
    connection: number,
    flags: number,
    payload: string | Uint8Array,
    size: number | null,
    eventName: string,
    eventId: string,
  ): void;
  record(frame: string | null, event: RecordEvent): void;
  /** Hands on what is ready; with `all`, also what is not full yet. */
  drain(all: boolean): Promise<void>;
}

/** The frame of what belongs to no frame that is known. */
const NO_FRAME = "file";

/**
 * Creates a sink. `lost` is the number of events that never reached the session which was exported: it is told
 * the way it was told then, by a gap in the sequence numbers.
 */
export function createBatchSink(accept: (batch: Batch) => void | Promise<void>, lost: number): BatchSink {
  const writer = createBatchWriter();
  const nextSeq = new Map<string, number>();
  const ready: Batch[] = [];
  let frame: string | null = null;

  function flush(): void {
    if (frame === null || writer.count === 0) return;
    // The batches of a frame are numbered on from its last one, however many frames came between.
    const seq = nextSeq.get(frame) ?? 0;
    nextSeq.set(frame, seq + writer.count);
    ready.push(writer.take(frame, seq));
  }

  function make(wanted: string | null, length: number): void {
    const next = wanted ?? frame ?? NO_FRAME;
    const full = writer.size + writer.count * ROW_BYTES + length > MAX_BATCH_BYTES;
    if (next !== frame || full) flush();
    frame = next;
  }

  if (lost > 0) {
    for (const seq of [0, 1 + lost]) {
      writer.skip(0, 1);
      ready.push(writer.take(NO_FRAME, seq));
    }
    nextSeq.set(NO_FRAME, lost + 2);
  }

  return {
    message(wanted, at, connection, flags, payload, size, eventName, eventId) {
      make(wanted, payload.length);
      writer.message(at, connection, flags, payload, size, eventName, eventId);
    },
    record(wanted, event) {
      make(wanted, 0);
      writer.record(event);
    },
    async drain(all) {
      if (all) flush();
      for (const batch of ready) await accept(batch);
      ready.length = 0;
    },
  };
}
