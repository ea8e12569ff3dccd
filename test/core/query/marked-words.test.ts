import { describe, expect, it } from "vitest";
import { markedWords } from "../../../src/core/query/marked-words.ts";

describe("markedWords", () => {
  it("are the words and phrases that a row may have, once each", () => {
    expect(markedWords('Price "two words" (a or B) -not dir:sent /x+/ price')).toEqual([
      "price",
      "two words",
      "a",
      "b",
    ]);
    expect(markedWords("")).toEqual([]);
    expect(markedWords("a size>many")).toEqual([]);
  });
});
