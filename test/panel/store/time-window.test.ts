import { describe, expect, it } from "vitest";
import { createTimeWindow } from "../../../src/panel/store/time-window.ts";

function open(from = 100_000, until = 200_000) {
  const window = createTimeWindow();
  window.setExtent({ from, until });
  return window;
}
const length = ({ from, until }: { from: number; until: number }) => until - from;

describe("the window of time", () => {
  it("shows all there is, as that grows", () => {
    const window = open();
    expect(window.shown.value.from).toBeLessThan(100_000);
    expect(window.shown.value.until).toBeGreaterThan(200_000);
    window.setExtent({ from: 100_000, until: 900_000 });
    expect(window.shown.value.until).toBeGreaterThan(900_000);
    expect(window.isAll.value).toBe(true);
  });

  it("zooms about a moment, which stays where it is", () => {
    const window = open();
    const before = window.shown.value;
    window.zoom(4, 120_000);
    const after = window.shown.value;
    expect(length(after)).toBeCloseTo(length(before) / 4);
    expect((120_000 - after.from) / length(after)).toBeCloseTo((120_000 - before.from) / length(before));
    expect(window.isAll.value).toBe(false);
  });

  it("neither loses sight of what there is, nor zooms into nothing", () => {
    const window = open();
    window.moveBy(1e9);
    expect(window.shown.value.from).toBeLessThan(200_000);
    window.moveBy(-1e9);
    expect(window.shown.value.until).toBeGreaterThan(100_000);
    for (let turn = 0; turn < 200; turn += 1) window.zoom(2, null);
    expect(length(window.shown.value)).toBeGreaterThan(0.1);
    for (let turn = 0; turn < 200; turn += 1) window.zoom(0.5, null);
    expect(length(window.shown.value)).toBeLessThanOrEqual(200_000);
  });

  it("follows the present, also when it is zoomed", () => {
    const window = open();
    window.follow();
    expect(window.follows.value).toBe(true);
    const first = length(window.shown.value);
    window.setExtent({ from: 100_000, until: 500_000 });
    expect(window.shown.value.until).toBeGreaterThanOrEqual(500_000);
    expect(length(window.shown.value)).toBeCloseTo(first);
    window.zoom(2, null);
    expect(window.follows.value).toBe(true);
    expect(length(window.shown.value)).toBeLessThan(first);
    window.moveBy(-1000);
    expect(window.follows.value).toBe(false);
    window.showAll();
    expect(window.shown.value.from).toBeLessThan(100_000);
  });

  it("has a length where a session has none", () => {
    expect(length(open(5, 5).shown.value)).toBeGreaterThan(0);
  });
});
