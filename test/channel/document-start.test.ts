import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { documentStart, parseDocumentStart } from "../../src/channel/document-start.ts";

const NOW = Date.UTC(2026, 0, 1, 12);
beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

const clock = (entries: object[]) =>
  ({ timeOrigin: NOW - 1000, getEntriesByType: () => entries }) as unknown as Performance;

describe("the document's start", () => {
  it("is when its answer began to come", () => {
    expect(documentStart(clock([{ responseStart: 120.5, unloadEventEnd: 100 }]))).toBe(NOW - 879.5);
  });

  it("is not known of a document that was not navigated to", () => {
    expect(documentStart(clock([]))).toBeNull();
  });

  it("is taken from an answer", () => {
    expect(parseDocumentStart(NOW - 879.5)).toBe(NOW - 879.5);
  });

  it.each([undefined, null, "now", {}, Number.NaN, NOW - 3_600_000, NOW + 3_600_000])(
    "is not taken from %s",
    (answer) => {
      expect(parseDocumentStart(answer)).toBeNull();
    },
  );
});
