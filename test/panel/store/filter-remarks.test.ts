import { describe, expect, it } from "vitest";
import { filterRemarks } from "../../../src/panel/store/filter-remarks.ts";

const marked = (text: string) =>
  filterRemarks(text)
    .map(({ text: part, remark }) => (remark === null ? part : `[${remark} ${part}]`))
    .join("");

describe("filterRemarks", () => {
  it("marks what is wrong where it stands", () => {
    expect(marked("a colour:red b")).toBe("a [wrong colour]:red b");
    expect(marked("price size>many")).toBe("price size>[wrong many]");
    expect(marked("a (b or")).toBe("a (b [wrong or]");
    expect(marked("/(/")).toBe("[wrong /(/]");
  });

  it("is the whole text, whatever that is", () => {
    for (const text of ["", " ", "a b", "((", '"', "-", "$.[", "dir:", "$.a=", 'x "'])
      expect(
        filterRemarks(text)
          .map((it) => it.text)
          .join(""),
      ).toBe(text);
  });
});
