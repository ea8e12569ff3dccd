import { describe, expect, it } from "vitest";
import {
  fromScrollTop,
  isScaled,
  MAX_SPACER_PX,
  maxPosition,
  positionFor,
  rowsAt,
  spacerHeight,
  toScrollTop,
} from "../../../src/panel/store/scroll-scale.ts";

const ROW = 20;
const TEN_MILLION = { content: 10_000_000 * ROW, viewport: 397 };
const SMALL = { content: 1000 * ROW, viewport: 397 };

describe("a short list", () => {
  it("scrolls pixel by pixel", () => {
    expect(isScaled(SMALL)).toBe(false);
    expect(spacerHeight(SMALL)).toBe(20_000);
    for (const position of [0, 1, 60, 19_603]) {
      expect(toScrollTop(position, SMALL)).toBe(position);
      expect(fromScrollTop(position, SMALL)).toBe(position);
    }
  });

  it("is as tall as the view where it has fewer rows", () => {
    expect(spacerHeight({ content: 40, viewport: 397 })).toBe(397);
    expect(maxPosition({ content: 40, viewport: 397 })).toBe(0);
    expect(rowsAt(0, { content: 40, viewport: 397 }, ROW)).toEqual({ first: 0, end: 2 });
  });

  it("has no rows in no view", () => {
    expect(rowsAt(0, { content: 0, viewport: 0 }, ROW)).toEqual({ first: 0, end: 0 });
  });
});

describe("a list of ten million rows", () => {
  it("is no taller than what browsers can lay out", () => {
    expect(spacerHeight(TEN_MILLION)).toBe(MAX_SPACER_PX);
    expect(MAX_SPACER_PX * 2).toBeLessThan(17_800_000);
  });

  it("reaches its first and last row with the scrollbar", () => {
    const lastTop = MAX_SPACER_PX - TEN_MILLION.viewport;
    expect(rowsAt(fromScrollTop(0, TEN_MILLION), TEN_MILLION, ROW).first).toBe(0);
    for (const top of [lastTop, lastTop - 0.6]) {
      expect(rowsAt(fromScrollTop(top, TEN_MILLION), TEN_MILLION, ROW).end).toBe(10_000_000);
    }
  });

  it("can show each row whole", () => {
    for (let index = 0; index < 10_000_000; index += 9973) {
      for (const from of [0, index * ROW + 7, maxPosition(TEN_MILLION)]) {
        const position = positionFor(index, from, TEN_MILLION, ROW);
        expect(position).toBeLessThanOrEqual(index * ROW);
        expect(position + TEN_MILLION.viewport).toBeGreaterThanOrEqual((index + 1) * ROW);
      }
    }
    expect(positionFor(9_999_999, 0, TEN_MILLION, ROW)).toBe(maxPosition(TEN_MILLION));
  });

  it("meets its own position again after the way through the scrollbar, to a few rows", () => {
    for (let position = 0; position < TEN_MILLION.content; position += 1_234_567) {
      const again = fromScrollTop(Math.round(toScrollTop(position, TEN_MILLION)), TEN_MILLION);
      expect(Math.abs(again - Math.min(position, maxPosition(TEN_MILLION)))).toBeLessThan(ROW * 2);
    }
  });

  it("goes through all of it in order while the scrollbar is dragged", () => {
    let before = -1;
    for (let top = 0; top <= MAX_SPACER_PX - 397; top += 4999) {
      const { first } = rowsAt(fromScrollTop(top, TEN_MILLION), TEN_MILLION, ROW);
      expect(first).toBeGreaterThan(before);
      before = first;
    }
  });
});
