import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { documentStart, pageUrl } from "../../src/devtools/document-start.ts";

const NOW = Date.UTC(2026, 0, 1, 12);
beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

/** A page in which `eval` runs; answers as the polyfill does. */
const page = (globals: object) =>
  ({
    async eval(expression: string) {
      try {
        return [runInNewContext(expression, { ...globals }), undefined];
      } catch (error) {
        return [undefined, { isException: true, value: String(error) }];
      }
    },
  }) as never;
const withEntry = (timeOrigin: unknown, entry: object | undefined) =>
  page({ performance: { timeOrigin, getEntriesByType: () => [entry] } });

describe("the document's start", () => {
  it("is when its answer began to come", async () => {
    const entry = { responseStart: 120.5, unloadEventEnd: 100 };
    expect(await documentStart(withEntry(NOW - 1000, entry))).toBe(NOW - 879.5);
  });

  it.each([
    ["has no such entry", withEntry(NOW, undefined)],
    ["has replaced the clock by nonsense", withEntry("now", { responseStart: 1, unloadEventEnd: 1 })],
    ["says a time long ago", withEntry(NOW - 3_600_000, { responseStart: 1, unloadEventEnd: 1 })],
    ["cannot be asked", page({})],
    ["rejects", { eval: () => Promise.reject(new Error("no page")) } as never],
  ])("is not known where the page %s", async (_, inspected) => {
    expect(await documentStart(inspected)).toBeNull();
  });
});

describe("the page's address", () => {
  it("is asked of the page", async () => {
    expect(await pageUrl(page({ location: { href: "https://a.example/" } }))).toBe("https://a.example/");
  });

  it.each([
    ["throws", page({})],
    ["says something else", page({ location: { href: 7 } })],
    ["rejects", { eval: () => Promise.reject(new Error("no page")) } as never],
  ])("is empty where the page %s", async (_, inspected) => {
    expect(await pageUrl(inspected)).toBe("");
  });
});
