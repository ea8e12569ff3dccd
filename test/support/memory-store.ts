import type { Annotation } from "../../src/core/model/annotation.ts";
import type { StoredSession } from "../../src/engine/database.ts";
import type { Library } from "../../src/engine/library.ts";
import { openSession } from "../../src/engine/open-session.ts";
import {
  joinBytes,
  type NewChunk,
  type NewIndex,
  type SessionStore,
} from "../../src/engine/session-store.ts";

interface Write extends NewChunk {
  readonly session: StoredSession;
}

/** A store that remembers what was written to it; it can be held up and can fail. */
export interface MemoryStore extends SessionStore {
  readonly writes: Write[];
  readonly indexes: Map<string, NewIndex>;
  /** How many writes were under way at once, at most. */
  readonly mostAtOnce: number;
  failure: unknown;
  /** While it is set, writes wait for it. */
  gate: Promise<void> | null;
}

export function createMemoryStore(): MemoryStore {
  let atOnce = 0;
  let mostAtOnce = 0;
  const writes: Write[] = [];
  const annotated = new Map<string, Map<number, Annotation>>();
  const of = (id: string) => writes.filter(({ session }) => session.id === id);
  return {
    writes,
    indexes: new Map(),
    async index(id) {
      return structuredClone(this.indexes.get(id) ?? null);
    },
    get mostAtOnce() {
      return mostAtOnce;
    },
    failure: null,
    gate: null,
    async list() {
      return [...new Map(writes.map(({ session }) => [session.id, session])).values()];
    },
    async find(id) {
      const last = of(id).at(-1);
      if (last === undefined) throw new Error("This session is no longer there: it was deleted.");
      return last.session;
    },
    chunks: async (id, index, count) => of(id).slice(index, index + count),
    pieces: async (id, first, last) => of(id).slice(first, last + 1),
    async bytes(id, first, last) {
      const chunks = await this.pieces(id, first, last);
      return { address: chunks[0]?.address ?? 0, bytes: joinBytes(chunks) };
    },
    async rename() {},
    async lasted(id, endedAt) {
      if (this.failure !== null) throw this.failure;
      const last = of(id).at(-1);
      if (last !== undefined) last.session.endedAt = endedAt;
    },
    async annotations(id) {
      return [...(annotated.get(id) ?? [])];
    },
    async annotate(id, rows) {
      if (this.failure !== null) throw this.failure;
      const kept = annotated.get(id) ?? new Map();
      for (const [row, it] of rows) {
        if (it === null) kept.delete(row);
        else kept.set(row, it);
      }
      annotated.set(id, kept);
    },
    async remove(id) {
      for (const write of of(id)) writes.splice(writes.indexOf(write), 1);
    },
    async write(session, chunk, index) {
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      await this.gate;
      atOnce -= 1;
      if (this.failure !== null) throw this.failure;
      writes.push({ session: { ...session }, ...chunk });
      if (index === null) return;
      const before = this.indexes.get(session.id)?.pages ?? [];
      const { pages, ...rest } = structuredClone(index);
      const isNew = (it: { table: string; page: number }) =>
        !pages.some(({ table, page }) => table === it.table && page === it.page);
      this.indexes.set(session.id, { ...rest, pages: [...before.filter(isNew), ...pages] });
    },
  };
}

/** A library over such a store, without a database. */
export function memoryLibrary(store: SessionStore | null): Library {
  const needStore = () => {
    if (store === null) throw new Error("The recordings on this disk cannot be opened.");
    return store;
  };
  return {
    store: Promise.resolve(store),
    list: async () => ((await store?.list()) ?? []).map((it) => ({ ...it, live: false })),
    open: async (id, progress) => openSession(needStore(), id, progress),
    rename: async (id, name) => needStore().rename(id, name),
    remove: async (id, progress) => needStore().remove(id, progress),
    import: async () => {
      throw new Error("This file is neither a HAR nor a session file.");
    },
    settings: async (change) => ({ recordWhileHidden: true, tab: "messages", ...change }),
  };
}
