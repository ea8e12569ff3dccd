import type { PanelHost } from "../../src/panel/store/engine-connection.ts";
import { createFakeKeptCapture, type FakeKeptCapture } from "./fake-kept-capture.ts";
import { createFakeKeptFilters, type FakeKeptFilters } from "./fake-kept-filters.ts";
import { createFakeSandboxes } from "./fake-sandbox.ts";

/** A host that remembers what it was asked to do. */
export interface FakeHost extends PanelHost {
  readonly saved: string[];
  readonly copied: string[];
  /** The clipboard does not take the next texts. */
  refuseCopies(count: number): void;
  readonly capture: FakeKeptCapture;
  readonly filters: FakeKeptFilters;
}

/** Creates a host without a browser. */
export function createFakeHost(): FakeHost {
  const saved: string[] = [];
  const copied: string[] = [];
  let refusals = 0;
  return {
    browser: "chromium",
    inDevtools: true,
    saved,
    copied,
    saveFile: (_file, name) => saved.push(name),
    refuseCopies(count) {
      refusals = count;
    },
    async copyText(text) {
      if (refusals > 0) {
        refusals -= 1;
        throw new Error("not allowed");
      }
      copied.push(text);
    },
    languages: { known: ["en"], chosen: () => "", choose: () => {} },
    reloadPage: () => {},
    capture: createFakeKeptCapture(),
    filters: createFakeKeptFilters(),
    openSandbox: createFakeSandboxes().open,
  };
}
