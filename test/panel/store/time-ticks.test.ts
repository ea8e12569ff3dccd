import { describe, expect, it } from "vitest";
import { hasRoom, timeTicks } from "../../../src/panel/store/time-ticks.ts";

const AT = new Date(2026, 2, 1, 12, 4, 3, 117).getTime();
const labels = (lengthMs: number, most: number) =>
  timeTicks({ from: AT, until: AT + lengthMs }, most).map(({ label }) => label);

describe("the ruler's times", () => {
  it.each([
    [10_000, 6, ["12:04:04", "12:04:06", "12:04:08", "12:04:10", "12:04:12"]],
    [3_600_000, 4, ["12:15", "12:30", "12:45", "13:00"]],
    [300, 4, ["03.2 s", "03.3 s", "03.4 s"]],
    [3, 4, ["03.117 s", "03.118 s", "03.119 s"]],
    [4 * 86_400_000, 4, ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"]],
  ])("are round ones: %i ms in %i", (lengthMs, most, wanted) => {
    expect(labels(lengthMs, most)).toEqual(wanted);
  });

  it("are few, in order and in the span, whatever that is", () => {
    for (const lengthMs of [0.2, 1, 17, 1e3, 1e5, 1e7, 1e9, 1e11, 1e14]) {
      const ticks = timeTicks({ from: AT, until: AT + lengthMs }, 10);
      expect(ticks.length).toBeLessThanOrEqual(12);
      for (const [index, { at }] of ticks.entries()) {
        expect(at).toBeGreaterThanOrEqual(AT);
        expect(at).toBeLessThan(AT + lengthMs);
        if (index > 0) expect(at).toBeGreaterThan(ticks[index - 1]?.at ?? 0);
      }
    }
    expect(timeTicks({ from: 0, until: Number.NaN }, 10)).toEqual([]);
  });

  it.each([
    ["12:04:04", 124, true],
    ["12:04:04", 123, false],
    ["12:04", 123, true],
  ])("say whether %s has room from the middle to the end of %i px: %s", (label, width, wanted) => {
    expect(hasRoom({ at: AT + 500, label }, { from: AT, until: AT + 1000 }, width)).toBe(wanted);
  });
});
