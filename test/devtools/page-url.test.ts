import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { pageUrl } from "../../src/devtools/page-url.ts";

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
describe("the page's address", () => {
  it("is asked of the page", async () => {
    expect(await pageUrl(page({ location: { href: "https://a.example/" } }))).toBe("https://a.example/");
  });

  it("is the answer itself where the browser has promises of its own", async () => {
    expect(await pageUrl({ eval: async () => "https://a.example/" } as never)).toBe("https://a.example/");
  });

  it.each([
    ["throws", page({})],
    ["says something else", page({ location: { href: 7 } })],
    ["rejects", { eval: () => Promise.reject(new Error("no page")) } as never],
  ])("is empty where the page %s", async (_, inspected) => {
    expect(await pageUrl(inspected)).toBe("");
  });
});
