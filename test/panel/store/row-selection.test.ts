import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SessionSummary } from "../../../src/core/wire/session-summary.ts";
import { createPanelStore, type PanelStore } from "../../../src/panel/store/panel-store.ts";
import { createFakeEngine, type FakeEngine } from "../../support/fake-engine.ts";
import { createFakeHost, type FakeHost } from "../../support/fake-host.ts";

const OTHER: SessionSummary = {
  ...{ id: "other", name: "other", url: "", startedAt: 0, changedAt: 0, live: false },
  ...{ messages: 0, requests: 0, connections: 0, bytes: 0 },
};
let store: PanelStore;
let engine: FakeEngine;
let host: FakeHost;
const settle = () => vi.advanceTimersByTimeAsync(5);

beforeEach(async () => {
  vi.useFakeTimers();
  engine = createFakeEngine({ rows: 2000, sessions: [OTHER] });
  host = createFakeHost();
  store = createPanelStore(engine, host, (run) => queueMicrotask(run));
  store.list.scroll.resize(400);
  await settle();
});
afterEach(() => {
  vi.useRealTimers();
  store.dispose();
});

describe("the selection", () => {
  it("grows and shrinks from where it began, and ends with another row", async () => {
    const { list, selection } = store;
    list.select(10);
    await settle();
    selection.extendTo(14);
    expect(selection.range.value).toEqual({ first: 10, last: 14 });
    selection.extendBy(-6);
    expect(selection.range.value).toEqual({ first: 8, last: 10 });
    await settle();
    expect(selection.range.value).toEqual({ first: 8, last: 10 });
    expect(await selection.numbers()).toEqual([8, 9, 10]);
    list.select(3);
    expect(selection.range.value).toBeNull();
    await settle();
    expect(await selection.numbers()).toEqual([3]);
  });

  it("of all rows leaves the reader where he is, and ends with the view", async () => {
    const { list, selection } = store;
    list.select(100);
    await settle();
    const before = list.scroll.position.value;
    selection.selectAll();
    expect(list.scroll.position.value).toBe(before);
    engine.grow(10);
    await settle();
    expect(await selection.numbers()).toHaveLength(2000);
    store.setFilter("price");
    await vi.advanceTimersByTimeAsync(500);
    expect(selection.range.value).toBeNull();
  });
});

describe("the selection, as the view is exchanged", () => {
  it("is gone before the engine is told, and where marking takes rows from the view", async () => {
    const { selection, marks } = store;
    selection.selectAll();
    store.applyFilter("price");
    expect(selection.range.value).toBeNull();
    await settle();
    selection.selectAll();
    marks.change([1], { marked: true });
    expect(selection.range.value).not.toBeNull();
    store.applyFilter("-is:marked");
    await settle();
    engine.grow(10);
    await settle();
    selection.extendTo(1);
    marks.change([1], { marked: true });
    expect(selection.range.value).toBeNull();
  });
});

describe("copying", () => {
  it("gives the clipboard all selected rows, and says how far it is", async () => {
    const { copying, selection } = store;
    selection.selectAll();
    const states: unknown[] = [];
    const stop = copying.state.subscribe((it) => void states.push(it));
    await copying.copy(selection.numbers(), "hex");
    stop();
    expect(host.copied[0]?.split("\n")).toHaveLength(2000);
    expect(host.copied[0]).toContain("hex 1999");
    expect(states).toContainEqual({ state: "reading", done: 600, total: 2000 });
    expect(copying.state.value).toMatchObject({ state: "done", isWhole: true });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(copying.state.value).toBeNull();
  });

  it("that is stopped gives it nothing", async () => {
    const { copying, selection } = store;
    selection.selectAll();
    const copied = copying.copy(selection.numbers(), "text");
    const stop = copying.state.subscribe((it) => {
      if (it?.state === "reading" && it.done > 0) queueMicrotask(() => copying.stop());
    });
    await copied;
    stop();
    expect(host.copied).toEqual([]);
    expect(copying.state.value).toBeNull();
  });

  it("waits for another press where the clipboard does not take it", async () => {
    const { copying } = store;
    host.refuseCopies(1);
    await copying.copy(Promise.resolve([1, 2]), "json");
    expect(copying.state.value).toMatchObject({ state: "ready" });
    await copying.give();
    expect(host.copied).toEqual(["[\njson 1,\njson 2\n]"]);
    expect(copying.state.value).toMatchObject({ state: "done" });
  });

  it("tells of a call that failed", async () => {
    engine.failNext("copy-rows", "This payload is no longer on the disk.");
    await store.copying.copy(Promise.resolve([1]), "text");
    expect(store.notices.notices.value.map(({ text }) => text)).toEqual([
      "This payload is no longer on the disk.",
    ]);
    expect(store.copying.state.value).toBeNull();
  });
});

describe("marks", () => {
  it("are set and taken away for all selected rows, as the selected one is not or is", async () => {
    const { list, marks, selection } = store;
    list.select(5);
    await settle();
    selection.extendTo(7);
    await settle();
    marks.mark();
    await settle();
    expect(engine.status.annotations.marked).toBe(3);
    marks.mark();
    await settle();
    expect(engine.status.annotations.marked).toBe(0);
  });

  it("keep no note for a row of another session, and tell what was written", async () => {
    const { list, marks, notices } = store;
    list.select(5);
    await settle();
    marks.note();
    expect(marks.noteOf.value?.row).toBe(5);
    marks.draft = "half a note";
    await engine.call("open-session", { id: "other" });
    await settle();
    expect(marks.noteOf.value).toBeNull();
    expect(notices.notices.value.map(({ text }) => text)).toEqual([expect.stringContaining("“half a note”")]);
  });

  it("lead from one to the next, and pinned rows stay at hand", async () => {
    const { list, marks } = store;
    marks.change([30, 900], { marked: true });
    marks.change([40], { pinned: true, note: "here" });
    await settle();
    expect(marks.pinned.value.map(({ row, note }) => [row, note])).toEqual([[40, "here"]]);
    list.select(100);
    await settle();
    marks.step(1);
    await settle();
    expect(list.cursor.value).toEqual({ row: 900, index: 900 });
    marks.step(-1);
    await settle();
    expect(list.cursor.value.row).toBe(30);
    store.setFilter("nothing has this");
    await vi.advanceTimersByTimeAsync(500);
    marks.goTo(40);
    await settle();
    expect(list.cursor.value).toEqual({ row: 40, index: null });
    expect(store.detail.detail.value?.row.row).toBe(40);
    marks.change([40], { pinned: false });
    await settle();
    expect(marks.pinned.value).toEqual([]);
  });
});
