import { describe, expect, it } from "vitest";
import { createSession, type Session } from "../../src/core/model/session.ts";
import type { DensityLane, DensityWindow } from "../../src/core/wire/density-answer.ts";
import { createDensityIndex } from "../../src/engine/density-index.ts";
import { createView } from "../../src/engine/view.ts";
import { frameBatches } from "../support/frame-batches.ts";
import { createRandom, type Random } from "../support/random.ts";

const stopped = () => 0;
const unit = (random: Random) => random.integer(2 ** 31) / 2 ** 31;
const START = Date.UTC(2026, 0, 1);

/** A session of received texts, on connections 1 to 3. */
function sessionOf(times: readonly number[]) {
  const session = createSession();
  const frame = frameBatches("f");
  const add = (more: readonly number[]) => {
    for (const [index, at] of more.entries())
      session.accept(frame.text(at, 1 + (index % 3), `m${index % 5}`));
  };
  add(times);
  return { session, add };
}

/** The same counts, one row after the other. */
function countsOf({ log }: Session, { connections }: DensityWindow, lane: DensityLane) {
  const counts = new Uint32Array(lane.received.length);
  for (let row = 0; row < log.length; row += 1) {
    const bucket = Math.floor((log.at.get(row) - lane.from) / lane.widthMs);
    if (connections.includes(log.connection.get(row)) && bucket in counts)
      counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts;
}

describe("the index of density", () => {
  it("has nothing of an empty session", async () => {
    const index = createDensityIndex(createSession(), stopped);
    const window = { connections: [1], from: 0, until: 100, most: 10 };
    const { extent, lanes } = await index.answer([window], null);
    expect(extent).toBeNull();
    expect(lanes[0]).toMatchObject({ firstAt: null, lastAt: null, silence: null, matched: null });
    expect(lanes[0]?.received.every((it) => it === 0)).toBe(true);
  });

  it.each([1, 2, 3])(
    "counts every bucket, near and far, as rows come in any order (seed %i)",
    async (seed) => {
      const random = createRandom(seed);
      const times = Array.from({ length: 8000 }, (_, index) => START + index * 40 + unit(random) * 500);
      const { session, add } = sessionOf(times.slice(0, 5000));
      const index = createDensityIndex(session, stopped);
      for (const more of [[], times.slice(5000)]) {
        add(more);
        const windows = Array.from({ length: 12 }, () => {
          const from = START + unit(random) * 300_000;
          const connections = unit(random) < 0.5 ? [1] : [2, 3];
          return {
            connections,
            from,
            until: from + 10 ** (1 + unit(random) * 4.5),
            most: 2 + Math.floor(unit(random) * 900),
          };
        });
        const { lanes } = await index.answer(windows, null);
        for (const [at, lane] of lanes.entries()) {
          const window = windows[at] as DensityWindow;
          expect(lane.from).toBeLessThanOrEqual(window.from);
          expect(lane.from + lane.received.length * lane.widthMs).toBeGreaterThanOrEqual(window.until);
          expect(
            Buffer.from(lane.received.buffer).equals(Buffer.from(countsOf(session, window, lane).buffer)),
          ).toBe(true);
        }
      }
    },
  );

  it("counts what matches apart", async () => {
    const { session } = sessionOf(Array.from({ length: 300 }, (_, index) => START + index));
    const index = createDensityIndex(session, stopped);
    const span = { from: START + 100, until: START + 200 };
    const view = createView(session, { connections: null, span }, null);
    view.advance(stopped);
    const window = { connections: [1, 2, 3], from: START, until: START + 300, most: 100 };
    const { lanes, extent } = await index.answer([window], view);
    const sum = (counts?: Uint32Array) => counts?.reduce((a, b) => a + b, 0);
    expect([sum(lanes[0]?.received), sum(lanes[0]?.matched?.received)]).toEqual([300, 100]);
    expect(extent).toEqual({ from: START, until: START + 299 });
  });

  it("answers in wider buckets where there are too many rows to go through", async () => {
    const { session } = sessionOf([]);
    const frame = frameBatches("g");
    // Very many at one moment, and then an hour: no histogram tells both apart.
    const texts = Array.from({ length: 30_000 }, () => "x");
    for (let round = 0; round < 10; round += 1) session.accept(frame.text(START, 1, ...texts));
    for (let second = 0; second < 6000; second += 1)
      session.accept(frame.text(START + 1000 * second, 1, "y"));
    const index = createDensityIndex(session, stopped);
    const { lanes } = await index.answer(
      [{ connections: [1], from: START, until: START + 1, most: 100 }],
      null,
    );
    expect(lanes[0]?.widthMs).toBeGreaterThan(1);
    expect(lanes[0]?.received[0]).toBeGreaterThanOrEqual(300_000);
  });
});
