import { describe, expect, it } from "vitest";
import { toHistogram } from "../../../../src/core/analysis/pairing/histogram.ts";

describe("a histogram of spans", () => {
  it("is none of none", () => {
    expect(toHistogram([])).toEqual({ bounds: [], counts: [] });
  });

  it("has empty bins around what falls into one, so that it is no block", () => {
    const { bounds, counts } = toHistogram([111, 120]);
    expect(counts).toEqual([0, 0, 0, 2, 0, 0, 0]);
    expect(bounds).toHaveLength(8);
    expect(bounds[3]).toBeCloseTo(100);
    expect(bounds[4]).toBeCloseTo(158.49);
  });

  it("has as many bins as spans that lie apart need, and no more", () => {
    const { bounds, counts } = toHistogram([1, 99, 99]);
    expect(counts).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
    expect([bounds[0], bounds.at(-1)]).toEqual([1, 100]);
  });
});
