import type { Batch } from "../core/wire/batch.ts";
import { parseBatch } from "../core/wire/parse-batch.ts";
import { type Database, SESSION_FORMAT, type StoredSession } from "./database.ts";

/** How many stored chunks are read at a time. */
const READ_CHUNKS = 64;

/** The sessions on the disk. Every function rejects with a sentence for the user. */
export interface SessionStore {
  list(): Promise<StoredSession[]>;
  /** Calls `accept` with every batch of a session, in order. */
  read(id: string, accept: (batch: Batch) => void): Promise<StoredSession>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Adds a chunk and renews the session's line in the list, both or neither. */
  write(session: StoredSession, index: number, batches: readonly Batch[]): Promise<void>;
}

/** The store over an open database. */
export function createSessionStore(database: Database): SessionStore {
  const allOf = (id: string, from = 0) => IDBKeyRange.bound([id, from], [id, Number.POSITIVE_INFINITY]);

  return {
    list: () => database.getAll("sessions"),
    async read(id, accept) {
      const session = await database.get("sessions", id);
      if (session === undefined) throw new Error("This session is no longer there: it was deleted.");
      if (session.format > SESSION_FORMAT) {
        throw new Error(
          `This session was recorded by a newer Duplex (format ${session.format}; this one reads up to ${SESSION_FORMAT}). It is left as it is.`,
        );
      }
      let next = 0;
      while (true) {
        const chunks = await database.getAll("chunks", allOf(id, next), READ_CHUNKS);
        for (const chunk of chunks) {
          next = chunk.index + 1;
          for (const stored of chunk.batches) {
            const batch = parseBatch(stored);
            if ("problem" in batch) throw new Error(`This session is damaged on the disk: ${batch.problem}.`);
            accept(batch);
          }
        }
        if (chunks.length < READ_CHUNKS) return session;
      }
    },
    async rename(id, name) {
      const transaction = database.transaction("sessions", "readwrite");
      const session = await transaction.store.get(id);
      if (session !== undefined) await transaction.store.put({ ...session, name });
      await transaction.done;
    },
    async remove(id) {
      const transaction = database.transaction(["sessions", "chunks"], "readwrite");
      await Promise.all([
        transaction.objectStore("sessions").delete(id),
        transaction.objectStore("chunks").delete(allOf(id)),
        transaction.done,
      ]);
    },
    async write(session, index, batches) {
      const transaction = database.transaction(["sessions", "chunks"], "readwrite");
      const sessions = transaction.objectStore("sessions");
      const renamed = await sessions.get(session.id);
      await Promise.all([
        sessions.put({ ...session, name: renamed?.name || session.name }),
        transaction.objectStore("chunks").add({ session: session.id, index, batches }),
        transaction.done,
      ]);
    },
  };
}
