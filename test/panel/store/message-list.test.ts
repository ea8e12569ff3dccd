import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createPanelStore, type PanelStore } from "../../../src/panel/store/panel-store.ts";
import { createFakeEngine, type FakeEngine, type FakeEngineOptions } from "../../support/fake-engine.ts";
import { createFakeHost } from "../../support/fake-host.ts";

let store: PanelStore | null = null;

async function open(options: FakeEngineOptions = {}): Promise<{ engine: FakeEngine; store: PanelStore }> {
  const engine = createFakeEngine(options);
  answerFirst(engine);
  store = createPanelStore(engine, createFakeHost(), (run) => queueMicrotask(run));
  store.list.scroll.resize(400);
  await settle();
  return { engine, store };
}

/** As the real engine: that it has made a view is answered first, and the state told afterwards. */
function answerFirst(engine: FakeEngine): void {
  const call = engine.call.bind(engine);
  const onStatus = engine.onStatus.bind(engine);
  let making = 0;
  let tell = () => {};
  engine.onStatus = (listener) =>
    onStatus((status) => {
      tell = () => listener(status);
      if (making === 0) tell();
    });
  engine.call = async (name, params) => {
    if (name !== "set-view") return call(name, params);
    making += 1;
    const answer = await call(name, params);
    setTimeout(() => {
      making -= 1;
      tell();
    });
    return answer;
  };
}

/** Lets calls be answered and what follows from that be done. */
function settle(): Promise<void> {
  return vi.advanceTimersByTimeAsync(5).then(() => {});
}

function visible({ list }: PanelStore): (number | undefined)[] {
  const { first, end } = list.scroll.range.value;
  return Array.from({ length: end - first }, (_, at) => {
    const entry = list.rowAt(first + at);
    return entry?.settled ? entry.row.row : undefined;
  });
}

/** Rows come only once that is called which this answers. */
function holdRows(engine: FakeEngine): () => void {
  const call = engine.call.bind(engine);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  engine.call = async (name, params) => {
    if (name === "rows") await held;
    return call(name, params);
  };
  return release;
}

// Time is the test's own: nothing here waits for a machine.
beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  store?.dispose();
  store = null;
});

describe("a row that is looked for", () => {
  it("is brought into view although another was being looked for", async () => {
    const { engine, store } = await open({ rows: 10_000 });
    const call = engine.call.bind(engine);
    engine.call = async (name, params) => {
      if (name === "locate") await new Promise((resolve) => setTimeout(resolve, 50));
      return call(name, params);
    };
    store.list.find(2000);
    await settle();
    store.list.find(7000);
    await vi.advanceTimersByTimeAsync(200);
    expect(store.list.cursor.value).toEqual({ row: 7000, index: 7000 });
    expect(visible(store)).toContain(7000);
  });
});

describe("the list of messages", () => {
  it("holds the last rows of a live session, and follows", async () => {
    const { engine, store } = await open({ rows: 1000 });
    expect(visible(store).at(-1)).toBe(999);
    engine.grow(50);
    await settle();
    expect(visible(store).at(-1)).toBe(1049);
    expect(store.list.newRows.value).toBe(0);
  });

  it("counts new rows while the reader is elsewhere", async () => {
    const { engine, store } = await open({ rows: 1000 });
    store.list.scroll.moveBy(-400);
    await settle();
    const before = visible(store);
    engine.grow(212);
    await settle();
    expect(visible(store)).toEqual(before);
    expect(store.list.newRows.value).toBe(212);
    store.list.scroll.toEnd();
    expect(store.list.newRows.value).toBe(0);
  });

  it("counts as new what comes, and not what another filter shows more of", async () => {
    const { engine, store } = await open({ rows: 1000 });
    store.applyFilter("204 no content");
    await settle();
    expect(store.list.scroll.count.value).toBeGreaterThan(40);
    expect(store.list.scroll.count.value).toBeLessThan(900);
    store.list.scroll.moveTo(0);
    await settle();
    store.applyFilter("");
    await settle();
    expect(store.list.scroll.count.value).toBe(1000);
    expect(store.list.newRows.value).toBe(0);
    engine.grow(7);
    await settle();
    expect(store.list.newRows.value).toBe(7);
  });

  it("asks for one window at a time, and only near what is in view", async () => {
    const { engine, store } = await open({ rows: 100_000 });
    engine.calls.length = 0;
    for (let at = 0; at < 50; at += 1) store.list.scroll.moveTo(at * 10_000);
    await settle();
    const asked = engine.calls.filter(({ call }) => call === "rows");
    expect(asked.length).toBeLessThanOrEqual(2);
    expect(visible(store)[0]).toBe(24_500);
  });

  it("asks for the rows in view first, and then for those around them", async () => {
    const { engine, store } = await open({ rows: 100_000 });
    engine.calls.length = 0;
    store.list.scroll.moveTo(500_000);
    await settle();
    const asked = engine.calls.filter(({ call }) => call === "rows").map(({ params }) => params);
    expect(asked).toEqual([
      { start: 25_000, count: 20 },
      { start: 24_960, count: 100 },
    ]);
  });

  it("asks for the rows of another place before those of the last one have come, and keeps both", async () => {
    const { engine, store } = await open({ rows: 100_000 });
    engine.calls.length = 0;
    store.list.scroll.moveTo(500_000);
    await Promise.resolve();
    store.list.scroll.moveTo(1_000_000);
    await settle();
    const asked = engine.calls.filter(({ call }) => call === "rows").map(({ params }) => params);
    expect(asked.slice(0, 2)).toEqual([
      { start: 25_000, count: 20 },
      { start: 50_000, count: 20 },
    ]);
    expect(visible(store)[0]).toBe(50_000);
  });

  it("shows the rows before until the ones asked for have come", async () => {
    const { store } = await open({ rows: 100_000 });
    visible(store);
    store.list.scroll.moveTo(0);
    expect(store.list.rowAt(0)).toMatchObject({ settled: false, row: { row: 99_980 } });
    await settle();
    expect(store.list.rowAt(0)).toMatchObject({ settled: true, row: { row: 0 } });
  });

  it("never mixes rows that have come with those before", async () => {
    const { store } = await open({ rows: 1000 });
    visible(store);
    store.list.scroll.moveBy(-140);
    const { first, end } = store.list.scroll.range.value;
    expect(first).toBe(973);
    const rows = Array.from({ length: end - first }, (_, at) => store.list.rowAt(first + at)?.row.row);
    expect(rows).toEqual(Array.from({ length: 20 }, (_, at) => 980 + at));
    store.list.pick(first, 980);
    await settle();
    expect(store.list.cursor.value).toEqual({ row: 980, index: 980 });
    expect(visible(store).at(-1)).toBe(992);
  });

  it("grows at its end when the rows of that have come, for both to be drawn at once", async () => {
    const { engine, store } = await open({ rows: 1000 });
    const release = holdRows(engine);
    engine.grow(7);
    await settle();
    expect(visible(store).at(-1)).toBe(999);
    expect(store.status.value?.view.matched).toBe(1000);
    release();
    await settle();
    expect(visible(store).at(-1)).toBe(1006);
    expect(store.status.value?.view.matched).toBe(1007);
  });

  it("takes a state whose rows have not come when the next one is there", async () => {
    const { engine, store } = await open({ rows: 1000 });
    holdRows(engine);
    engine.grow(7);
    engine.grow(5);
    await settle();
    expect(store.status.value?.view.matched).toBe(1007);
  });

  it("keeps the selected row through a filter, by its number in the log", async () => {
    const { store } = await open({ rows: 5000 });
    store.list.scroll.moveTo(0);
    await settle();
    store.list.select(5);
    expect(store.list.cursor.value).toEqual({ row: 5, index: 5 });
    store.setScope(1);
    await settle();
    const { row, index } = store.list.cursor.value;
    expect(row).toBe(5);
    expect(index).not.toBe(5);
    expect(store.list.rowAt(index as number)?.row.row).toBe(5);
    expect(store.detail.detail.value?.row.row).toBe(5);
  });

  it("moves with the keyboard faster than the engine answers", async () => {
    const { store } = await open({ rows: 5000 });
    store.list.select(0);
    for (let press = 0; press < 200; press += 1) store.list.moveCursor(1);
    await settle();
    expect(store.list.cursor.value).toEqual({ row: 200, index: 200 });
    expect(store.detail.detail.value?.row.row).toBe(200);
    store.list.moveCursor(-1000);
    expect(store.list.cursor.value.index).toBe(0);
  });

  it("selects the row that was clicked where it stands as the view before had it", async () => {
    const { engine, store } = await open({ rows: 5000 });
    store.list.scroll.moveTo(0);
    await settle();
    const release = holdRows(engine);
    store.setScope(1);
    await settle();
    expect(store.list.rowAt(5)).toMatchObject({ row: { row: 5 } });
    store.list.pick(5, 5);
    release();
    await settle();
    const { row, index } = store.list.cursor.value;
    expect(row).toBe(5);
    expect(index).not.toBe(5);
    expect(store.list.rowAt(index as number)?.row.row).toBe(5);
  });

  it("selects, before the rows of a new view have come, the one that will stand there", async () => {
    const { engine, store } = await open({ rows: 5000 });
    store.list.scroll.moveTo(0);
    await settle();
    const release = holdRows(engine);
    store.setScope(2);
    await settle();
    store.list.select(0);
    expect(store.list.cursor.value).toEqual({ row: null, index: 0 });
    const numbers = store.selection.numbers();
    release();
    await settle();
    const first = store.list.rowAt(0)?.row.row;
    expect(first).toBeGreaterThan(0);
    expect(store.list.cursor.value).toEqual({ row: first, index: 0 });
    expect(await numbers).toEqual([first]);
  });

  it("begins a stored session at its first row", async () => {
    const session = {
      id: "b",
      name: "b",
      live: false,
      startedAt: 1,
      kept: "disk",
    } as const;
    const { store } = await open({ rows: 1000, status: { session } });
    expect(visible(store)[0]).toBe(0);
    expect(store.list.newRows.value).toBe(0);
  });

  it("forgets the selection when the session is cleared", async () => {
    const { store } = await open({ rows: 1000 });
    store.list.select(999);
    store.clear();
    await settle();
    expect(store.list.cursor.value.row).toBeNull();
    expect(store.detail.detail.value).toBeNull();
    expect(store.list.scroll.count.value).toBe(0);
  });

  it("tells of a call that failed, once, and asks no more until something changes", async () => {
    const { engine, store } = await open({ rows: 1000 });
    engine.failNext("rows", "The engine is gone.");
    store.list.scroll.moveTo(0);
    await settle();
    expect(store.notices.notices.value.map(({ text }) => text)).toEqual(["The engine is gone."]);
    store.list.scroll.moveBy(20);
    await settle();
    expect(visible(store)[0]).toBe(1);
  });
});
