import { describe, expect, it } from "vitest";
import { latencyOverTime } from "../../../../src/core/analysis/pairing/latency-over-time.ts";

const SPAN = { from: 1000, until: 5000 };
const trips = (at: number, ...spans: (number | null)[]) =>
  spans.map((rttMs, index) => ({ at: at + index, rttMs }));

describe("latency over time", () => {
  it("has percentiles of each stretch, by the nearest rank, in order of time", () => {
    const all = [...trips(3000, 9, 1, 2, 3, 4, 100), ...trips(1000, 5, 5, 5, 5, 6)];
    expect(latencyOverTime(all, SPAN, 4)).toEqual([
      { from: 1000, until: 2000, count: 5, p50Ms: 5, p95Ms: 6, p99Ms: 6, maxMs: 6 },
      { from: 3000, until: 4000, count: 6, p50Ms: 3, p95Ms: 100, p99Ms: 100, maxMs: 100 },
    ]);
  });

  it("says nothing of a stretch with few, of what was not answered, and of another time", () => {
    const few = [...trips(1000, 1, 1, 1, 1, null), ...trips(0, 1, 1, 1, 1, 1), ...trips(5001, 1, 1, 1, 1, 1)];
    expect(latencyOverTime(few, SPAN, 4)).toEqual([]);
  });

  it("counts what began at the very end, and has nothing of no time", () => {
    const last = Array.from({ length: 5 }, () => ({ at: 5000, rttMs: 7 }));
    expect(latencyOverTime(last, SPAN, 4)).toMatchObject([{ from: 4000, until: 5000, count: 5, p50Ms: 7 }]);
    expect(latencyOverTime(last, { from: 5000, until: 5000 }, 4)).toEqual([]);
    expect(latencyOverTime(last, SPAN, 0)).toEqual([]);
  });
});
