import { say } from "../core/text/say.ts";
import type { EpochMs } from "../core/units.ts";
import type { Batch } from "../core/wire/batch.ts";
import { parseBatch } from "../core/wire/parse-batch.ts";
import type { AnnotatedRow } from "./annotations.ts";
import {
  type Database,
  SESSION_FORMAT,
  type StoredChunk,
  type StoredIndex,
  type StoredPage,
  type StoredSession,
} from "./database.ts";
import { NO_PROGRESS, type Progress } from "./long-work.ts";

/** A chunk whose batches have been parsed. */
export interface ReadChunk extends Pick<StoredChunk, "index" | "address"> {
  readonly batches: readonly Batch[];
}

/** A chunk as far as its bytes are concerned. */
export type StoredPiece = Pick<StoredChunk, "address" | "batches" | "derived">;

/** The sessions on the disk. Every function rejects with a sentence for the user. */
export interface SessionStore {
  list(): Promise<StoredSession[]>;
  /** A session's line in the list; of one that this program can read. */
  find(id: string): Promise<StoredSession>;
  /** At most so many of a session's chunks, from `index` on, to be folded. */
  chunks(id: string, index: number, count: number): Promise<ReadChunk[]>;
  /** The chunks from one index to another, as they are stored: their bytes are asked for, and not parsed. */
  pieces(id: string, first: number, last: number): Promise<StoredPiece[]>;
  /** All bytes of these, and where they begin. */
  bytes(id: string, first: number, last: number): Promise<{ address: number; bytes: Uint8Array }>;
  rename(id: string, name: string): Promise<void>;
  /** Notes until when a session was recorded. */
  lasted(id: string, endedAt: EpochMs): Promise<void>;
  /** Deletes a session; where `progress` throws, all of it stays. */
  remove(id: string, progress?: Progress): Promise<void>;
  /** Adds a chunk, renews the session's line in the list and, where it is given, its index: all or nothing. */
  write(session: StoredSession, chunk: NewChunk, index: NewIndex | null): Promise<void>;
  /** A session's index; null where it has none. */
  index(id: string): Promise<NewIndex | null>;
  /** What the reader has said of a session's rows. */
  annotations(id: string): Promise<AnnotatedRow[]>;
  /** Keeps what is said of some rows from now on: all of it or nothing. */
  annotate(id: string, rows: readonly AnnotatedRow[]): Promise<void>;
}

/** An index as it is written, with the pages that have changed; or as it is read, with all. */
export interface NewIndex extends Omit<StoredIndex, "session"> {
  readonly pages: readonly Omit<StoredPage, "session">[];
}

/** A chunk as it is written. */
export interface NewChunk extends Omit<StoredChunk, "session"> {
  readonly batches: readonly Batch[];
}

/** So many are deleted at a time, so that it is seen how far it is. */
const REMOVED_CHUNKS = 8;

const WRITTEN = ["sessions", "chunks", "indexes", "pages"] as const;
const ALL = [...WRITTEN, "annotations"] as const;

/** The store over an open database. */
export function createSessionStore(database: Database): SessionStore {
  // An array comes after every text.
  const pagesOf = (id: string) => IDBKeyRange.bound([id], [id, []]);
  const some = (id: string, first: number, last = Number.POSITIVE_INFINITY) =>
    IDBKeyRange.bound([id, first], [id, last]);

  async function pieces(id: string, first: number, last: number): Promise<StoredPiece[]> {
    const chunks = await database.getAll("chunks", some(id, first, last));
    if (chunks.length === last - first + 1) return chunks;
    throw new Error(say("thisPayloadIsNoLonger"));
  }

  async function change(id: string, changed: Partial<StoredSession>): Promise<void> {
    const transaction = database.transaction("sessions", "readwrite");
    const session = await transaction.store.get(id);
    if (session !== undefined) await transaction.store.put({ ...session, ...changed });
    await transaction.done;
  }

  return {
    list: () => database.getAll("sessions"),
    async find(id) {
      const session = await database.get("sessions", id);
      if (session === undefined) throw new Error(say("thisSessionIsNoLonger"));
      if (session.format > SESSION_FORMAT) {
        throw new Error(
          say("thisSessionWasRecordedBy", { format: session.format, session_format: SESSION_FORMAT }),
        );
      }
      return session;
    },
    async chunks(id, index, count) {
      const chunks = await database.getAll("chunks", some(id, index), count);
      return chunks.map(({ batches, ...chunk }) => ({ ...chunk, batches: batches.map(parseStored) }));
    },
    pieces,
    async bytes(id, first, last) {
      const chunks = await pieces(id, first, last);
      return { address: chunks[0]?.address ?? 0, bytes: joinBytes(chunks) };
    },
    rename: (id, name) => change(id, { name }),
    lasted: (id, endedAt) => change(id, { endedAt }),
    async remove(id, progress = NO_PROGRESS) {
      const transaction = database.transaction(ALL, "readwrite");
      // It is awaited at the end; an abort is told of before.
      transaction.done.catch(() => {});
      const chunks = transaction.objectStore("chunks");
      const count = await chunks.count(some(id, 0));
      try {
        for (let first = 0; first < count; first += REMOVED_CHUNKS) {
          await chunks.delete(some(id, first, first + REMOVED_CHUNKS - 1));
          progress(first, count);
        }
      } catch (error) {
        transaction.abort();
        throw error;
      }
      await Promise.all([
        transaction.objectStore("sessions").delete(id),
        chunks.delete(some(id, 0)),
        transaction.objectStore("indexes").delete(id),
        transaction.objectStore("pages").delete(pagesOf(id)),
        transaction.objectStore("annotations").delete(some(id, 0)),
        transaction.done,
      ]);
    },
    async write(session, chunk, index) {
      const { id } = session;
      const transaction = database.transaction(WRITTEN, "readwrite");
      const added: Promise<unknown>[] = [transaction.objectStore("chunks").add({ session: id, ...chunk })];
      if (index !== null) {
        const { pages, ...rest } = index;
        added.push(transaction.objectStore("indexes").put({ session: id, ...rest }));
        for (const page of pages) added.push(transaction.objectStore("pages").put({ session: id, ...page }));
      }
      const sessions = transaction.objectStore("sessions");
      const renamed = sessions
        .get(id)
        .then((it) => sessions.put({ ...session, name: it?.name || session.name }));
      await Promise.all([...added, renamed, transaction.done]);
    },
    async index(id) {
      const transaction = database.transaction(["indexes", "pages"]);
      const [index, pages] = await Promise.all([
        transaction.objectStore("indexes").get(id),
        transaction.objectStore("pages").getAll(pagesOf(id)),
      ]);
      return index === undefined ? null : { ...index, pages };
    },
    async annotations(id) {
      const stored = await database.getAll("annotations", some(id, 0));
      return stored.map(({ row, marked, pinned, note }) => [row, { marked, pinned, note }]);
    },
    async annotate(id, rows) {
      const transaction = database.transaction("annotations", "readwrite");
      const { store } = transaction;
      const changes = rows.map(([row, it]) =>
        it === null ? store.delete([id, row]) : store.put({ session: id, row, ...it }),
      );
      await Promise.all([...changes, transaction.done]);
    },
  };
}

function parseStored(stored: unknown): Batch {
  const batch = parseBatch(stored);
  if ("problem" in batch) throw new Error(say("thisSessionIsDamagedOn", { problem: batch.problem }));
  return batch;
}

/** The bytes of chunks as they lie one after the other. Only their sizes are looked at: they were parsed when they were written. */
export function joinBytes(chunks: readonly Pick<StoredChunk, "batches" | "derived">[]): Uint8Array {
  const parts = chunks.flatMap(bytesOf);
  const joined = new Uint8Array(parts.reduce((sum, it) => sum + it.length, 0));
  let position = 0;
  for (const part of parts) {
    joined.set(part, position);
    position += part.length;
  }
  return joined;
}

/** The bytes of a chunk, in their order. Throws a sentence where it has none. */
export function bytesOf({ batches, derived }: Pick<StoredChunk, "batches" | "derived">): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (const [index, stored] of batches.entries()) {
    const { bytes } = (stored ?? {}) as Partial<Batch>;
    if (!(bytes instanceof Uint8Array)) throw new Error(say("thisSessionIsDamagedOnThe"));
    parts.push(bytes);
    const more = derived?.[index] ?? null;
    if (more !== null) parts.push(more);
  }
  return parts;
}
