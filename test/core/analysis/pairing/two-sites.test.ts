import { expect, it } from "vitest";
import { isCoincidence } from "../../../../src/core/analysis/pairing/is-coincidence.ts";
import type { PairSample } from "../../../../src/core/analysis/pairing/pair-counts.ts";
import { createRandom } from "../../../support/random.ts";

/** One side's count, and others' that come to the same numbers some seconds later, each at a pace of its own. */
function countsOf(seed: number, sites: number): PairSample[] {
  const random = createRandom(seed * 271);
  const timesOf = (from: number) => {
    let at = from;
    return Array.from({ length: 90 }, () => {
      at += 50 + random.integer(800);
      return at;
    });
  };
  const asked = timesOf(0);
  return Array.from({ length: sites }, (_, site) => timesOf(4000 + 900 * site)).flatMap((told, site) =>
    told.flatMap((replyAt, index) => {
      const requestAt = asked[index] as number;
      return replyAt > requestAt ? { requestAt, replyAt, value: String(30 + index), pair: site } : [];
    }),
  );
}

it("takes the counts of several sites that overtake each other for no answers", () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    expect([seed, isCoincidence(countsOf(seed, 1), false)]).toEqual([seed, true]);
    expect([seed, isCoincidence(countsOf(seed, 2), false)]).toEqual([seed, true]);
  }
});

it("takes answers in any order that come twice each for answers", () => {
  const random = createRandom(99);
  const answers = Array.from({ length: 60 }, (_, index): PairSample[] => {
    const requestAt = index * 40 + random.integer(30);
    const value = String(1 + index);
    const replyAt = requestAt + 20 + random.integer(400);
    return [
      { requestAt, replyAt, value, pair: 0 },
      { requestAt, replyAt: replyAt + 50 + random.integer(300), value, pair: 1 },
    ];
  }).flat();
  expect(isCoincidence(answers, false)).toBe(false);
});
