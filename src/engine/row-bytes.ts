import { PAYLOAD_PAGE_BYTES, type Payloads } from "../core/model/payloads.ts";
import type { BlockRead } from "../core/query/scan-server.ts";

/** The bytes of a block's rows: those that are in memory, and where the others are to be read. */
export interface RowBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Adds what lies from one address up to another behind what was added before. */
  add(from: number, until: number): void;
  /** What has to be read; nothing may be added any more. */
  reads(): BlockRead[];
}

/** Gathers so many bytes. */
export function gatherBytes(payloads: Payloads, length: number): RowBytes {
  const bytes = new Uint8Array(length);
  const missing: { at: number; from: number; until: number }[] = [];
  let end = 0;
  // Most rows lie one behind the other in the session too, and are looked for together.
  let runFrom = 0;
  let runUntil = 0;

  function take(): void {
    while (runFrom < runUntil) {
      const pageEnd = (Math.floor(runFrom / PAYLOAD_PAGE_BYTES) + 1) * PAYLOAD_PAGE_BYTES;
      const until = Math.min(runUntil, pageEnd);
      const length = until - runFrom;
      if (payloads.has({ address: runFrom, length })) bytes.set(payloads.read(runFrom, length), end);
      else {
        const last = missing.at(-1);
        if (last?.until === runFrom && last.at + last.until - last.from === end) last.until = until;
        else missing.push({ at: end, from: runFrom, until });
      }
      end += length;
      runFrom = until;
    }
  }

  return {
    bytes,
    add(from, until) {
      if (from !== runUntil) {
        take();
        runFrom = from;
      }
      runUntil = until;
    },
    reads() {
      take();
      return missing.map((it) => ({ ...it, place: payloads.placeOf(it.from, it.until) }));
    },
  };
}
