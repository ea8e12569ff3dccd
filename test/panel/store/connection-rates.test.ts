import { signal } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EngineCalls } from "../../../src/core/wire/engine-api.ts";
import type { EngineStatus } from "../../../src/core/wire/engine-status.ts";
import { createConnectionRates } from "../../../src/panel/store/connection-rates.ts";
import { createFakeEngine } from "../../support/fake-engine.ts";
import { timeOf } from "../../support/synthetic-session.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open(rows: number, status: Partial<EngineStatus> = {}) {
  const engine = createFakeEngine({ rows, status });
  const state = signal<EngineStatus | null>(engine.status);
  const isSilent = signal(false);
  const rates = createConnectionRates(
    engine,
    state,
    isSilent,
    (problem) => {
      throw problem;
    },
    () => timeOf(rows - 1),
  );
  const asked = () =>
    engine.calls.flatMap(({ call, params }) =>
      call === "density" ? [(params as EngineCalls["density"]["params"]).windows] : [],
    );
  return { engine, state, isSilent, rates, asked };
}

describe("rates of connections", () => {
  it("are of the last minute of what is in view, twice a second", async () => {
    const { rates, asked } = open(10_000);
    const inView = signal([{ id: 1, connections: [1, 2] }]);
    const stop = rates.watch(() => inView.value);
    await vi.advanceTimersByTimeAsync(10);
    const { counts, perSecond } = rates.rates.value.get(1) ?? { counts: [], perSecond: null };
    expect(counts.length).toBeGreaterThan(50);
    // A row each 25 ms, three of four on these two.
    expect(perSecond).toBeGreaterThan(20);
    expect(perSecond).toBeLessThan(40);
    inView.value = [{ id: 6, connections: [6] }];
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked().length).toBeLessThanOrEqual(12);
    expect([...rates.rates.value.keys()]).toEqual([6]);
    stop();
    const count = asked().length;
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked()).toHaveLength(count);
  });

  it("are not known while the engine says nothing; what came before is", async () => {
    const { rates, isSilent } = open(10_000);
    const stop = rates.watch(() => [{ id: 1, connections: [1] }]);
    await vi.advanceTimersByTimeAsync(10);
    const before = rates.rates.value.get(1);
    expect(before?.perSecond).toBeGreaterThan(0);
    isSilent.value = true;
    expect(rates.rates.value.get(1)).toEqual({ counts: before?.counts, perSecond: null });
    isSilent.value = false;
    expect(rates.rates.value.get(1)).toEqual(before);
    stop();
  });

  it("are of all of its time, and none just now, of what is not being recorded", async () => {
    const session = { id: "b", name: "", live: false, startedAt: 0, kept: "disk" as const };
    const { rates, asked } = open(2000, { session });
    const stop = rates.watch(() => [{ id: 1, connections: [1] }]);
    await vi.advanceTimersByTimeAsync(2000);
    const { counts, perSecond } = rates.rates.value.get(1) ?? { counts: [], perSecond: 0 };
    expect(perSecond).toBeNull();
    expect(counts.reduce((sum, it) => sum + it, 0)).toBeGreaterThan(500);
    expect(asked()).toHaveLength(2);
    stop();
  });
});
