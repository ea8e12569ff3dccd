import { PAYLOAD_PAGE_BYTES, type Payloads } from "../core/model/payloads.ts";
import type { BlockRead } from "../core/query/scan-server.ts";

/** The bytes of a block's rows: those that are in memory, and where the others are to be read. */
export interface RowBytes {
  /** Adds what lies from one address up to another behind what was added before. */
  add(from: number, until: number): void;
  /** Copies what of it is in memory; nothing may be added any more. */
  take(): { readonly bytes: Uint8Array<ArrayBuffer>; readonly reads: BlockRead[] };
}

/** Gathers the bytes of rows of a session. */
export function gatherBytes(payloads: Payloads): RowBytes {
  const held: { address: number; length: number }[] = [];
  const missing: { at: number; from: number; until: number }[] = [];
  let heldBytes = 0;
  let end = 0;
  // Most rows lie one behind the other in the session too, and are looked for together.
  let runFrom = 0;
  let runUntil = 0;

  function endRun(): void {
    while (runFrom < runUntil) {
      const pageEnd = (Math.floor(runFrom / PAYLOAD_PAGE_BYTES) + 1) * PAYLOAD_PAGE_BYTES;
      const until = Math.min(runUntil, pageEnd);
      const segment = { address: runFrom, length: until - runFrom };
      if (payloads.has(segment)) {
        held.push(segment);
        heldBytes += segment.length;
      } else {
        const last = missing.at(-1);
        if (last?.until === runFrom && last.at + last.until - last.from === end) last.until = until;
        else missing.push({ at: end, from: runFrom, until });
      }
      end += segment.length;
      runFrom = until;
    }
  }

  return {
    add(from, until) {
      if (from !== runUntil) {
        endRun();
        runFrom = from;
      }
      runUntil = until;
    },
    take() {
      endRun();
      const bytes = new Uint8Array(heldBytes);
      let position = 0;
      for (const { address, length } of held) {
        bytes.set(payloads.read(address, length), position);
        position += length;
      }
      return { bytes, reads: missing.map((it) => ({ ...it, place: payloads.placeOf(it.from, it.until) })) };
    },
  };
}
