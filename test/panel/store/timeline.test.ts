import { signal } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EngineCalls } from "../../../src/core/wire/engine-api.ts";
import type { EngineStatus } from "../../../src/core/wire/engine-status.ts";
import { describeMoment } from "../../../src/panel/store/describe-moment.ts";
import { createTimelineStore, LANE_HEIGHT_PX } from "../../../src/panel/store/timeline.ts";
import { laneFrom } from "../../../src/panel/store/timeline-lanes.ts";
import { createFakeEngine } from "../../support/fake-engine.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open(rows = 1000, lanesInView = 4, now = () => 0) {
  const engine = createFakeEngine({ rows });
  const status = signal<EngineStatus | null>(null);
  engine.onStatus((it) => {
    status.value = it;
  });
  const scope = signal<ReadonlySet<number> | null>(null);
  const problems: unknown[] = [];
  const timeline = createTimelineStore(engine, status, scope, (it) => void problems.push(it), now);
  timeline.scroll.resize(lanesInView * LANE_HEIGHT_PX);
  timeline.setWidth(600);
  const stop = timeline.watch();
  const asked = () =>
    engine.calls
      .filter(({ call }) => call === "density")
      // The first is that of the charts: all that is in scope.
      .map(({ params }) => (params as EngineCalls["density"]["params"]).windows.slice(1));
  const settle = () => vi.advanceTimersByTimeAsync(200);
  return { engine, status, scope, timeline, stop, asked, settle, problems };
}

describe("the timeline", () => {
  it("asks for the lanes in view alone, and for what lies beside the window", async () => {
    const { timeline, asked, settle, stop } = open();
    await settle();
    const windows = asked().at(-1) ?? [];
    const inView = timeline.lines.value.slice(0, 4).filter(({ type }) => type === "lane");
    expect(windows.map(({ connections }) => connections[0])).toEqual(
      inView.map((it) => (it.type === "lane" ? it.id : -1)),
    );
    const { from, until } = timeline.window.shown.value;
    expect(windows[0]?.from).toBeLessThan(from - (until - from) / 4);
    expect(timeline.extent.value?.from).toBeGreaterThan(0);
    stop();
  });

  it("says that nothing has happened only when the engine has said so", async () => {
    for (const rows of [0, 1000]) {
      const { timeline, settle, stop } = open(rows);
      expect(timeline.isEmpty.value).toBe(false);
      await settle();
      expect(timeline.isEmpty.value).toBe(rows === 0);
      stop();
    }
  });

  it("has keys lead from lane to lane, and never to a heading", () => {
    const { timeline, stop } = open();
    const lines = timeline.lines.value;
    const lanes = lines.flatMap(({ type }, index) => (type === "lane" ? [index] : []));
    expect(lanes.length).toBeLessThan(lines.length);
    const down = [laneFrom(lines, 0, 1)];
    while (down.length < lanes.length) down.push(laneFrom(lines, (down.at(-1) ?? 0) + 1, 1));
    expect(down).toEqual(lanes);
    expect(laneFrom(lines, (lanes[1] ?? 0) - 1, -1)).toBe(lanes[0]);
    expect(laneFrom(lines, Infinity, 1)).toBe(lanes.at(-1));
    expect(laneFrom(lines, -Infinity, -1)).toBe(lanes[0]);
    expect(laneFrom([], 0, 1)).toBe(null);
    stop();
  });

  it("asks seldom, however often something changes, and not at all when it is not shown", async () => {
    const { engine, asked, settle, stop } = open();
    await settle();
    const before = asked().length;
    for (let turn = 0; turn < 50; turn += 1) {
      engine.grow(1);
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(asked().length - before).toBeLessThanOrEqual(5);
    expect(asked().length).toBeGreaterThan(before);
    await settle();
    stop();
    const after = asked().length;
    engine.grow(10);
    await vi.advanceTimersByTimeAsync(2000);
    expect(asked().length).toBe(after);
  });

  it("has the lane of the scope alone", async () => {
    const { scope, timeline, asked, settle, stop } = open();
    scope.value = new Set([3]);
    await settle();
    expect(timeline.lines.value.map((it) => it.type === "lane" && it.id)).toEqual([3]);
    expect(
      asked()
        .at(-1)
        ?.map(({ connections }) => connections),
    ).toEqual([[3]]);
    stop();
  });

  it("has what is open end now while it is recorded, also in a stretch of time that is looked at", async () => {
    let now = 0;
    const { engine, timeline, settle, stop } = open(1000, 4, () => now);
    await settle();
    const { until } = timeline.extent.value as { until: number };
    expect(timeline.end.value).toBe(until);
    timeline.window.show({ from: until - 1000, until: until + 60_000 });
    now = until + 30_000;
    await vi.advanceTimersByTimeAsync(1000);
    expect(timeline.end.value).toBe(now);
    await engine.call("record", { on: false });
    now += 30_000;
    await vi.advanceTimersByTimeAsync(1000);
    expect(timeline.end.value, "its end is its last row").toBe(until);
    stop();
  });

  it("draws nothing of one session as another's, before that one is answered", async () => {
    const { engine, status, timeline, settle, stop } = open();
    await settle();
    timeline.window.zoom(4, null);
    const { session } = engine.status;
    // An engine that has ended answers nothing.
    const { call } = engine;
    engine.call = (async (it, params) =>
      it === "density" ? new Promise(() => {}) : call(it, params)) as typeof call;
    status.value = { ...engine.status, session: { ...session, id: "stored", live: false } };
    await settle();
    expect(timeline.extent.value).toBeNull();
    expect(timeline.sum.value).toBeNull();
    expect(timeline.density.value.size).toBe(0);
    expect(timeline.latency.value).toEqual([]);
    expect(timeline.isEmpty.value, "nobody knows that").toBe(false);
    status.value = { ...engine.status, session };
    expect(timeline.extent.value).not.toBeNull();
    stop();
  });

  it("says that asking failed", async () => {
    const { engine, status, settle, stop, problems } = open();
    await settle();
    engine.failNext("density", "no more");
    status.value = { ...engine.status };
    await settle();
    expect(String(problems[0])).toContain("no more");
    stop();
  });
});

describe("a moment of a lane", () => {
  const counts = (...at: number[]) => Uint32Array.from(at);
  const lane = {
    from: 0,
    widthMs: 16,
    sent: counts(1, 0, 0, 0, 0),
    received: counts(1200, 0, 0, 2, 0),
    other: counts(0, 0, 0, 0, 0),
    matched: null,
    firstAt: 0,
    lastAt: 60,
    silence: null,
  };

  it("is told in counts, or by how long nothing was said", () => {
    expect(describeMoment(lane, 3)).toBe("1 sent, 1,200 received in 16 ms");
    expect(describeMoment(lane, 20)).toBe("nothing for about 48 ms");
    expect(describeMoment(lane, 70)).toBe("nothing");
    expect(describeMoment(lane, 1e6)).toBe("");
    const matched = { ...lane, sent: counts(0, 0, 0, 0, 0), received: counts(7, 0, 0, 0, 0) };
    expect(describeMoment({ ...lane, matched }, 3)).toContain("7 of them match");
  });
});
