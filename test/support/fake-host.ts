import type { PanelHost } from "../../src/panel/store/engine-connection.ts";
import { createFakeKeptCapture, type FakeKeptCapture } from "./fake-kept-capture.ts";
import { createFakeKeptFilters, type FakeKeptFilters } from "./fake-kept-filters.ts";

/** A host that remembers what it was asked to do. */
export interface FakeHost extends PanelHost {
  readonly saved: string[];
  readonly copied: string[];
  readonly capture: FakeKeptCapture;
  readonly filters: FakeKeptFilters;
}

/** Creates a host without a browser. */
export function createFakeHost(): FakeHost {
  const saved: string[] = [];
  const copied: string[] = [];
  return {
    browser: "chromium",
    inDevtools: true,
    saved,
    copied,
    saveFile: (_file, name) => saved.push(name),
    copyText: async (text) => void copied.push(text),
    reloadPage: () => {},
    capture: createFakeKeptCapture(),
    filters: createFakeKeptFilters(),
  };
}
