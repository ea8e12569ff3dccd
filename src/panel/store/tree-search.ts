import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { FoundNodes } from "../../core/decode/find-in-tree.ts";
import { type PlaceSearch, stepPlace } from "./place-search.ts";

/** A search in a tree that the engine has. */
export interface TreeSearch extends PlaceSearch {
  /** Where the place that is looked at is: the positions of children, from the root. */
  readonly path: ReadonlySignal<readonly number[] | null>;
}

const NOTHING: FoundNodes = { paths: [], more: false };

/** Creates it. `ask` answers null where it was asked for something else meanwhile. */
export function createTreeSearch(ask: (text: string) => Promise<FoundNodes | null>): TreeSearch {
  const wanted = signal("");
  const places = signal<FoundNodes | null>(NOTHING);
  const current = signal<number | null>(null);
  /** Counts what was looked for: the last counts. */
  let searches = 0;
  return {
    wanted,
    current,
    found: computed(() =>
      places.value === null ? null : { count: places.value.paths.length, more: places.value.more },
    ),
    path: computed(() => (current.value === null ? null : (places.value?.paths[current.value] ?? null))),
    find(next) {
      if (next === wanted.peek()) return;
      searches += 1;
      const mine = searches;
      wanted.value = next;
      places.value = next === "" ? NOTHING : null;
      current.value = null;
      if (next === "") return;
      void ask(next).then((found) => {
        if (mine !== searches || found === null) return;
        places.value = found;
        current.value = found.paths.length > 0 ? 0 : null;
      });
    },
    go(by) {
      const count = places.peek()?.paths.length ?? 0;
      if (count > 0) current.value = stepPlace(current.peek(), by, count);
    },
    dispose() {
      searches += 1;
    },
  };
}
