import { resolve } from "node:path";
import { expect, test } from "vitest";
import { DECODERS } from "../../../src/core/decode/registry.ts";
import { formatConfusion, measureConfusion } from "./confusion-matrix.ts";

test("decoders confuse little, and the documentation says how little", async () => {
  const matrix = measureConfusion();
  expect(matrix.precision).toBeGreaterThanOrEqual(0.99);
  expect(matrix.recall).toBeGreaterThanOrEqual(0.95);
  const page = resolve(import.meta.dirname, "../../../docs/decoder-confusion.md");
  await expect(formatConfusion(matrix)).toMatchFileSnapshot(page);
});

test("every decoder has a labelled conversation", () => {
  const labels = measureConfusion().rows.map(({ label }) => label);
  expect(DECODERS.map(({ id }) => id).filter((id) => !labels.includes(id))).toEqual([]);
});
