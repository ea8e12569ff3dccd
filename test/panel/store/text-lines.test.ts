import { describe, expect, it, vi } from "vitest";
import { createTextLines } from "../../../src/panel/store/text-lines.ts";

async function lines(text: string, columns: number): Promise<string[]> {
  const made = createTextLines(text, columns);
  await vi.waitUntil(() => made.whole.value, 60_000);
  return Array.from({ length: made.count.value }, (_, index) => made.line(index));
}

describe("createTextLines", () => {
  it("breaks at line ends, and between words where a line is too long", async () => {
    expect(await lines("one\r\ntwo\n\nthree four five", 10)).toEqual([
      "one",
      "two",
      "",
      "three ",
      "four five",
    ]);
  });

  it("breaks long words anywhere", async () => {
    expect((await lines("a".repeat(100), 40)).map(({ length }) => length)).toEqual([40, 40, 20]);
  });

  it("counts wide signs twice and never parts a pair", async () => {
    expect(await lines("会議会議会議", 8)).toEqual(["会議会議", "会議"]);
    expect(await lines("🎌".repeat(5), 8)).toEqual(["🎌🎌🎌🎌", "🎌"]);
  });

  it("loses nothing", async () => {
    const text = Array.from({ length: 5000 }, (_, at) => `word${at} ${"x".repeat(at % 70)}`).join(" ");
    expect((await lines(text, 33)).join("") === text).toBe(true);
    expect(Math.max(...(await lines(text, 33)).map(({ length }) => length))).toBeLessThanOrEqual(33);
  });

  it("gives control characters a picture", async () => {
    expect(await lines("a\u0000b\u001bc\u007f\td", 40)).toEqual(["a␀b␛c␡\td"]);
  });

  it("takes 50 MB in one line, a slice at a time", { timeout: 60_000 }, async () => {
    const made = createTextLines("0123456789".repeat(5_000_000), 80);
    // Its beginning is there at once.
    expect(made.line(0)).toBe("0123456789".repeat(8));
    expect(made.count.value).toBeLessThan(625_000);
    await vi.waitUntil(() => made.whole.value, 60_000);
    expect(made.count.value).toBe(625_000);
    expect(made.lineOf(80 * 1000 + 5)).toBe(1000);
    expect(made.line(624_999)).toBe("0123456789".repeat(8));
  });
});
