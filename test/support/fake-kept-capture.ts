import type { KeptCapture } from "../../src/channel/kept-capture.ts";
import { type CaptureSettings, DEFAULT_CAPTURE } from "../../src/core/wire/capture-settings.ts";

/** Settings that are kept in memory. */
export interface FakeKeptCapture extends KeptCapture {
  readonly now: CaptureSettings;
}

/** Creates them, with what they begin with. */
export function createFakeKeptCapture(begin: Partial<CaptureSettings> = {}): FakeKeptCapture {
  let now: CaptureSettings = { ...DEFAULT_CAPTURE, ...begin };
  const listeners: ((settings: CaptureSettings) => void)[] = [];
  return {
    get now() {
      return now;
    },
    read: async () => now,
    async change(change) {
      now = { ...now, ...change };
      for (const listener of listeners) listener(now);
    },
    watch: (changed) => void listeners.push(changed),
  };
}
