import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createSilenceWatch } from "../../../src/panel/store/watch-silence.ts";

describe("the watch for silence", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test("tells of an answer that does not come, once, and of the end of it", () => {
    const told: boolean[] = [];
    const watch = createSilenceWatch(
      () => true,
      () => {},
      (it) => told.push(it),
    );
    watch.asked();
    vi.advanceTimersByTime(9000);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual([true]);
    watch.heard();
    expect(told).toEqual([true, false]);
    vi.advanceTimersByTime(11_000);
    expect(told).toEqual([true, false, true]);
  });

  test("is content with the answer to a probe, where another takes its time", () => {
    const told: boolean[] = [];
    let probes = 0;
    const watch = createSilenceWatch(
      () => true,
      () => {
        probes += 1;
        watch.heard();
      },
      (it) => told.push(it),
    );
    watch.asked();
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual([]);
    expect(probes).toBe(12);
  });

  test("waits for nobody who was not asked, and is content with anything", () => {
    const told: boolean[] = [];
    let waits = true;
    const watch = createSilenceWatch(
      () => waits,
      () => {},
      (it) => told.push(it),
    );
    watch.asked();
    for (let second = 0; second < 60; second += 4) {
      vi.advanceTimersByTime(4000);
      watch.heard();
    }
    waits = false;
    vi.advanceTimersByTime(60_000);
    expect(vi.getTimerCount()).toBe(0);
    expect(told).toEqual([]);
  });
});
