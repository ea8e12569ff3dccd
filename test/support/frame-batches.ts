import { type Batch, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import { type BatchWriter, createBatchWriter } from "../../src/core/wire/batch-writer.ts";

/** Writes the batches of one frame, numbered as its hook would. */
export interface FrameBatches {
  readonly key: string;
  batch(write: (writer: BatchWriter) => void): Batch;
  /** The frame begins, as the hook says before anything else. */
  start(at: number, options?: { top?: boolean; url?: string }): Batch;
  /** A socket is created and opened. */
  open(at: number, connection: number): Batch;
  text(at: number, connection: number, ...texts: string[]): Batch;
}

/** `name` stands for the 128 random bits that a hook would name its frame with. */
export function frameBatches(name: string): FrameBatches {
  const key = frameKey(name);
  const writer = createBatchWriter();
  let seq = 0;
  function batch(write: (writer: BatchWriter) => void): Batch {
    write(writer);
    const made = writer.take(key, seq);
    seq += made.rows.length / 8;
    return made;
  }
  return {
    key,
    batch,
    start: (at, { top = true, url = "https://shop.example/" } = {}) =>
      batch((it) => it.record({ type: "frame-started", at, url, top, origin: "https://shop.example" })),
    open: (at, connection) =>
      batch((it) => {
        const url = `wss://shop.example/${connection}`;
        it.record({ type: "socket-created", at, connection, url, protocols: [] });
        it.record({ type: "socket-opened", at, connection, protocol: "", extensions: "" });
      }),
    text: (at, connection, ...texts) =>
      batch((it) => {
        for (const text of texts) it.message(at, connection, FLAG_RECEIVED, text, null, "", "");
      }),
  };
}

/** A frame's key as a hook would choose it, but told by a name. */
export function frameKey(name: string): string {
  return Buffer.from(name).toString("hex").padEnd(32, "0");
}
