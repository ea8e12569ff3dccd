import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { CONDITIONS, type ConditionId, orderRound } from "../../bench/traffic/conditions.ts";
import { describeTraffic } from "../../bench/traffic/describe-traffic.ts";
import type { TrafficRound } from "../../bench/traffic/measure-traffic.ts";
import { summariseTraffic } from "../../bench/traffic/summarise-traffic.ts";
import { createTextFrame } from "../../bench/traffic/text-frame.ts";
import { renderTrafficPage } from "../../bench/traffic/traffic-page.ts";

/** A round in which every condition receives and sends at these speeds; Duplex records all but `lost`. */
function roundOf(round: number, speeds: Partial<Record<ConditionId, number>>, lost = 0): TrafficRound[] {
  return CONDITIONS.map(({ id, panel }) => ({
    round,
    condition: id,
    receivedPerSecond: speeds[id] ?? 1000,
    sendTextMicros: 2,
    sendBinaryMicros: 4,
    sent: 10,
    received: 90,
    recorded: panel === null ? null : 100 - lost,
    caughtUpMs: panel === null ? null : 50,
  }));
}

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

describe("the summary", () => {
  const rounds = [
    ...roundOf(0, { bare: 1 }),
    ...roundOf(1, { bare: 1000, installed: 800, devtools: 500, "recording-shown": 100 }),
    ...roundOf(2, { bare: 1200, installed: 1000, devtools: 500, "recording-shown": 300 }),
    ...roundOf(3, { bare: 1000, installed: 900, devtools: 400, "recording-shown": 250 }),
  ];
  const rowOf = (id: ConditionId, of = rounds) => summariseTraffic(of).find((it) => it.condition === id);

  it("compares medians, closed with closed and open with open, without the warm-up", () => {
    expect(rowOf("bare")?.receivedPerSecond).toEqual({ median: 1000, iqr: 100, ratio: 1 });
    expect(rowOf("installed")?.receivedPerSecond).toMatchObject({ median: 900, ratio: 0.9 });
    expect(rowOf("devtools")?.receivedPerSecond.ratio).toBe(1);
    expect(rowOf("recording-shown")?.receivedPerSecond).toMatchObject({ median: 250, ratio: 0.5 });
  });

  it("counts what was lost over all rounds, where Duplex records", () => {
    expect(rowOf("installed")?.lost).toBeNull();
    expect(rowOf("recording-shown")).toMatchObject({ lost: 0, expected: 400 });
    const leaking = [...roundOf(0, {}, 2), ...roundOf(1, {}, 5)];
    expect(rowOf("recording-hidden", leaking)).toMatchObject({ lost: 7, expected: 200 });
  });

  it("shows a loss in the table and below it", () => {
    const leaking = [...roundOf(0, {}, 2000), ...roundOf(1, {}, 34)];
    const text = describeTraffic(
      { browser: "firefox", version: "1.2", load: { receive: 20_000, bursts: 4 }, rounds: leaking },
      summariseTraffic(leaking),
    );
    expect(text).toContain("Firefox 1.2: medians of 1 round, 20,000 messages received");
    expect(text).toMatch(/^\| 4b .*\| 2,034 \|$/m);
    expect(text).toMatch(/^4b .*: of 200 messages lost: 2,034;/m);
  });
});

describe("the page that is measured", () => {
  it("is a script that needs nothing from outside", () => {
    const html = renderTrafficPage({ messageBytes: 200, burst: 512, timeoutMs: 1000 });
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
