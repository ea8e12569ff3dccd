import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createRowTurns } from "../../../src/panel/view/row-turns.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

/** A list of so many rows, and what has been done, a task a line. */
function list(count: number) {
  const tasks: string[] = [];
  const turns = createRowTurns<{ forceUpdate(): void }>(() => tasks.push("laid out"));
  const rows = Array.from({ length: count }, (_, number) => ({
    forceUpdate: () => tasks.push(String(number)),
  }));
  const render = (apart: boolean, changed = rows) => {
    turns.begin(apart);
    const now = rows.filter((row) => turns.isTurnOf(row, changed.includes(row)));
    turns.end();
    return now.map((row) => rows.indexOf(row));
  };
  return { rows, turns, tasks, render };
}

it("renders rows with their list, but for those that are all others", () => {
  const { rows, render, tasks } = list(3);
  expect(render(false)).toEqual([0, 1, 2]);
  expect(render(false, rows.slice(1, 2))).toEqual([1]);
  expect(render(true)).toEqual([]);
  expect(tasks, "not in the task of the list").toEqual([]);
});

it("gives each a turn, a few in a task, the last first, and lays out each portion in the task that renders it", async () => {
  const { render, tasks } = list(16);
  render(true);
  const seen: string[] = [];
  while (vi.getTimerCount() > 0) {
    await vi.advanceTimersToNextTimerAsync();
    seen.push(tasks.splice(0).join(" "));
  }
  expect(seen).toEqual(["9 10 11 12 13 14 15 laid out", "2 3 4 5 6 7 8 laid out", "0 1 laid out"]);
});

it("renders what waits as soon as the list is rendered as one again, though nothing else of it has changed", () => {
  const { render, tasks } = list(9);
  render(true);
  vi.advanceTimersToNextTimer();
  tasks.length = 0;
  expect(render(false, [])).toEqual([0, 1]);
  vi.runAllTimers();
  expect(
    tasks.filter((it) => it !== "laid out"),
    "and not once more",
  ).toEqual([]);
});

it("keeps a place for what becomes another again while it waits, and none for what has gone", () => {
  const { rows, render, turns, tasks } = list(8);
  render(true);
  vi.advanceTimersToNextTimer();
  tasks.length = 0;
  render(true);
  turns.leave(rows[7] as (typeof rows)[number]);
  vi.runAllTimers();
  expect(tasks.filter((it) => it !== "laid out")).toEqual(["0", "1", "2", "3", "4", "5", "6"]);
});
