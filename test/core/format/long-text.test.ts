import { describe, expect, it } from "vitest";
import { createLongTextWriter, wholeText } from "../../../src/core/format/long-text.ts";

const LENGTH = 2 ** 18;

function longText(...parts: string[]) {
  const writer = createLongTextWriter();
  for (const part of parts) writer.add(part);
  return writer.done();
}

describe("a long text", () => {
  it("is a string where it is short", () => {
    expect(longText("a", "", "bc")).toBe("abc");
    expect(longText()).toBe("");
  });

  it("reads as the string would", () => {
    const string = Array.from({ length: 3 * LENGTH + 17 }, (_, at) =>
      String.fromCharCode(97 + (at % 23)),
    ).join("");
    const text = longText(string.slice(0, 5), string.slice(5, LENGTH * 2 + 1), string.slice(LENGTH * 2 + 1));
    expect(typeof text).toBe("object");
    expect(text.length).toBe(string.length);
    expect(wholeText(text) === string).toBe(true);
    const edges = [
      0,
      1,
      LENGTH - 1,
      LENGTH,
      LENGTH + 1,
      2 * LENGTH,
      3 * LENGTH,
      string.length - 1,
      string.length,
    ];
    for (const from of edges) {
      expect(text.charCodeAt(from)).toBe(string.charCodeAt(from));
      expect(text.indexOf("c", from)).toBe(string.indexOf("c", from));
      for (const to of edges) expect(text.slice(from, to) === string.slice(from, to)).toBe(true);
    }
    expect(text.indexOf("z")).toBe(-1);
    expect(text.slice(LENGTH - 2, string.length + 100) === string.slice(LENGTH - 2)).toBe(true);
  });

  it("of whole pieces has no sign more", () => {
    const text = longText("x".repeat(LENGTH), "y".repeat(LENGTH));
    expect([text.length, text.slice(LENGTH - 1, LENGTH + 1), text.slice(2 * LENGTH)]).toEqual([
      2 * LENGTH,
      "xy",
      "",
    ]);
    expect(text.charCodeAt(2 * LENGTH)).toBeNaN();
  });
});
