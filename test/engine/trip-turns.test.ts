import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createTripTurns } from "../../src/engine/trip-turns.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("work beside the recording", () => {
  it.each([
    ["a calm session", 1, 18],
    ["a flood", 10, 150],
    ["a flood that nothing could keep up with", 40, 1000],
  ])("pauses in %s of %d rows a millisecond for %d ms", async (_, rowsAMs, pauseMs) => {
    const began = performance.now();
    const turns = createTripTurns({
      rows: () => (performance.now() - began) * rowsAMs,
      isHeld: () => false,
      hasEnded: () => false,
    });
    // The first tells how many rows there are: of a session that is opened all.
    for (const ms of [18, pauseMs]) {
      turns.begin();
      await vi.advanceTimersByTimeAsync(6);
      let over = false;
      void turns.pause().then(() => {
        over = true;
      });
      await vi.advanceTimersByTimeAsync(ms - 1);
      expect(over).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      expect(over).toBe(true);
    }
  });

  it("does not pause within a turn", async () => {
    const turns = createTripTurns({ rows: () => 0, isHeld: () => false, hasEnded: () => false });
    turns.begin();
    await turns.pause();
    expect(vi.getTimerCount()).toBe(0);
  });
});
