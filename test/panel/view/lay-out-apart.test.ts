import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { layOutApart } from "../../../src/panel/view/lay-out-apart.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function element(isConnected = true) {
  const it = { isConnected, asked: 0 };
  return Object.defineProperty(it, "offsetHeight", { get: () => ++it.asked }) as typeof it & {
    offsetHeight: number;
  };
}

it("asks for the layout in a later task, once however often something was rendered", async () => {
  const list = element();
  layOutApart(list);
  layOutApart(list);
  await Promise.resolve();
  expect(list.asked, "not in the task that renders").toBe(0);
  vi.runAllTimers();
  expect(list.asked).toBe(1);
  layOutApart(list);
  vi.runAllTimers();
  expect(list.asked).toBe(2);
});

it("asks nothing of what has gone meanwhile", () => {
  const gone = element(false);
  layOutApart(gone);
  vi.runAllTimers();
  expect(gone.asked).toBe(0);
});

it("goes before a frame that waits already, where the browser has priorities", () => {
  const list = element();
  const tasks: { run: () => void; priority: string }[] = [];
  vi.stubGlobal("scheduler", {
    postTask: (run: () => void, { priority }: { priority: string }) => void tasks.push({ run, priority }),
  });
  layOutApart(list);
  vi.unstubAllGlobals();
  expect(tasks.map(({ priority }) => priority)).toEqual(["user-blocking"]);
  tasks[0]?.run();
  expect(list.asked).toBe(1);
});
