import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ConnectionView } from "../../../src/core/wire/engine-status.ts";
import { createPanelStore, type PanelStore } from "../../../src/panel/store/panel-store.ts";
import { createFakeEngine, type FakeEngineOptions } from "../../support/fake-engine.ts";
import { createFakeHost } from "../../support/fake-host.ts";
import { makeConnections, STARTED_AT } from "../../support/synthetic-session.ts";

let store: PanelStore | null = null;

function open(options: FakeEngineOptions = {}) {
  const engine = createFakeEngine({ rows: 100, ...options });
  const host = createFakeHost();
  store = createPanelStore(engine, host, (run) => queueMicrotask(run));
  return { engine, host, store };
}

function settle(ms = 5): Promise<void> {
  return vi.advanceTimersByTimeAsync(ms).then(() => {});
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

const SESSION = {
  id: "a",
  name: "One",
  url: "https://a.example/",
  startedAt: 1000,
  changedAt: 2000,
  messages: 1,
  requests: 0,
  connections: 1,
  bytes: 10,
  live: false,
};

describe("the panel's store", () => {
  it("sends the filter at once, and while one types on at most every 40 ms", async () => {
    const { engine, store } = open();
    await settle(50);
    engine.calls.length = 0;
    for (const text of ["p", "pr", "price"]) store.setFilter(text);
    await settle(200);
    const views = engine.calls.filter(({ call }) => call === "set-view");
    const sent = (filter: string) => ({ call: "set-view", params: { connection: null, span: null, filter } });
    expect(views).toEqual([sent("p"), sent("price")]);
  });

  it("names the text that filters: of one that is wrong the one before", async () => {
    const { store } = open();
    store.setFilter("$.s");
    await settle(50);
    expect(store.filterShown.value).toBe("$.s");
    store.setFilter("$.s=");
    await settle(50);
    expect([store.filter.value, store.filterShown.value]).toEqual(["$.s=", "$.s"]);
    store.setFilter("$.s=1");
    await settle(50);
    expect(store.filterShown.value).toBe("$.s=1");
  });

  it("says whether what is counted is of the filter that is written", async () => {
    const { engine, store } = open();
    await settle();
    engine.change({});
    expect(store.viewIsShown.value).toBe(true);
    store.setFilter("price");
    expect(store.viewIsShown.value).toBe(false);
    engine.change({});
    expect(store.viewIsShown.value).toBe(false);
    await settle(200);
    engine.change({});
    expect(store.viewIsShown.value).toBe(true);
  });

  it("goes back to all connections when the chosen one is not there any more", async () => {
    const { engine, store } = open();
    store.setScope(3);
    await settle();
    engine.change({ connections: engine.status.connections.filter(({ id }) => id !== 3) });
    await settle();
    expect(store.scope.value).toBeNull();
    expect(engine.calls.at(-1)?.params).not.toMatchObject({ connection: 3 });
  });

  it("follows a connection that was chosen through its reconnections, and one of them alone", async () => {
    const { engine, store } = open();
    await settle();
    const first = engine.status.connections.find(({ id }) => id === 1) as ConnectionView;
    const at = first.createdAt + 1000;
    const close = { at, code: 1006, reason: "", wasClean: false, by: "network" as const };
    const closed: ConnectionView = { ...first, state: "closed", close };
    const again: ConnectionView = { ...first, id: 77, createdAt: at + 5, state: "open", close: null };
    const others = engine.status.connections.filter(({ id }) => id !== 1);
    const views = () => engine.calls.filter(({ call }) => call === "set-view").map(({ params }) => params);
    store.setScope(1);
    await settle();
    expect(views().at(-1)).toEqual({ connection: 1, span: null, filter: "" });
    engine.change({ connections: [closed, ...others, again] });
    await settle();
    expect(views().at(-1)).toEqual({ connection: 1, also: [77], span: null, filter: "" });
    expect(store.connectionShown.value?.id).toBe(77);
    const count = views().length;
    engine.change({ connections: [closed, ...others, { ...again, received: 5 }] });
    await settle();
    expect(views()).toHaveLength(count);
    store.setScope(1, true);
    await settle();
    expect(views().at(-1)).toEqual({ connection: 1, span: null, filter: "" });
    expect(store.connectionShown.value?.id).toBe(1);
  });

  it("limits the view to a stretch of time, until another session is shown", async () => {
    const { engine, store } = open({ rows: 1000 });
    await settle();
    const span = { from: STARTED_AT + 1000, until: STARTED_AT + 2000 };
    store.setSpan(span);
    await settle();
    expect(engine.calls).toContainEqual({ call: "set-view", params: { connection: null, span, filter: "" } });
    expect(store.status.value?.view.matched).toBeGreaterThan(0);
    expect(store.status.value?.view.matched).toBeLessThan(100);
    engine.change({ session: { ...engine.status.session, id: "other" } });
    await settle();
    expect(store.span.value).toBeNull();
    expect(engine.calls.filter(({ call }) => call === "set-view").at(-1)?.params).toMatchObject({
      span: null,
    });
  });

  it("begins with the tab that was chosen last, and lets the engine remember another", async () => {
    const { engine, store } = open({ status: { settings: { recordWhileHidden: true, tab: "timeline" } } });
    expect(store.tab.value).toBe("timeline");
    store.chooseTab("statistics");
    expect(store.tab.value).toBe("statistics");
    await settle();
    expect(engine.status.settings.tab).toBe("statistics");
  });

  it("asks for no rows while another tab is shown", async () => {
    const { engine, store } = open({ rows: 1000 });
    store.list.scroll.resize(200);
    await settle(50);
    const rows = () => engine.calls.filter(({ call }) => call === "rows").length;
    store.chooseTab("timeline");
    await settle(50);
    const before = rows();
    for (let turn = 0; turn < 5; turn += 1) {
      engine.grow(100);
      await settle(50);
    }
    expect(rows()).toBe(before);
    store.chooseTab("messages");
    await settle(50);
    expect(rows()).toBeGreaterThan(before);
  });

  it("leads to a row from any tab", async () => {
    const { store } = open({ rows: 10_000 });
    store.list.scroll.resize(200);
    store.chooseTab("timeline");
    await settle();
    store.showRow(5000);
    await settle(50);
    expect(store.tab.value).toBe("messages");
    expect(store.list.cursor.value).toEqual({ row: 5000, index: 5000 });
    expect(store.list.scroll.range.value.first).toBeLessThan(5000);
    expect(store.list.scroll.range.value.end).toBeGreaterThan(5000);
  });

  it("hands an exported file to the host", async () => {
    const { host, store } = open();
    await store.exportAs("har");
    await store.exportAs("session");
    expect(host.saved).toEqual(["session.har", "session.duplex"]);
    expect(store.exporting.value).toBe(false);
  });

  it("says why an import failed, and keeps the list open", async () => {
    const { store } = open({ sessions: [SESSION] });
    store.sessions.show();
    await store.sessions.importFile(new File(["x"], "holiday.jpg"));
    expect(store.notices.notices.value[0]).toMatchObject({ severity: "error" });
    expect(store.notices.notices.value[0]?.text).toContain("holiday.jpg");
    expect(store.sessions.shown.value).toBe(true);
    expect(store.sessions.importing.value).toBe(false);
  });

  it("renames, opens and deletes sessions", async () => {
    const { store } = open({ sessions: [SESSION] });
    store.sessions.show();
    await settle();
    await store.sessions.rename("a", "Two");
    expect(store.sessions.sessions.value?.[0]?.name).toBe("Two");
    await store.sessions.open("a");
    expect(store.status.value?.session).toMatchObject({ id: "a", live: false });
    expect(store.sessions.shown.value).toBe(false);
    await store.sessions.remove("a");
    expect(store.sessions.sessions.value).toEqual([]);
    store.showLive();
    await settle();
    expect(store.status.value?.session.live).toBe(true);
  });

  it("knows which session is being deleted, until it is gone or that was stopped", async () => {
    const { engine, store } = open({ sessions: [SESSION] });
    store.sessions.show();
    await settle();
    engine.failNext("delete-session", "Stopped.");
    const stopped = store.sessions.remove("a");
    expect([...store.sessions.removing.value]).toEqual(["a"]);
    await store.sessions.remove("a");
    expect(engine.calls.filter(({ call }) => call === "delete-session")).toHaveLength(1);
    await stopped;
    expect(store.sessions.removing.value.size).toBe(0);
    await store.sessions.remove("a");
    expect(store.sessions.sessions.value).toEqual([]);
    expect(store.sessions.removing.value.size).toBe(0);
  });

  it("tells of an engine that does not answer, also when the notice was put away, until it does", () => {
    const { engine, store } = open();
    expect(store.isSilent.value).toBe(false);
    engine.silence(true);
    expect(store.notices.notices.value).toMatchObject([{ severity: "warning" }]);
    store.notices.dismiss(store.notices.notices.value[0]?.id ?? "");
    expect(store.isSilent.value).toBe(true);
    engine.silence(false);
    expect(store.isSilent.value).toBe(false);
    expect(store.notices.notices.value).toEqual([]);
  });

  it("shows a dismissed notice again only when it says something else", () => {
    const { engine, store } = open();
    const texts = () => store.notices.notices.value.map(({ text }) => text);
    engine.change({ notices: [{ id: "quota", severity: "error", text: "Full." }] });
    expect(texts()).toEqual(["Full."]);
    store.notices.dismiss("quota");
    engine.change({});
    expect(texts()).toEqual([]);
    engine.change({ notices: [{ id: "quota", severity: "error", text: "Fuller." }] });
    expect(texts()).toEqual(["Fuller."]);
  });

  it("counts data that is asked for as traffic, and the page's own files not", () => {
    const { engine, store } = open({ rows: 0 });
    const request = makeConnections().find(({ kind }) => kind === "http") as ConnectionView;
    engine.change({ connections: [{ ...request, asset: true }] });
    expect(store.hasTraffic.value).toBe(false);
    engine.change({ connections: [{ ...request, asset: false }] });
    expect(store.hasTraffic.value).toBe(true);
  });
});
