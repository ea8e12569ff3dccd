import type { StoredPayloads } from "../core/model/payloads.ts";
import { createTable } from "../core/model/table.ts";
import type { StoredPage } from "./database.ts";
import type { SessionStore } from "./session-store.ts";

/** Where a session's chunks begin among its payloads, and how these are read back from them. */
export interface ReadBackChunks extends StoredPayloads {
  /** How many there are. */
  readonly count: number;
  /** The next chunk is on the disk. */
  add(address: number): void;
  /** The places that have come since this was last asked. */
  takePages(): Omit<StoredPage, "session">[];
  /** Takes over stored ones; answers whether they are as many. */
  restore(count: number, pages: readonly Omit<StoredPage, "session">[]): boolean;
}

/** Creates the places of a session of which nothing is on the disk yet. */
export function createReadBack(store: SessionStore, id: string): ReadBackChunks {
  const chunks = createTable<"address">({ address: "number" });
  const { address } = chunks.columns;

  /** The last chunk that does not begin behind an address: one without bytes begins where the next does. */
  function chunkOf(at: number): number {
    let low = 0;
    let high = chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (address.get(middle) > at) high = middle;
      else low = middle + 1;
    }
    return Math.max(0, low - 1);
  }

  return {
    get count() {
      return chunks.length;
    },
    add(at) {
      address.set(chunks.append(), at);
    },
    takePages: () => chunks.takeChanged().map((page) => ({ table: "places", ...page })),
    restore: (count, pages) =>
      chunks.restore(
        count,
        pages.filter(({ table }) => table === "places"),
      ),
    read: (from, until) => store.bytes(id, chunkOf(from), chunkOf(until - 1)),
    placeOf: (from, until) => ({ session: id, first: chunkOf(from), last: chunkOf(until - 1) }),
  };
}
