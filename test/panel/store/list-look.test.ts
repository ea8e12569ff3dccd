import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createPanelStore, type PanelStore } from "../../../src/panel/store/panel-store.ts";
import { createFakeEngine, type FakeEngineOptions } from "../../support/fake-engine.ts";
import { createFakeHost } from "../../support/fake-host.ts";

let store: PanelStore | null = null;

function open(options: FakeEngineOptions = {}) {
  const engine = createFakeEngine(options);
  store = createPanelStore(engine, createFakeHost(), (run) => queueMicrotask(run));
  const kept = () =>
    engine.calls.filter(({ call }) => call === "settings").map(({ params }) => params as { list: unknown });
  return { engine, store, kept };
}

const shownOf = ({ look }: PanelStore) => look.columns.value.filter(({ shown }) => shown).map(({ id }) => id);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  store?.dispose();
  store = null;
});

describe("the look of the list", () => {
  it("is as it was kept, and keeps a change once it stands", async () => {
    const columns = [{ id: "size", shown: false, width: null }];
    const { store, kept } = open({
      status: { settings: { recordWhileHidden: true, tab: "messages", list: { columns, time: "session" } } },
    });
    expect(shownOf(store)).not.toContain("size");
    expect(store.times.mode.value).toBe("session");
    await vi.advanceTimersByTimeAsync(1000);
    const before = kept().length;
    for (const width of [100, 110, 120]) store.look.resize("type", width);
    expect(kept().length).toBe(before);
    await vi.advanceTimersByTimeAsync(1000);
    expect(kept().length).toBe(before + 1);
    expect(kept().at(-1)?.list).toMatchObject({
      columns: expect.arrayContaining([{ id: "type", shown: true, width: 120 }]),
      time: "session",
    });
  });

  it("takes what another panel kept, but nothing older than the reader's own change", async () => {
    const { engine, store } = open();
    const { settings } = engine.status;
    const list = { columns: [{ id: "delta", shown: false, width: null }], time: "before" };
    engine.change({ settings: { ...settings, list } });
    expect(shownOf(store)).not.toContain("delta");
    store.look.show("type", false);
    engine.change({ settings: { ...settings, list } });
    expect(shownOf(store)).not.toContain("type");
    await vi.advanceTimersByTimeAsync(1000);
    expect(shownOf(store)).not.toContain("type");
    expect(shownOf(store)).not.toContain("delta");
    expect(store.times.mode.value).toBe("before");
  });

  it("counts times from a row of this session, and forgets it with the session", async () => {
    const { engine, store, kept } = open({ rows: 100 });
    await vi.advanceTimersByTimeAsync(400);
    const row = { row: 7, at: 5000, deltaMs: 20, connection: 1 } as never;
    expect(store.times.baseOf(row)).toBeNull();
    store.times.choose("before");
    expect(store.times.baseOf(row)).toBe(4980);
    store.times.choose("connection");
    expect(store.times.baseOf(row)).toBe(engine.status.connections[0]?.createdAt);
    store.times.countFrom({ row: 3, at: 4000 });
    expect(store.times.baseOf(row)).toBe(4000);
    await vi.advanceTimersByTimeAsync(1000);
    expect(JSON.stringify(kept().at(-1)?.list ?? {})).not.toContain('"row"');
    engine.change({ session: { ...engine.status.session, id: "other" } });
    expect(store.times.baseOf(row)).toBeNull();
  });
});
