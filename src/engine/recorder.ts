import type { Batch } from "../core/wire/batch.ts";
import { reasonOf, type StoredSession } from "./database.ts";
import type { SessionStore } from "./session-store.ts";

/** Traffic waits this long for more before it is written: with the page's own wait and the commit well below 500 ms. */
const WRITE_AFTER_MS = 100;
/** A write holds at most about this much, so that none takes long. */
const WRITE_BYTES = 4 * 1024 * 1024;

/** Writes one session to the disk as it happens. */
export interface Recorder {
  add(batch: Batch): void;
  /** The session's line in the list has changed. */
  touch(): void;
  /** Resolves when everything that was added is on the disk, or writing has failed. */
  settled(): Promise<void>;
}

/**
 * Creates the recorder of one session. `store` is null until it is known whether anything may be written at all;
 * `describe` gives the session's line as it is now. After a write that fails nothing more is written, so that what is
 * on the disk stays whole up to there.
 */
export function createRecorder(
  store: Promise<SessionStore | null>,
  describe: () => StoredSession,
  failed: (why: string) => void,
): Recorder {
  let waiting: Batch[] = [];
  let index = 0;
  let touched = false;
  let over = false;
  let running: Promise<void> | null = null;

  function schedule(): void {
    if (over || running !== null) return;
    running = new Promise<void>((resolve) => setTimeout(resolve, WRITE_AFTER_MS)).then(write).finally(() => {
      running = null;
      if (waiting.length > 0 || touched) schedule();
    });
  }

  async function write(): Promise<void> {
    try {
      const to = await store;
      if (to === null) {
        over = true;
        waiting = [];
        touched = false;
        return;
      }
      while (waiting.length > 0 || touched) {
        touched = false;
        const batches = takeSome();
        await to.write(describe(), index, batches);
        index += 1;
      }
    } catch (error) {
      over = true;
      waiting = [];
      touched = false;
      failed(sentenceFor(error));
    }
  }

  function takeSome(): Batch[] {
    let bytes = 0;
    let count = 0;
    for (const batch of waiting) {
      bytes += batch.bytes.length + batch.rows.byteLength;
      count += 1;
      if (bytes > WRITE_BYTES) break;
    }
    const taken = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return taken;
  }

  return {
    add(batch) {
      if (over) return;
      waiting.push(batch);
      schedule();
    },
    touch() {
      if (over) return;
      touched = true;
      schedule();
    },
    async settled() {
      while (running !== null) await running;
    },
  };
}

function sentenceFor(error: unknown): string {
  const kept =
    "What was written before is kept, and what comes from now on is kept in memory only: export it before you close DevTools.";
  if (error instanceof DOMException && error.name === "QuotaExceededError") {
    return `The disk space for recordings is used up. ${kept} Deleting sessions makes room.`;
  }
  return `The recording cannot be written to the disk, which may be full (${reasonOf(error)}). ${kept}`;
}
