import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bucketWidth,
  COUNTED,
  type Counted,
  createDensityHistogram,
  emptyBuckets,
  MOST_ENTRIES,
} from "../../../src/core/analysis/density-histogram.ts";

interface Happening {
  readonly at: number;
  readonly counted: Counted;
}

const START = Date.UTC(2026, 0, 1);
const happening = (mostMs: number) =>
  fc.record<Happening>({
    at: fc.double({ min: 0, max: mostMs, noNaN: true }).map((it) => START + it),
    counted: fc.constantFrom(...COUNTED),
  });

function histogramOf(all: readonly Happening[]) {
  const histogram = createDensityHistogram();
  for (const { at, counted } of all) histogram.add(at, counted);
  return histogram;
}

/** The same counts, one after the other. */
function counted(all: readonly Happening[], from: number, until: number, widthMs: number) {
  const buckets = emptyBuckets(from, until, widthMs);
  for (const it of all) {
    const index = Math.floor((it.at - buckets.from) / widthMs);
    const counts = buckets[it.counted];
    if (index >= 0 && index < counts.length) counts[index] = (counts[index] ?? 0) + 1;
  }
  return buckets;
}

describe("a histogram of density", () => {
  it("counts what lies in every bucket, whatever the order it came in", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.array(happening(100), { maxLength: 200 }), fc.array(happening(1e7), { maxLength: 500 })),
        fc.double({ min: 0, max: 1e7, noNaN: true }),
        fc.double({ min: 1, max: 1e7, noNaN: true }),
        fc.integer({ min: 2, max: 300 }),
        (all, after, length, most) => {
          const from = START + after / 2;
          const widthMs = bucketWidth(length, most);
          const histogram = histogramOf(all);
          fc.pre(widthMs >= histogram.widthMs);
          const buckets = emptyBuckets(from, from + length, widthMs);
          histogram.addTo(buckets);
          expect(buckets).toEqual(counted(all, from, from + length, widthMs));
        },
      ),
    );
  });

  it.each([
    ["close together", 50_000, 0.9],
    ["far apart", 6000, 61_000],
    ["backwards", 10_000, -7],
  ])("stays as small as it may be, and loses nothing: %s", (_, count, stepMs) => {
    const all = Array.from(
      { length: count },
      (_, index): Happening => ({
        at: START + index * stepMs,
        counted: COUNTED[index % 3] as Counted,
      }),
    );
    const histogram = histogramOf(all);
    const spanMs = Math.abs(stepMs) * count;
    expect(histogram.widthMs).toBeGreaterThan(1);
    expect(histogram.widthMs).toBeLessThanOrEqual(
      Math.max(bucketWidth(spanMs, MOST_ENTRIES / 2), 2 * Math.abs(stepMs)),
    );
    const from = START + Math.min(0, spanMs * Math.sign(stepMs));
    const widthMs = histogram.widthMs * 4;
    const buckets = emptyBuckets(from, from + spanMs + 1, widthMs);
    histogram.addTo(buckets);
    expect(buckets).toEqual(counted(all, from, from + spanMs + 1, widthMs));
  });

  it("knows its first and last moment, and the longest silence between messages", () => {
    const histogram = createDensityHistogram();
    expect([histogram.firstAt, histogram.lastAt, histogram.silence]).toEqual([null, null, null]);
    histogram.add(10, "other");
    for (const at of [20, 21, 500, 520]) histogram.add(at, "received");
    histogram.add(5000, "other");
    expect([histogram.firstAt, histogram.lastAt]).toEqual([10, 5000]);
    expect(histogram.silence).toEqual({ from: 21, until: 500 });
  });

  it("lets go of what belongs elsewhere", () => {
    const histogram = histogramOf([
      { at: 5, counted: "other" },
      { at: 5, counted: "sent" },
    ]);
    histogram.remove(5, "other");
    histogram.remove(99, "other");
    const buckets = emptyBuckets(0, 8, 8);
    histogram.addTo(buckets);
    expect([buckets.sent[0], buckets.other[0]]).toEqual([1, 0]);
  });
});

describe("the width of buckets", () => {
  it("is a power of two, of which as many as may be cover the span from anywhere", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e12, noNaN: true }),
        fc.double({ min: 0.5, max: 1e11, noNaN: true }),
        fc.integer({ min: 3, max: 5000 }),
        (from, length, most) => {
          const widthMs = bucketWidth(length, most);
          expect(Number.isInteger(Math.log2(widthMs))).toBe(true);
          const { sent } = emptyBuckets(from, from + length, widthMs);
          expect(sent.length).toBeLessThanOrEqual(most + 1);
          expect(from + length).toBeLessThanOrEqual((Math.floor(from / widthMs) + sent.length) * widthMs);
        },
      ),
    );
  });
});
