import { describe, expect, it } from "vitest";
import { createTextLines } from "../../../src/panel/store/text-lines.ts";

function lines(text: string, columns: number): string[] {
  const made = createTextLines(text, columns);
  return Array.from({ length: made.count }, (_, index) => made.line(index));
}

describe("createTextLines", () => {
  it("breaks at line ends, and between words where a line is too long", () => {
    expect(lines("one\r\ntwo\n\nthree four five", 10)).toEqual(["one", "two", "", "three ", "four five"]);
  });

  it("breaks long words anywhere", () => {
    expect(lines("a".repeat(100), 40).map(({ length }) => length)).toEqual([40, 40, 20]);
  });

  it("counts wide signs twice and never parts a pair", () => {
    expect(lines("会議会議会議", 8)).toEqual(["会議会議", "会議"]);
    expect(lines("🎌".repeat(5), 8)).toEqual(["🎌🎌🎌🎌", "🎌"]);
  });

  it("loses nothing", () => {
    const text = Array.from({ length: 5000 }, (_, at) => `word${at} ${"x".repeat(at % 70)}`).join(" ");
    expect(lines(text, 33).join("")).toBe(text);
    expect(Math.max(...lines(text, 33).map(({ length }) => length))).toBeLessThanOrEqual(33);
  });

  it("gives control characters a picture", () => {
    expect(lines("a\u0000b\u001bc\u007f\td", 40)).toEqual(["a␀b␛c␡\td"]);
  });

  it("takes 50 MB in one line", () => {
    const made = createTextLines("0123456789".repeat(5_000_000), 80);
    expect(made.count).toBe(625_000);
    expect(made.line(624_999)).toBe("0123456789".repeat(8));
  });
});
