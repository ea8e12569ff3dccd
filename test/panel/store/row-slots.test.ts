import { describe, expect, it } from "vitest";
import { NO_SLOTS, type RowSlots, toRowSlots } from "../../../src/panel/store/row-slots.ts";

function slots({ range, slotOf }: RowSlots): number[] {
  return Array.from({ length: range.end - range.first }, (_, at) => slotOf(range.first + at));
}

describe("the slots of a list's rows", () => {
  const first = toRowSlots({ first: 100, end: 104 }, NO_SLOTS);

  it("are counted from the first row", () => {
    expect(slots(first)).toEqual([0, 1, 2, 3]);
  });

  it("stay with the rows that stay; those that come have those that others left", () => {
    const down = toRowSlots({ first: 101, end: 105 }, first);
    expect(slots(down)).toEqual([1, 2, 3, 0]);
    expect(slots(toRowSlots({ first: 99, end: 103 }, down))).toEqual([3, 0, 1, 2]);
  });

  it("stay where they are when no row stays", () => {
    const scrolled = toRowSlots({ first: 101, end: 105 }, first);
    expect(slots(toRowSlots({ first: 9000, end: 9004 }, scrolled))).toEqual([1, 2, 3, 0]);
    expect(slots(toRowSlots({ first: 0, end: 4 }, scrolled))).toEqual([1, 2, 3, 0]);
  });

  it("stay when the last row is left out, and come back with it", () => {
    const fewer = toRowSlots({ first: 101, end: 104 }, first);
    expect(slots(fewer)).toEqual([1, 2, 3]);
    expect(slots(toRowSlots({ first: 101, end: 105 }, fewer))).toEqual([1, 2, 3, 0]);
  });

  it("begin anew when there are more or fewer", () => {
    expect(slots(toRowSlots({ first: 101, end: 107 }, first))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(slots(toRowSlots({ first: 101, end: 101 }, first))).toEqual([]);
  });

  it("are never two rows' at once", () => {
    let now = first;
    for (let step = 0; step < 500; step += 1) {
      const at = (step * 37) % 211;
      now = toRowSlots({ first: at, end: at + 3 + (step % 2) }, now);
      const all = slots(now);
      expect(new Set(all).size).toBe(all.length);
    }
  });
});
