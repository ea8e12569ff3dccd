import { type ReadonlySignal, signal } from "@preact/signals";
import type { KeptFilters } from "../../channel/kept-filters.ts";
import {
  deleteFilter,
  type FilterMemory,
  NO_FILTERS,
  rememberFilter,
  renameFilter,
  saveFilter,
} from "../../core/wire/kept-filters.ts";

/** Saved and recent filters, and what can be done with them. */
export interface FilterMemoryStore {
  readonly memory: ReadonlySignal<FilterMemory>;
  /** A filter was used: it is kept among the recent ones, in a private window until the panel is closed. */
  used(text: string): void;
  save(name: string, text: string): void;
  rename(from: string, to: string): void;
  delete(name: string): void;
  forgetRecent(): void;
}

/** Follows what is kept. `mayKeep` is whether what one filters by may be written to the disk without being asked. */
export function createFilterMemory(
  kept: KeptFilters,
  mayKeep: () => boolean,
  fail: (problem: unknown) => void,
): FilterMemoryStore {
  const memory = signal<FilterMemory>(NO_FILTERS);
  /** Of this panel alone. */
  let unkept: readonly string[] = [];

  const take = (next: FilterMemory) => {
    const texts = unkept.toReversed();
    memory.value = texts.reduce(rememberFilter, next);
  };
  const change = (how: (memory: FilterMemory) => FilterMemory) => {
    memory.value = how(memory.peek());
    void kept.change(how).catch(fail);
  };
  kept.watch(take);
  void kept.read().then(take, fail);

  return {
    memory,
    used(text) {
      const trimmed = text.trim();
      if (trimmed === "" || memory.peek().recent[0] === trimmed) return;
      if (mayKeep()) return change((it) => rememberFilter(it, trimmed));
      unkept = [trimmed, ...unkept.filter((it) => it !== trimmed)].slice(0, 10);
      memory.value = rememberFilter(memory.peek(), trimmed);
    },
    save: (name, text) => change((it) => saveFilter(it, name.trim(), text.trim())),
    rename: (from, to) => change((it) => renameFilter(it, from, to.trim())),
    delete: (name) => change((it) => deleteFilter(it, name)),
    forgetRecent() {
      unkept = [];
      change((it) => ({ ...it, recent: [] }));
    },
  };
}
