import { describe, expect, it } from "vitest";
import { type TrafficMessage, trafficKind } from "../../../../src/core/analysis/advice/traffic-kind.ts";
import { createTraffic } from "../../../support/polling-traffic.ts";

const { random, human } = createTraffic(5);

function messages(count: number, step: () => number, sentShare: number, size: number): TrafficMessage[] {
  let at = 0;
  return Array.from({ length: count }, () => {
    at += step();
    return { at, received: random() >= sentShare, size };
  });
}

describe("the kind of traffic", () => {
  it.each([
    ["game", messages(600, () => 25 + 4 * random(), 0.4, 60), null],
    ["feed", messages(60, () => 1000 + 100 * random(), 0, 300), null],
    ["chat", messages(60, () => human(4000, 1.2), 0.4, 120), null],
    ["notifications", messages(40, () => human(40_000, 1.2), 0, 400), null],
    ["token stream", [], "openai-chat"],
    ["collaborative editing", [], "yjs"],
  ])("%s", (kind, all, protocol) => {
    expect(trafficKind(all, protocol)?.kind).toBe(kind);
  });

  it("is not said of few messages, or of those without a pattern", () => {
    expect(
      trafficKind(
        messages(10, () => 1000, 0, 300),
        null,
      ),
    ).toBeNull();
    expect(
      trafficKind(
        messages(100, () => human(100, 2), 0.3, 90_000),
        null,
      ),
    ).toBeNull();
  });
});
