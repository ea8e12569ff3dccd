import { describe, expect, it } from "vitest";
import { measureSpread, quantile } from "../../bench/statistics.ts";

describe("a spread", () => {
  it("is the median and the width of the middle half, in whatever order the values come", () => {
    expect(measureSpread([5, 1, 4, 2, 3])).toEqual({ median: 3, iqr: 2 });
    expect(measureSpread([10, 2])).toEqual({ median: 6, iqr: 4 });
    expect(measureSpread([7])).toEqual({ median: 7, iqr: 0 });
  });

  it("leaves the values as they were", () => {
    const values = [3, 1, 2];
    measureSpread(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it("is not a number where nothing was measured", () => {
    expect(measureSpread([])).toEqual({ median: Number.NaN, iqr: Number.NaN });
  });

  it("sorts by value, not by text", () => {
    expect(quantile([9, 10, 100], 0.5)).toBe(10);
  });

  it("interpolates between neighbours", () => {
    expect(quantile([0, 10, 20, 30], 0.25)).toBe(7.5);
    expect(quantile([0, 10], 0)).toBe(0);
    expect(quantile([0, 10], 1)).toBe(10);
  });
});
