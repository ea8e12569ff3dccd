import { describe, expect, it } from "vitest";
import { splitMarks } from "../../../src/core/format/split-marks.ts";

const marked = (text: string, ...words: string[]) =>
  splitMarks(text, words)
    .map((part) => (part.marked ? `[${part.text}]` : part.text))
    .join("");

describe("splitMarks", () => {
  it("marks words without regard to case, the longest where several begin", () => {
    expect(marked("Apple pie, apple", "apple")).toBe("[Apple] pie, [apple]");
    expect(marked("appletree", "apple", "appletree", "tree")).toBe("[appletree]");
    expect(marked("abc", "ab", "bc")).toBe("[ab]c");
    expect(marked("aaaa", "aa")).toBe("[aa][aa]");
    expect(marked("none", "x", "")).toBe("none");
    expect(marked("", "x")).toBe("");
  });

  it("loses nothing of a text whose lower case is longer", () => {
    expect(marked("İstanbul price", "price")).toBe("İstanbul [price]");
  });

  it("ends at many marks, with all of the text", () => {
    const text = "a".repeat(5000);
    const parts = splitMarks(text, ["a"]);
    expect(parts.length).toBeLessThan(600);
    expect(parts.map((part) => part.text).join("")).toBe(text);
  });
});
