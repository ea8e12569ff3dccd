import { expect, it } from "vitest";
import type { EngineStatus } from "../../../src/core/wire/engine-status.ts";
import { holdStatus } from "../../../src/panel/store/hold-status.ts";

const state = (messages: number) => ({ messages }) as EngineStatus;

/** What is fetched comes when `come` is called, a frame when `draw` is. */
function create() {
  const taken: number[] = [];
  const coming: (() => void)[] = [];
  const frames: (() => void)[] = [];
  const tell = holdStatus(
    ({ messages }) => (messages < 10 ? null : new Promise<void>((resolve) => coming.push(resolve))),
    ({ messages }) => void taken.push(messages),
    (run) => void frames.push(run),
  );
  return {
    taken,
    tell,
    async come() {
      coming.shift()?.();
      await Promise.resolve();
      await Promise.resolve();
    },
    /** What is to run after the frame is a task of its own. */
    async draw() {
      frames.shift()?.();
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
  };
}

it("gives on at once what has nothing to fetch", () => {
  const { taken, tell } = create();
  tell(state(1));
  tell(state(2));
  expect(taken).toEqual([1, 2]);
});

it("waits for what has something to fetch, and then for a frame: the next is not due while it is rendered", async () => {
  const { taken, tell, come, draw } = create();
  tell(state(10));
  expect(taken).toEqual([]);
  await come();
  expect(taken).toEqual([]);
  await draw();
  expect(taken).toEqual([10]);
});

it("lets none wait longer than for the next, and gives none on twice", async () => {
  const { taken, tell, come, draw } = create();
  tell(state(10));
  tell(state(11));
  expect(taken).toEqual([10]);
  await come();
  await draw();
  expect(taken).toEqual([10]);
  await come();
  tell(state(3));
  expect(taken).toEqual([10, 11, 3]);
  await draw();
  expect(taken).toEqual([10, 11, 3]);
});
