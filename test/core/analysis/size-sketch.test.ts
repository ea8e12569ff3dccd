import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSizeSketch, EXACT_BYTES, SKETCH_ERROR } from "../../../src/core/analysis/size-sketch.ts";

const sizes = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 2 ** 31 }), fc.constant(2 ** 40)),
  { minLength: 1, maxLength: 300 },
);

describe("a sketch of sizes", () => {
  it("knows count, sum, smallest and largest exactly, and percentiles as exactly as it says", () => {
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), (all, part) => {
        const sketch = createSizeSketch();
        for (const size of all) sketch.add(size);
        const sorted = [...all].sort((a, b) => a - b);
        expect([sketch.count, sketch.min, sketch.max]).toEqual([all.length, sorted[0], sorted.at(-1)]);
        expect(sketch.sum).toBe(all.reduce((sum, it) => sum + it, 0));
        const exact = sorted[Math.max(1, Math.ceil(part * all.length)) - 1] as number;
        const found = sketch.quantile(part);
        if (exact < EXACT_BYTES) expect(found).toBe(exact);
        // Sizes are whole numbers of bytes.
        else expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * SKETCH_ERROR + 1);
      }),
    );
  });

  it("says less than a percent as its error, and 0 of nothing", () => {
    expect(SKETCH_ERROR).toBeLessThan(0.01);
    const { quantile, min, max } = createSizeSketch();
    expect([quantile(0.5), min, max]).toEqual([0, 0, 0]);
  });
});
