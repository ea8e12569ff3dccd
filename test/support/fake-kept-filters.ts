import type { KeptFilters } from "../../src/channel/kept-filters.ts";
import { type FilterMemory, NO_FILTERS } from "../../src/core/wire/kept-filters.ts";

/** Filters that are kept in memory. */
export interface FakeKeptFilters extends KeptFilters {
  readonly now: FilterMemory;
}

/** Creates them, with what they begin with. */
export function createFakeKeptFilters(begin: FilterMemory = NO_FILTERS): FakeKeptFilters {
  let now = begin;
  const listeners: ((memory: FilterMemory) => void)[] = [];
  return {
    get now() {
      return now;
    },
    read: async () => now,
    async change(change) {
      now = change(now);
      for (const listener of listeners) listener(now);
    },
    watch: (changed) => void listeners.push(changed),
  };
}
