import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffSequences, type Edit } from "../../../src/core/diff/diff-sequences.ts";
import { runSlices } from "../../../src/core/format/slices.ts";

const diff = (a: string, b: string, most?: number) =>
  runSlices(diffSequences(a.length, b.length, (at, other) => a[at] === b[other], most));

/** The other, made of the one by the edits. */
function applied(a: string, b: string, edits: readonly Edit[]): string {
  let made = "";
  let at = 0;
  for (const { from, to, otherFrom, otherTo } of edits) {
    made += a.slice(at, from) + b.slice(otherFrom, otherTo);
    at = to;
  }
  return made + a.slice(at);
}

/** The fewest signs to take out and put in, by the table of all beginnings. */
function fewest(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? (row[j - 1] as number) : Infinity;
      next.push(Math.min(same, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

describe("diffSequences", () => {
  it("finds the fewest edits, and they make the one into the other", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 24 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const { edits, gaveUp } = diff(a, b);
        expect(gaveUp).toBe(false);
        expect(applied(a, b, edits)).toBe(b);
        const signs = edits.reduce((sum, it) => sum + it.to - it.from + it.otherTo - it.otherFrom, 0);
        expect(signs).toBe(fewest(a, b));
        for (const [index, { from, otherFrom }] of edits.entries()) {
          const last = edits[index - 1];
          if (last) expect(from - last.to).toBeGreaterThan(0);
          if (last) expect(otherFrom - last.otherTo).toBe(from - last.to);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("gives up beyond so many edits, and still makes the one into the other", () => {
    const { edits, gaveUp } = diff("xabcdefy", "xghijkly", 4);
    expect([edits, gaveUp]).toEqual([[{ from: 1, to: 7, otherFrom: 1, otherTo: 7 }], true]);
  });

  it("is quick where nearly all is the same", () => {
    const long = "x".repeat(1_000_000);
    expect(diff(`${long}a${long}`, `${long}bc${long}`).edits).toEqual([
      { from: 1_000_000, to: 1_000_001, otherFrom: 1_000_000, otherTo: 1_000_002 },
    ]);
  });
});
