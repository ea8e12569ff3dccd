import { expect, it } from "vitest";
import { compareDecoding } from "../../bench/decoding/measure-decoding.ts";

it("bundles and runs the comparison of the decoders, in which both sides read every message", async () => {
  const comparisons = await compareDecoding(1, 0);
  expect(comparisons.length).toBeGreaterThan(30);
  for (const { protocol, ours, theirs } of comparisons) {
    expect(ours, protocol).toBeGreaterThan(0);
    expect(theirs, protocol).toBeGreaterThan(0);
  }
});
