import { describe, expect, it } from "vitest";
import { latencyOverTime } from "../../../../src/core/analysis/pairing/latency-over-time.ts";

const SPAN = { from: 1000, until: 5000 };
const trips = (at: number, ...spans: (number | null)[]) =>
  spans.map((rttMs, index) => ({ at: at + index, rttMs }));

describe("latency over time", () => {
  it("has percentiles of each stretch, by the nearest rank, in order of time", () => {
    const all = [...trips(3000, 9, 1, 2, 3, 4, 100), ...trips(1000, 5, 5, 5, 5, 6)];
    expect(latencyOverTime(all, SPAN, 1000)).toEqual([
      { from: 1000, until: 2000, count: 5, p50Ms: 5, p95Ms: 6, p99Ms: 6, maxMs: 6 },
      { from: 3000, until: 4000, count: 6, p50Ms: 3, p95Ms: 100, p99Ms: 100, maxMs: 100 },
    ]);
  });

  it("says nothing of a stretch with few, of what was not answered, and of another time", () => {
    const few = [...trips(1000, 1, 1, 1, 1, null), ...trips(0, 1, 1, 1, 1, 1), ...trips(5001, 1, 1, 1, 1, 1)];
    expect(latencyOverTime(few, SPAN, 1000)).toEqual([]);
  });

  it("has the same stretches while the time in view moves on", () => {
    const all = [...trips(2500, 1, 1, 1, 1, 1), ...trips(3500, 2, 2, 2, 2, 2)];
    const stretches = [
      { from: 2000, until: 3000, p50Ms: 1 },
      { from: 3000, until: 4000, p50Ms: 2 },
    ];
    expect(latencyOverTime(all, SPAN, 1000)).toMatchObject(stretches);
    expect(latencyOverTime(all, { from: 2100, until: 6100 }, 1000)).toMatchObject(stretches);
  });
});
