import type { Storage } from "webextension-polyfill";
import { type FilterMemory, parseFilterMemory } from "../core/wire/kept-filters.ts";

const KEY = "filters";

/** Saved and recent filters, kept for all windows and all times. */
export interface KeptFilters {
  read(): Promise<FilterMemory>;
  /** What is there now is read first: another window may have changed it. */
  change(change: (memory: FilterMemory) => FilterMemory): Promise<void>;
  /** Hears each change, whoever made it. */
  watch(changed: (memory: FilterMemory) => void): void;
}

/** Keeps them in `storage.local`, beside the settings. */
export function keepFilters({ local }: Storage.Static): KeptFilters {
  const read = async () => parseFilterMemory((await local.get(KEY))[KEY]);
  return {
    read,
    async change(change) {
      await local.set({ [KEY]: change(await read()) });
    },
    watch(changed) {
      local.onChanged.addListener((changes) => {
        if (KEY in changes) changed(parseFilterMemory(changes[KEY]?.newValue));
      });
    },
  };
}
