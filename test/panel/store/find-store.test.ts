import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createPanelStore, type PanelStore } from "../../../src/panel/store/panel-store.ts";
import { createFakeEngine } from "../../support/fake-engine.ts";
import { createFakeHost } from "../../support/fake-host.ts";

let store: PanelStore;
let engine: ReturnType<typeof createFakeEngine>;
const settle = (ms = 300) => vi.advanceTimersByTimeAsync(ms);

beforeEach(async () => {
  vi.useFakeTimers();
  engine = createFakeEngine({ rows: 1000 });
  store = createPanelStore(engine, createFakeHost(), (run) => queueMicrotask(run));
  await settle();
});
afterEach(() => {
  vi.useRealTimers();
  store.dispose();
});

describe("the search", () => {
  it("gives its field the focus once each time it is opened, however often that is drawn", () => {
    expect(store.find.takeFocus()).toBe(false);
    store.find.open();
    expect([store.find.takeFocus(), store.find.takeFocus()]).toEqual([true, false]);
    store.find.open();
    expect(store.find.takeFocus()).toBe(true);
  });

  it("selects the first match when it is found, and goes on from the selected row", async () => {
    store.find.go(1);
    expect(store.find.shown.value).toBe(true);
    store.find.setText("price");
    await settle();
    const { matched } = store.find.state.value ?? { matched: 0 };
    expect(matched).toBeGreaterThan(2);
    expect(store.find.ordinal.value).toBe(1);
    const first = store.list.cursor.value.row;
    store.find.go(1);
    await settle();
    expect(store.find.ordinal.value).toBe(2);
    store.find.go(-1);
    await settle();
    expect(store.list.cursor.value.row).toBe(first);
    store.find.go(-1);
    await settle();
    expect(store.find.ordinal.value).toBe(matched);
    store.list.select(0);
    expect(store.find.ordinal.value).toBeNull();
  });

  it("leaves the filter alone, and marks the words of both", async () => {
    store.setFilter("Trade");
    store.find.open();
    store.find.setText("price -x");
    await settle();
    expect(store.words.value).toEqual(["trade", "price"]);
    const words = store.words.value;
    engine.grow(1);
    await settle();
    expect(store.words.value).toBe(words);
    store.find.close();
    await settle();
    expect(store.words.value).toEqual(["trade"]);
    expect(engine.calls.filter(({ call }) => call === "find").map(({ params }) => params)).toEqual([
      { text: "price -x" },
      { text: "" },
    ]);
    expect(engine.status.view.find).toBeNull();
  });
});
