import { describe, expect, it } from "vitest";
import {
  COLUMNS,
  changeColumn,
  firstLayout,
  type ListRoom,
  moveColumn,
  parseLayout,
  placeColumns,
  stepColumn,
} from "../../../src/panel/store/column-layout.ts";

const ROOM: ListRoom = { width: 2000, digit: 7, numberDigits: 4, without: [] };
const idsOf = (all: readonly { id: string }[]) => all.map(({ id }) => id);

describe("the layout of columns", () => {
  it("reads what was kept, whatever is in it", () => {
    const kept = {
      time: "absolute",
      columns: [
        { id: "data", shown: false, width: 40 },
        { id: "gone", shown: true, width: 10 },
        { id: "size", shown: false, width: 81.4 },
        { id: "size", shown: true, width: 10 },
        { id: "time", shown: true, width: Number.NaN },
        { id: "type", shown: true, width: 1e9 },
        { id: "delta", shown: true, width: -4 },
      ],
    };
    const layout = parseLayout(kept);
    expect([...idsOf(layout)].sort()).toEqual([...idsOf(COLUMNS)].sort());
    const by = new Map(layout.map((it) => [it.id, it]));
    expect(by.get("data")).toEqual({ id: "data", shown: true, width: null });
    expect(by.get("size")).toEqual({ id: "size", shown: false, width: 81 });
    expect(by.get("time")?.width).toBeNull();
    expect(by.get("type")?.width).toBe(4000);
    expect(by.get("delta")?.width).toBe(20);
    expect(idsOf(layout).filter((id) => ["data", "size", "time"].includes(id))).toEqual([
      "data",
      "size",
      "time",
    ]);
    expect(parseLayout(undefined)).toEqual(firstLayout());
    expect(parseLayout({ columns: 7 as never, time: "" })).toEqual(firstLayout());
  });

  it("puts a column that is new behind the one it stands behind at first", () => {
    const without = firstLayout().filter(({ id }) => id !== "size");
    expect(parseLayout({ columns: without, time: "" })).toEqual(firstLayout());
  });

  it("moves a column before another one, to the end, and by one place of those that are shown", () => {
    const first = firstLayout();
    expect(idsOf(moveColumn(first, "size", "marks")).slice(0, 2)).toEqual(["size", "marks"]);
    expect(idsOf(moveColumn(first, "size", null)).at(-1)).toBe("size");
    expect(moveColumn(first, "size", "size")).toEqual(first);
    const hidden = changeColumn(first, "delta", { shown: false });
    const shown = idsOf(placeColumns(hidden, ROOM)) as never[];
    const at = (layout: readonly { id: string }[], id: string) =>
      idsOf(placeColumns(layout as typeof first, ROOM)).indexOf(id);
    expect(at(stepColumn(hidden, "time" as never, 1, shown), "time")).toBe(at(hidden, "time") + 1);
    expect(at(stepColumn(hidden, "direction" as never, -1, shown), "direction")).toBe(at(hidden, "time"));
    expect(stepColumn(hidden, shown[0] as never, -1, shown)).toEqual(hidden);
    expect(stepColumn(hidden, shown.at(-1) as never, 1, shown)).toEqual(hidden);
  });

  it("gives the data what the others leave, and lets columns go where there is no room", () => {
    const wide = placeColumns(firstLayout(), ROOM);
    expect(idsOf(wide)).toEqual(idsOf(COLUMNS.filter(({ atFirst }) => atFirst)));
    expect(wide.find(({ id }) => id === "data")?.width).toBeNull();
    expect(wide.find(({ id }) => id === "number")?.width).toBe(40);
    for (const width of [1000, 700, 560, 460, 420, 320, 200]) {
      const placed = placeColumns(firstLayout(), { ...ROOM, width });
      expect(idsOf(placed)).toContain("data");
      expect(idsOf(placed)).toContain("time");
      expect(idsOf(placed)).toContain("direction");
      const sum = placed.reduce((all, it) => all + (it.width ?? 0), 0);
      if (width >= 320) expect(sum).toBeLessThanOrEqual(width - Math.min(220, width * 0.35));
    }
    expect(idsOf(placeColumns(firstLayout(), { ...ROOM, width: 0 }))).toEqual(idsOf(wide));
    expect(idsOf(placeColumns(firstLayout(), { ...ROOM, without: ["connection"] }))).not.toContain(
      "connection",
    );
  });

  it("keeps the data, whatever is chosen", () => {
    const layout = changeColumn(firstLayout(), "data", { shown: false });
    expect(idsOf(placeColumns(layout, ROOM))).toContain("data");
  });
});
