import { describe, expect, it } from "vitest";
import { createListScroll } from "../../../src/panel/store/list-scroll.ts";

function createScroll(count: number, follows: boolean) {
  const scroll = createListScroll(20);
  scroll.resize(400);
  scroll.setFollows(follows);
  scroll.setCount(count);
  return scroll;
}

describe("createListScroll", () => {
  it("moves exactly three rows for a wheel of 60 px, however long the list", () => {
    for (const count of [1000, 10_000_000]) {
      const scroll = createScroll(count, true);
      scroll.moveTo(Math.floor(count / 2) * 20);
      const { first } = scroll.range.value;
      scroll.moveBy(60);
      expect(scroll.range.value.first).toBe(first + 3);
      scroll.moveBy(-60);
      expect(scroll.range.value.first).toBe(first);
    }
  });

  it("follows the end while rows are added", () => {
    const scroll = createScroll(0, true);
    scroll.setCount(10_000_000);
    expect(scroll.range.value.end).toBe(10_000_000);
    scroll.setCount(10_000_050);
    expect(scroll.range.value.end).toBe(10_000_050);
    expect(scroll.following.value).toBe(true);
  });

  it("keeps the active row in view where it becomes lower, and leaves alone who has scrolled away from it", () => {
    const scroll = createScroll(1000, false);
    scroll.resize(100, 19);
    expect(scroll.range.value).toEqual({ first: 15, end: 20 });
    scroll.resize(400, 19);
    expect(scroll.range.value.first).toBe(15);
    scroll.resize(100, 900);
    expect(scroll.range.value.first).toBe(15);
    scroll.resize(60, 14);
    expect(scroll.range.value.first).toBe(15);
    const live = createScroll(1000, true);
    live.resize(100, 985);
    expect(live.following.value).toBe(true);
    expect(live.range.value.end).toBe(1000);
  });

  it("leaves the reader alone who scrolled up, until the end is reached again", () => {
    const scroll = createScroll(1000, true);
    scroll.moveBy(-60);
    const { first } = scroll.range.value;
    scroll.setCount(2000);
    expect(scroll.range.value.first).toBe(first);
    expect(scroll.following.value).toBe(false);
    scroll.toEnd();
    expect(scroll.following.value).toBe(true);
  });

  it("begins at the start where it does not follow", () => {
    const scroll = createScroll(1000, false);
    expect(scroll.range.value.first).toBe(0);
    scroll.toEnd();
    expect(scroll.following.value).toBe(false);
    expect(scroll.range.value.end).toBe(1000);
  });

  it("follows again when it was emptied", () => {
    const scroll = createScroll(1000, true);
    scroll.toStart();
    scroll.setCount(0);
    scroll.setCount(500);
    expect(scroll.range.value.end).toBe(500);
  });

  it("takes a dragged scrollbar to both ends", () => {
    const scroll = createScroll(10_000_000, true);
    scroll.dragTo(0);
    expect(scroll.range.value.first).toBe(0);
    scroll.dragTo(scroll.spacer.value - 400);
    expect(scroll.range.value.end).toBe(10_000_000);
    expect(scroll.following.value).toBe(true);
  });

  it("moves no more than needed to show a row", () => {
    const scroll = createScroll(1000, false);
    scroll.reveal(19);
    expect(scroll.position.value).toBe(0);
    scroll.reveal(20);
    expect(scroll.position.value).toBe(20);
    scroll.reveal(3);
    expect(scroll.position.value).toBe(20);
    scroll.reveal(0);
    expect(scroll.position.value).toBe(0);
  });
});
