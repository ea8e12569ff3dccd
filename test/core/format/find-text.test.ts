import { describe, expect, it } from "vitest";
import { findText, MAX_PLACES } from "../../../src/core/format/find-text.ts";
import { runSlices, SLICE_LENGTH } from "../../../src/core/format/slices.ts";

const find = (text: string, wanted: string) => [...runSlices(findText(text, wanted)).starts];

describe("findText", () => {
  it("finds each place once, without regard to case, and none within another", () => {
    expect(find("Abcabc aBC", "abc")).toEqual([0, 3, 7]);
    expect(find("aaaa", "aa")).toEqual([0, 2]);
    expect(find("abc", "")).toEqual([]);
  });

  it("finds what lies across the ends of slices", () => {
    const text = `${"x".repeat(SLICE_LENGTH - 2)}needle${"x".repeat(SLICE_LENGTH)}needle`;
    expect(find(text, "NEEDLE")).toEqual([SLICE_LENGTH - 2, 2 * SLICE_LENGTH + 4]);
    expect(find("a".repeat(SLICE_LENGTH + 1), "aa")).toHaveLength(SLICE_LENGTH / 2);
  });

  it("ends at a million places, and says so", () => {
    const found = runSlices(findText("a".repeat(MAX_PLACES + 1), "a"));
    expect([found.starts.length, found.more]).toEqual([MAX_PLACES, true]);
  });
});
