import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { orderRound } from "../../bench/order-round.ts";
import { createTextFrame } from "../../bench/traffic/text-frame.ts";
import { renderTrafficPage } from "../../bench/traffic/traffic-page.ts";

describe("the order of a round", () => {
  it("begins with another one each time", () => {
    expect([0, 1, 2, 3].map((round) => orderRound(["a", "b", "c"], round).join(""))).toEqual([
      "abc",
      "bca",
      "cab",
      "abc",
    ]);
  });
});

describe("the page that is measured", () => {
  it("is a script that needs nothing from outside", () => {
    const html = renderTrafficPage({ messageBytes: 200, burst: 512, grant: 10, timeoutMs: 1000 });
    const [, script = ""] = /<script>([\s\S]*)<\/script>/.exec(html) ?? [];
    const window: { trafficPage?: object } = {};
    runInNewContext(script, { window });
    expect(Object.keys(window.trafficPage ?? {})).toContain("receive");
  });
});

describe("a text frame", () => {
  it("has its length in 7 bits or in 16", () => {
    expect([...createTextFrame("hi")]).toEqual([0x81, 2, 0x68, 0x69]);
    const long = createTextFrame("x".repeat(200));
    expect([...long.subarray(0, 5)]).toEqual([0x81, 126, 0, 200, 0x78]);
    expect(long.length).toBe(204);
  });
});
