import { startRecording as start } from "../../src/engine/live-recording.ts";
import { toPageBatch } from "./to-page-batch.ts";

/** Starts a recording that takes packed batches, too, as a relay would have sent them. */
export const startRecording: typeof start = (...args) => {
  const live = start(...args);
  const accept: typeof live.accept = (batch, sender) => live.accept(asPage(batch), sender);
  return Object.assign(Object.create(live), { accept });
};

function asPage(batch: unknown): unknown {
  const { rows, bytes } = (batch ?? {}) as { rows?: unknown; bytes?: unknown };
  return rows instanceof Float64Array && bytes instanceof Uint8Array ? toPageBatch(batch as never) : batch;
}
