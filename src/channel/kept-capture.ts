import type { Storage } from "webextension-polyfill";
import { type CaptureSettings, parseCapture } from "../core/wire/capture-settings.ts";

const KEY = "capture";

/** Where Duplex is and what it does in pages, kept for all windows and all times. */
export interface KeptCapture {
  read(): Promise<CaptureSettings>;
  change(change: Partial<CaptureSettings>): Promise<void>;
  /** Hears each change, whoever made it. */
  watch(changed: (settings: CaptureSettings) => void): void;
}

/**
 * Keeps it in `storage.local`: unlike the registrations it stays when the extension is updated, and unlike IndexedDB
 * it is the same in private windows, where a site that is off must be off too.
 */
export function keepCapture({ local }: Storage.Static): KeptCapture {
  const read = async () => parseCapture((await local.get(KEY))[KEY]);
  return {
    read,
    async change(change) {
      await local.set({ [KEY]: { ...(await read()), ...change } });
    },
    watch(changed) {
      local.onChanged.addListener((changes) => {
        if (KEY in changes) changed(parseCapture(changes[KEY]?.newValue));
      });
    },
  };
}
