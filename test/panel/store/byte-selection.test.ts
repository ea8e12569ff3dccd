import { describe, expect, it } from "vitest";
import { createByteSelection, parseOffset } from "../../../src/panel/store/byte-selection.ts";

describe("createByteSelection", () => {
  it("extends from where it began, and stays within", () => {
    const selection = createByteSelection(10);
    const range = () => [selection.start.value, selection.end.value, selection.cursor.value];
    expect(range()).toEqual([0, 1, 0]);
    selection.choose(5, false);
    selection.choose(7, true);
    expect(range()).toEqual([5, 8, 7]);
    selection.choose(2, true);
    expect(range()).toEqual([2, 6, 2]);
    selection.choose(Infinity, true);
    expect(range()).toEqual([5, 10, 9]);
    selection.choose(-3, false);
    expect(range()).toEqual([0, 1, 0]);
    selection.chooseAll();
    expect(range()).toEqual([0, 10, 9]);
  });
});

describe("parseOffset", () => {
  it("reads decimal and hexadecimal offsets", () => {
    expect(["10", "0x10", " 10h ", "ffH", "0XfF"].map(parseOffset)).toEqual([10, 16, 16, 255, 255]);
    expect(["", "ff", "-1", "0x", "h", "1e3", "9".repeat(20)].map(parseOffset)).toEqual(Array(7).fill(null));
  });
});
