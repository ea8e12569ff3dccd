import type { Session } from "../core/model/session.ts";
import { PAGE_ROWS } from "../core/model/table.ts";
import { say } from "../core/text/say.ts";
import type { Batch } from "../core/wire/batch.ts";
import { reasonOf, SESSION_FORMAT, type StoredSession } from "./database.ts";
import { createReadBack, type ReadBackChunks } from "./read-back.ts";
import type { NewIndex, SessionStore } from "./session-store.ts";

/** Traffic waits this long for more before it is written: with the page's own wait and the commit well below 500 ms. */
const WRITE_AFTER_MS = 100;
/** A write holds at most about this much: none takes long, and to look at a payload again no more has to be read. */
const WRITE_BYTES = 1024 * 1024;

interface Waiting {
  readonly batch: Batch;
  readonly derived: Uint8Array | null;
}

/**
 * How much is added before the index is written again: so much has to be read and folded to open a session that was cut off.
 * A page of rows, some chunks in full, or many small ones.
 */
const INDEX_AFTER = { rows: PAGE_ROWS, bytes: 16 * 1024 * 1024, chunks: 1000 };

/** So often it is written that it still goes on, though nothing happens: one that is cut off is known to have lasted so long. */
const LASTED_EVERY_MS = 10_000;

/** Writes one session to the disk as it happens. */
export interface Recorder {
  /** A batch that the session has accepted; `derived` is what the fold has put behind its bytes. */
  add(batch: Batch, derived: Uint8Array | null): void;
  /** The session's line in the list has changed. */
  touch(): void;
  /** Resolves when everything that was added is on the disk, or writing has failed. */
  settled(): Promise<void>;
  /** As `settled`, of a session that is over: until when it went on is on the disk, too. */
  end(): Promise<void>;
}

/**
 * Creates the recorder of one session. `store` is null until it is known whether anything may be written at all;
 * `describe` gives its line as it is now. After a write that fails nothing more is written, so that what is
 * on the disk stays whole up to there. While `goesOn` says so it is written once in a while until when the session was recorded, too.
 */
export function createRecorder(
  store: Promise<SessionStore | null>,
  describe: () => StoredSession,
  session: Pick<Session, "payloads" | "log" | "save">,
  failed: (why: string) => void,
  indexAfter = INDEX_AFTER,
  goesOn: () => boolean = () => false,
): Recorder {
  let waiting: Waiting[] = [];
  let disk: ReadBackChunks | null = null;
  /** Where the next chunk begins. */
  let address = 0;
  /** Up to where the index goes. */
  let indexed = { rows: 0, address: 0, chunks: 0 };
  let touched = false;
  let over = false;
  let running: Promise<void> | null = null;
  let lasting: ReturnType<typeof setTimeout> | undefined;

  /** Where it fails the next write says so. */
  async function noteLasted(): Promise<void> {
    if (over || disk === null) return;
    const { id, endedAt } = describe();
    if (endedAt !== undefined) await (await store)?.lasted(id, endedAt).catch(() => {});
  }

  function noteLater(): void {
    clearTimeout(lasting);
    lasting = setTimeout(() => {
      if (!goesOn()) return;
      void noteLasted().then(noteLater);
    }, LASTED_EVERY_MS);
  }

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
        const line = describe();
        disk ??= createReadBack(to, line.id);
        const taken = takeSome();
        const batches = taken.map(({ batch }) => batch);
        const derived = taken.map((it) => it.derived);
        const chunk = { index: disk.count, address, batches, derived };
        disk.add(address);
        address += taken.reduce((sum, it) => sum + it.batch.bytes.length + (it.derived?.length ?? 0), 0);
        const isAllWritten = session.payloads.end === address;
        await to.write(line, chunk, isAllWritten && isIndexDue(disk.count) ? makeIndex(disk) : null);
        session.payloads.stored(address, disk);
      }
      if (goesOn()) noteLater();
    } catch (error) {
      over = true;
      waiting = [];
      touched = false;
      failed(sentenceFor(error));
    }
  }

  function isIndexDue(chunks: number): boolean {
    return (
      session.log.length - indexed.rows >= indexAfter.rows ||
      address - indexed.address >= indexAfter.bytes ||
      chunks - indexed.chunks >= indexAfter.chunks
    );
  }

  function makeIndex(written: ReadBackChunks): NewIndex {
    indexed = { rows: session.log.length, address, chunks: written.count };
    const { saved, pages } = session.save();
    return {
      format: SESSION_FORMAT,
      chunks: written.count,
      saved,
      pages: [...pages, ...written.takePages()],
    };
  }

  function takeSome(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { batch, derived } of waiting) {
      bytes += batch.bytes.length + batch.rows.byteLength + (derived?.length ?? 0);
      count += 1;
      if (bytes > WRITE_BYTES) break;
    }
    const taken = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return taken;
  }

  async function settled(): Promise<void> {
    while (running !== null) await running;
  }

  return {
    add(batch, derived) {
      if (over) return;
      waiting.push({ batch, derived });
      schedule();
    },
    touch() {
      if (over) return;
      touched = true;
      schedule();
    },
    settled,
    async end() {
      await settled();
      clearTimeout(lasting);
      await noteLasted();
    },
  };
}

/** Folds a batch in, and has it written where it was new. Answers whether it was. */
export function acceptAndWrite(session: Session, recorder: Pick<Recorder, "add">, batch: Batch): boolean {
  const behind = session.payloads.end + batch.bytes.length;
  if (!session.accept(batch)) return false;
  const length = session.payloads.end - behind;
  recorder.add(batch, length === 0 ? null : session.payloads.read(behind, length).slice());
  return true;
}

function sentenceFor(error: unknown): string {
  const kept = say("whatWasWrittenBeforeIs");
  if (error instanceof DOMException && error.name === "QuotaExceededError") {
    return say("theDiskSpaceForRecordings", { kept });
  }
  return say("theRecordingCannotBeWritten", { error: reasonOf(error), kept });
}
