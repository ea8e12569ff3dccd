import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createPace } from "../../src/feed/pace.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("asks once after 50 ms, and after 150 ms where 10 events came the last time, after 300 ms where 100", () => {
  let asked = 0;
  let coming = 10;
  const pace = createPace(
    () => {
      asked += 1;
      pace.came(coming);
    },
    (callback, ms) => void setTimeout(callback, ms),
  );
  const wait = (ms: number) => {
    vi.advanceTimersByTime(ms);
    return asked;
  };
  pace.wait();
  pace.wait();
  expect([wait(49), wait(1), wait(1000)]).toEqual([0, 1, 1]);
  coming = 1;
  pace.wait();
  expect([wait(149), wait(1)]).toEqual([1, 2]);
  coming = 100;
  pace.wait();
  expect(wait(50)).toBe(3);
  coming = 10;
  pace.wait();
  expect([wait(299), wait(1)]).toEqual([3, 4]);
  pace.wait();
  expect([wait(149), wait(1)]).toEqual([4, 5]);
});
