import { createSession } from "../../src/core/model/session.ts";
import type { Batch } from "../../src/core/wire/batch.ts";
import type { StoredSession } from "../../src/engine/database.ts";
import type { Library } from "../../src/engine/library.ts";
import type { SessionStore } from "../../src/engine/session-store.ts";

interface Write {
  readonly session: StoredSession;
  readonly index: number;
  readonly batches: readonly Batch[];
}

/** A store that remembers what was written to it; it can be held up and can fail. */
export interface MemoryStore extends SessionStore {
  readonly writes: Write[];
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
  const of = (id: string) => writes.filter(({ session }) => session.id === id);
  return {
    writes,
    get mostAtOnce() {
      return mostAtOnce;
    },
    failure: null,
    gate: null,
    async list() {
      return [...new Map(writes.map(({ session }) => [session.id, session])).values()];
    },
    async read(id, accept) {
      const last = of(id).at(-1);
      if (last === undefined) throw new Error("This session is no longer there: it was deleted.");
      for (const { batches } of of(id)) batches.forEach(accept);
      return last.session;
    },
    async rename() {},
    async remove(id) {
      for (const write of of(id)) writes.splice(writes.indexOf(write), 1);
    },
    async write(session, index, batches) {
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      await this.gate;
      atOnce -= 1;
      if (this.failure !== null) throw this.failure;
      writes.push({ session: { ...session }, index, batches });
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
    async open(id) {
      const session = createSession();
      const stored = await needStore().read(id, (batch) => void session.accept(batch));
      return { session, live: false, inMemory: false, describe: () => stored };
    },
    rename: async (id, name) => needStore().rename(id, name),
    remove: async (id) => needStore().remove(id),
    import: async () => {
      throw new Error("This file is neither a HAR nor a session file.");
    },
    settings: async (change) => ({ recordWhileHidden: true, ...change }),
  };
}
