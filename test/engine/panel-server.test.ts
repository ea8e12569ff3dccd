import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FLAG_BINARY, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import { NO_DEEP_CAPTURE } from "../../src/core/wire/deep-capture.ts";
import type { EngineCall, EngineCalls, EngineReply, PayloadPiece } from "../../src/core/wire/engine-api.ts";
import type { EngineStatus } from "../../src/core/wire/engine-status.ts";
import { WorkStopped } from "../../src/core/wire/work-stopped.ts";
import { type PanelSource, servePanel } from "../../src/engine/panel-server.ts";
import { createFakeScanWorkers } from "../support/fake-scan-worker.ts";
import { frameBatches } from "../support/frame-batches.ts";
import { createMemoryStore, memoryLibrary } from "../support/memory-store.ts";
import { PAGE } from "../support/senders.ts";
import { startRecording } from "../support/start-recording.ts";

const ports: MessagePort[] = [];
beforeEach(() => void vi.stubGlobal("navigator", {}));
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
  vi.unstubAllGlobals();
});

/** A panel at the other end of a real MessageChannel. */
function setUp({ recording = true, disk = true } = {}) {
  const store = createMemoryStore();
  const library = memoryLibrary(disk ? store : null);
  const frame = frameBatches("f");
  const notices: { id: string; severity: "error"; text: string }[] = [];
  const live = recording
    ? startRecording(
        library,
        () => 1000,
        () => {},
        (cleared) => {
          if (cleared) server.cleared();
          server.changed();
        },
      )
    : null;
  let settings = { recordWhileHidden: true, tab: "messages" };
  const scanWorkers = createFakeScanWorkers(store);
  const source: PanelSource = {
    library,
    live,
    version: "1.2.3",
    notices,
    settings: () => settings,
    change: async (change) => {
      settings = { ...settings, ...change };
      return settings;
    },
    now: () => 2000,
    bodiesPaused: false,
    deep: NO_DEEP_CAPTURE,
    readNetworkLog: async () => {},
    startScan: () => scanWorkers.start(),
  };
  const { port1, port2 } = new MessageChannel();
  const statuses: EngineStatus[] = [];
  const pieces: PayloadPiece[] = [];
  const waiting = new Map<number, (reply: EngineReply) => void>();
  let wanted: { until: (status: EngineStatus) => boolean; met: (status: EngineStatus) => void } | null = null;
  port1.onmessage = ({ data }: MessageEvent<EngineReply>) => {
    if ("piece" in data) pieces.push(data);
    else if ("id" in data) waiting.get(data.id)?.(data);
    else if ("status" in data) {
      statuses.push(data.status);
      if (wanted?.until(data.status)) wanted.met(data.status);
    }
  };
  ports.push(port1);
  const server = servePanel(port2, source);
  let id = 0;
  function ask<C extends EngineCall>(
    call: C,
    params: EngineCalls[C]["params"],
  ): Promise<EngineCalls[C]["result"]> {
    id += 1;
    const asked = id;
    return new Promise((resolve, reject) => {
      waiting.set(asked, (reply) =>
        "problem" in reply
          ? reject(new Error(reply.problem))
          : "stopped" in reply
            ? reject(new WorkStopped())
            : resolve((reply as unknown as { result: never }).result),
      );
      port1.postMessage({ id: asked, call, params });
    });
  }
  /** The first state that is as it should be; the test runner's time is the limit. */
  const status = (until: (status: EngineStatus) => boolean = () => true) =>
    new Promise<EngineStatus>((met) => {
      wanted = { until, met };
    });
  return { live, store, frame, notices, statuses, pieces, scanWorkers, server, ask, status };
}

/** The recording, where there is one. */
function record({ live, frame }: ReturnType<typeof setUp>, ...texts: string[]) {
  live?.accept(frame.text(10, 1, ...texts), PAGE);
}

describe("a panel", () => {
  it("is told the state without asking", async () => {
    const stage = setUp();
    const { view, ...status } = await stage.status();
    expect(status).toMatchObject({
      canRecord: true,
      recording: true,
      preserve: true,
      privateWindow: false,
      messages: 0,
      session: { live: true, kept: "disk", startedAt: 1000 },
      settings: { recordWhileHidden: true, tab: "messages" },
    });
    expect(view).toMatchObject({ total: 0, matched: 0, filtering: false });
  });

  it("is told of what comes, gathered", async () => {
    const stage = setUp();
    await stage.status();
    for (let index = 0; index < 200; index += 1) record(stage, `m${index}`);
    const { messages, receivedBytes, view } = await stage.status((it) => it.view.matched === 200);
    expect([messages, receivedBytes, view.matched]).toEqual([200, 690, 200]);
    expect(stage.statuses.length).toBeLessThan(20);
  });

  it("gets windows of rows, each with the time since the row before", async () => {
    const stage = setUp();
    stage.live?.accept(stage.frame.text(10, 1, "a"), PAGE);
    stage.live?.accept(stage.frame.text(30, 1, "b"), PAGE);
    stage.live?.accept(stage.frame.text(20, 1, "c"), PAGE);
    await stage.ask("set-view", { connection: null, filter: "" });
    const { rows, matched } = await stage.ask("rows", { start: 1, count: 10 });
    expect(matched).toBe(3);
    expect(rows.map(({ row, preview, deltaMs }) => [row, preview, deltaMs])).toEqual([
      [2, "c", 10],
      [1, "b", 10],
    ]);
    expect((await stage.ask("rows", { start: 0, count: 1 })).rows[0]?.deltaMs).toBeNull();
    expect((await stage.ask("rows", { start: 99, count: 10 })).rows).toEqual([]);
  });

  it("gets no more than a screen of rows at once", async () => {
    const stage = setUp();
    record(stage, ...Array.from({ length: 1500 }, String));
    await stage.ask("set-view", { connection: null, filter: "" });
    await stage.status(({ view }) => view.matched === 1500);
    expect((await stage.ask("rows", { start: 0, count: 1_000_000 })).rows).toHaveLength(1000);
  });

  it("offers what is there for a filter, the most frequent first", async () => {
    const stage = setUp();
    stage.live?.accept(stage.frame.text(10, 1, "a"), PAGE);
    const { event, proto, url } = await stage.ask("vocabulary", null);
    expect([event, proto]).toEqual([[], []]);
    expect(url).toBeInstanceOf(Array);
  });

  it("gets a large payload in pieces, before the rest of the detail", async () => {
    const stage = setUp();
    const text = "0123456789".repeat(500_000);
    record(stage, text, "small");
    const { row, payload } = await stage.ask("message", { row: 0 });
    expect([row.size, payload.length]).toEqual([5_000_000, 0]);
    const whole = new Uint8Array(5_000_000);
    for (const { piece, from, size } of stage.pieces) {
      expect(size).toBe(5_000_000);
      whole.set(piece, from);
    }
    expect(stage.pieces.length).toBe(3);
    expect(new TextDecoder().decode(whole) === text).toBe(true);
    expect((await stage.ask("message", { row: 1 })).payload).toHaveLength(5);
    expect(stage.pieces.length).toBe(3);
  });

  it("finds among the rows that are shown, and leaves them there", async () => {
    const stage = setUp();
    record(stage, "apple", "pear", "apple pie");
    await stage.ask("set-view", { connection: null, filter: "p" });
    await stage.ask("find", { text: "apple" });
    const { view } = await stage.status((it) => it.view.find?.matched === 2 && !it.view.find.looking);
    expect(view.matched).toBe(3);
    expect(await stage.ask("find-from", { row: 0, by: 1 })).toEqual({ row: 2, index: 2, ordinal: 2 });
    const { rows, revision } = await stage.ask("rows", { start: 0, count: 9 });
    expect(rows.map(({ found }) => found)).toEqual([true, false, true]);
    await stage.ask("find", { text: "" });
    const after = await stage.status((it) => it.view.find === null);
    expect(after.view.revision).toBeGreaterThan(revision);
  });

  it("filters, and finds where a row is", async () => {
    const stage = setUp();
    record(stage, "apple", "pear", "apple pie");
    await stage.ask("set-view", { connection: null, filter: "apple" });
    await stage.status(({ view }) => !view.filtering && view.matched === 2);
    expect((await stage.ask("rows", { start: 0, count: 9 })).rows.map(({ preview }) => preview)).toEqual([
      "apple",
      "apple pie",
    ]);
    expect(await stage.ask("locate", { row: 2 })).toBe(1);
    expect(await stage.ask("locate", { row: 1 })).toBeNull();
    expect((await stage.ask("message", { row: 1 })).payload).toEqual(new TextEncoder().encode("pear"));
  });

  it("filters on with what it had where a text is no filter, and says what is wrong with it", async () => {
    const stage = setUp();
    record(stage, "apple", "pear", "apple pie");
    await stage.ask("set-view", { connection: null, filter: "apple" });
    await stage.status(({ view }) => !view.filtering && view.matched === 2);
    await stage.ask("set-view", { connection: null, filter: "apple dir:" });
    const { view } = await stage.status((it) => it.view.wrong !== null && !it.view.filtering);
    expect([view.matched, view.wrong]).toEqual([
      2,
      { message: expect.stringContaining("missing"), start: 6, end: 10 },
    ]);
    await stage.ask("set-view", { connection: null, filter: "" });
    const all = await stage.status((it) => it.view.wrong === null && it.view.matched === 3);
    expect(all.view.wrong).toBeNull();
  });

  it("filters from the beginning by the first schema, which says what is in messages that had no values before", async () => {
    const stage = setUp();
    // Field 1 is "ABC".
    const bytes = Uint8Array.of(0x0a, 3, 0x41, 0x42, 0x43);
    stage.live?.accept(stage.frame.open(5, 1), PAGE);
    stage.live?.accept(
      stage.frame.batch((it) => it.message(10, 1, FLAG_RECEIVED | FLAG_BINARY, bytes, null, "", "")),
      PAGE,
    );
    record(stage, '{"symbol":"ABC"}', '{"symbol":"DEF"}');
    await stage.ask("set-view", { connection: null, filter: "$.symbol=ABC" });
    await stage.status(({ view }) => !view.filtering && view.matched === 1);
    const content = 'syntax = "proto3"; message Price { string symbol = 1; }';
    await stage.ask("settings", {
      schemas: [{ name: "prices.proto", content }],
      schemaRules: [
        { url: "wss://shop.example/*", session: null, connection: null, sent: null, received: "Price" },
      ],
    });
    stage.server.changed();
    stage.server.changed();
    const { view } = await stage.status((it) => !it.view.filtering && it.view.matched === 2);
    expect(view.matched).toBe(2);
    const { rows } = await stage.ask("rows", { start: 0, count: 9 });
    expect(rows.map(({ payloadType }) => payloadType)).toEqual(["binary", "text"]);
  });

  it("keeps what the reader says of rows with the session, and filters by it at once", async () => {
    const stage = setUp();
    stage.live?.attached({ incognito: false, heard: true });
    /** The last state, or the first that is as it should be. */
    const state = async (until: (status: EngineStatus) => boolean) => {
      const last = stage.statuses.at(-1);
      return last !== undefined && until(last) ? last : stage.status(until);
    };
    record(stage, "apple", "pear", "plum", "peach");
    await stage.ask("set-view", { connection: null, filter: "" });
    await stage.ask("annotate", { rows: [1, 3, 99], change: { marked: true } });
    await stage.ask("annotate", { rows: [3], change: { pinned: true, note: "ripe" } });
    const { annotations } = await state((it) => it.annotations.pinned === 1);
    expect(annotations).toMatchObject({ marked: 2, pinned: 1, noted: 1 });
    const { rows } = await stage.ask("rows", { start: 0, count: 9 });
    expect(rows.map(({ marked, pinned, note }) => [marked, pinned, note])).toEqual([
      [false, false, ""],
      [true, false, ""],
      [false, false, ""],
      [true, true, "ripe"],
    ]);
    expect((await stage.ask("pinned", null)).map(({ row, preview }) => [row, preview])).toEqual([
      [3, "peach"],
    ]);
    const found = (from: number, step: 1 | -1) => stage.ask("find-marked", { from, step });
    expect(await found(-1, 1)).toEqual({ row: 1, index: 1 });
    expect(await found(1, 1)).toEqual({ row: 3, index: 3 });
    expect(await found(3, 1)).toEqual({ row: 1, index: 1 });
    expect(await found(1, -1)).toEqual({ row: 3, index: 3 });
    expect(await found(-1, -1)).toEqual({ row: 3, index: 3 });

    await stage.ask("set-view", { connection: null, filter: "is:marked" });
    await state(({ view }) => !view.filtering && view.matched === 2);
    await stage.ask("annotate", { rows: [0], change: { marked: true } });
    await stage.ask("annotate", { rows: [1], change: { marked: false } });
    const shown = await stage.ask("rows", { start: 0, count: 9 });
    expect(shown.rows.map(({ preview }) => preview)).toEqual(["apple", "peach"]);
    await stage.ask("set-view", { connection: null, filter: "note:ripe /p/" });
    await state(({ view }) => !view.filtering && view.matched === 1);
    await stage.ask("annotate", { rows: [3], change: { note: "" } });
    await state(({ view }) => !view.filtering && view.matched === 0);

    const { id } = (await state(() => true)).session;
    await stage.live?.current.settled();
    await stage.ask("clear", null);
    expect((await state((it) => it.session.id !== id)).annotations).toMatchObject({ marked: 0 });
    await stage.ask("open-session", { id });
    await stage.ask("set-view", { connection: null, filter: "is:pinned" });
    await state((it) => it.session.id === id && !it.view.filtering && it.view.matched === 1);
  });

  it("copies rows whole, as many at a time as an answer takes", async () => {
    const stage = setUp();
    record(stage, "x".repeat(3 * 1024 * 1024), "small", "last");
    await stage.ask("set-view", { connection: null, filter: "" });
    const rows = [...(await stage.ask("row-numbers", { start: 0, end: 99 }))];
    expect(rows).toEqual([0, 1, 2]);
    const first = await stage.ask("copy-rows", { rows, format: "text" });
    expect([first.done, first.texts[0]?.length]).toEqual([1, 3 * 1024 * 1024]);
    const rest = await stage.ask("copy-rows", { rows: [1, 2, 99], format: "base64" });
    expect(rest).toMatchObject({ done: 3, texts: ["c21hbGw=", "bGFzdA=="], skipped: 0, incomplete: 0 });
  });

  it("that clears sees the new session, with its filter and all connections", async () => {
    const stage = setUp();
    record(stage, "old");
    const before = (await stage.status()).session.id;
    await stage.ask("set-view", { connection: 1, filter: "o" });
    await stage.ask("clear", null);
    const { session, messages } = await stage.status((it) => it.session.id !== before);
    expect([session.live, messages]).toEqual([true, 0]);
    stage.live?.accept(stage.frame.text(20, 2, "one", "two", "xx"), PAGE);
    const after = await stage.status((it) => it.messages === 3 && !it.view.filtering);
    expect(after.view).toMatchObject({ matched: 2, total: 3 });
  });

  it("switches recording and preserving", async () => {
    const stage = setUp();
    await stage.ask("record", { on: false });
    await stage.ask("preserve", { on: false });
    expect(await stage.status((it) => !it.recording)).toMatchObject({ recording: false, preserve: false });
    expect(await stage.ask("settings", { recordWhileHidden: false })).toEqual({
      recordWhileHidden: false,
      tab: "messages",
    });
  });

  it.each([
    ["open-session", "opening", "chunks"],
    ["delete-session", "deleting", "remove"],
  ] as const)(
    "shows how far a slow disk is with %s, and leaves it when it is stopped",
    async (call, kind, slow) => {
      const stage = setUp();
      stage.live?.attached({ incognito: false, heard: true });
      for (let index = 0; index < 20; index += 1) {
        record(stage, `m${index}`);
        await stage.live?.current.settled();
      }
      const old = (await stage.ask("sessions", null))[0];
      await stage.ask("clear", null);
      const store = stage.store as unknown as Record<string, (...all: unknown[]) => Promise<unknown>>;
      const before = stage.store[slow].bind(stage.store) as (...all: unknown[]) => Promise<unknown>;
      const rest = () => new Promise((resolve) => setTimeout(resolve, 500));
      store[slow] = async (...all) => {
        await rest();
        const progress = all[1];
        // As the store on a disk does, some chunks after the other.
        for (let at = 0; typeof progress === "function" && at < 20; at += 1) {
          progress(at, 20);
          await rest();
        }
        return before(...all);
      };
      const running = stage.ask(call, { id: old?.id ?? "" });
      running.catch(() => {});
      const { work } = await stage.status((it) => it.work !== null && it.work.done > 0);
      expect(work).toMatchObject({ kind });
      expect(work?.total).toBeGreaterThanOrEqual(work?.done ?? 0);
      const left = stage.status((it) => it.work === null);
      await stage.ask("stop-work", { id: work?.id ?? 0 });
      await expect(running).rejects.toBeInstanceOf(WorkStopped);
      expect((await left).session.live).toBe(true);
      expect((await stage.ask("sessions", null)).map(({ id }) => id)).toContain(old?.id);
    },
  );

  /** A stored session of which most payloads are on a disk that gives them slowly: each time after so many ms. */
  async function openSlowly(ms: number) {
    const stage = setUp();
    stage.live?.attached({ incognito: false, heard: true });
    // So much that an index is written: what is in that is not read when the session is opened.
    const pad = "x".repeat(800_000);
    for (let index = 0; index < 24; index += 1) {
      record(stage, `${index % 6 === 1 ? "needle" : "hay"} ${index} ${pad}`);
      await stage.live?.current.settled();
    }
    const id = (await stage.ask("sessions", null))[0]?.id ?? "";
    await stage.ask("clear", null);
    const opened = stage.status((it) => it.session.id === id && it.view.matched > 20);
    await stage.ask("open-session", { id });
    const { matched } = (await opened).view;
    const pieces = stage.store.pieces.bind(stage.store);
    stage.store.pieces = async (...all) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return pieces(...all);
    };
    return { ...stage, matched };
  }

  it("shows what a search of a slow disk has found so far, and leaves it when the filter is taken away", async () => {
    const stage = await openSlowly(300);
    await stage.ask("set-view", { connection: null, filter: "needle" });
    const first = await stage.status(({ view }) => view.filtering && view.matched > 0);
    expect(first.view.matched).toBeLessThan(4);
    // What is found already is to be read, in an answer that waits for nothing else.
    const { rows } = await stage.ask("rows", { start: 0, count: 1 });
    expect(rows[0]?.preview).toMatch(/^needle 1 x/);
    const all = stage.status(({ view }) => !view.filtering && view.matched === stage.matched);
    await stage.ask("set-view", { connection: null, filter: "" });
    await all;
    const looked = stage.scanWorkers.rows.length;
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(stage.scanWorkers.rows.length, "nothing is looked at for a search that nobody waits for").toBe(
      looked,
    );
  });

  it("shows how far the export from a slow disk is, and leaves it when it is stopped", async () => {
    const stage = await openSlowly(100);
    const running = stage.ask("export", { format: "session" });
    running.catch(() => {});
    const { work } = await stage.status((it) => it.work !== null && it.work.done > 0);
    expect(work).toMatchObject({ kind: "exporting" });
    expect(work?.done).toBeLessThan(work?.total ?? 0);
    const left = stage.status((it) => it.work === null);
    await stage.ask("stop-work", { id: work?.id ?? 0 });
    await expect(running).rejects.toBeInstanceOf(WorkStopped);
    const { session } = await left;
    expect(session.live).toBe(false);
    expect((await stage.ask("export", { format: "session" })).file.size).toBeGreaterThan(0);
  });

  it("opens a stored session and goes back, while the recording goes on", async () => {
    const stage = setUp();
    stage.live?.attached({ incognito: false, heard: true });
    record(stage, "first");
    await stage.live?.current.settled();
    const old = (await stage.ask("sessions", null))[0];
    await stage.ask("clear", null);
    record(stage, "second", "third");
    await stage.ask("open-session", { id: old?.id ?? "" });
    const opened = await stage.status((it) => !it.session.live);
    expect([opened.session.id, opened.messages, opened.canRecord]).toEqual([old?.id, 1, true]);
    record(stage, "fourth");
    await stage.ask("show-live", null);
    expect((await stage.status((it) => it.session.live)).messages).toBe(3);
  });

  it("that opens the session being recorded is live", async () => {
    const stage = setUp();
    record(stage, "a");
    const { session } = await stage.status();
    await stage.ask("open-session", { id: session.id });
    expect((await stage.status()).session.live).toBe(true);
  });

  it("without DevTools shows an empty session that cannot be recorded", async () => {
    const stage = setUp({ recording: false });
    expect(await stage.status()).toMatchObject({
      canRecord: false,
      recording: false,
      session: { live: false, id: "" },
    });
    await stage.ask("clear", null);
    expect((await stage.ask("rows", { start: 0, count: 5 })).rows).toEqual([]);
  });

  it("is answered with a sentence where a call fails", async () => {
    const { ask } = setUp();
    await expect(ask("open-session", { id: "gone" })).rejects.toThrow("it was deleted");
    await expect(ask("import", { file: new Blob(), name: "x" })).rejects.toThrow("neither a HAR nor");
  });

  it("is answered with a sentence where a row is no longer there", async () => {
    const { ask } = setUp();
    await expect(ask("message", { row: 500 })).rejects.not.toThrow(/undefined/);
  });

  it("can name the recording although the disk cannot be used", async () => {
    const { ask, live } = setUp({ disk: false });
    const id = live?.current.describe().id ?? "";
    expect(await ask("rename-session", { id, name: "mine" })).toBeNull();
  });

  it("says that what is recorded is in memory alone: in a private window, and without a disk", async () => {
    const stage = setUp();
    stage.live?.attached({ incognito: true, heard: true });
    expect((await stage.status((it) => it.privateWindow)).session.kept).toBe("memory");
    const other = setUp({ disk: false });
    other.live?.attached({ incognito: false, heard: true });
    expect((await other.status((it) => it.session.kept === "memory")).privateWindow).toBe(false);
  });

  it("does not say so because of a problem that is not the recording's", async () => {
    const stage = setUp();
    stage.notices.push({ id: "1", severity: "error", text: "An import was not kept." });
    stage.server.changed();
    const { session, notices } = await stage.status((it) => it.notices.length > 0);
    expect([session.kept, notices[0]?.text]).toEqual(["disk", "An import was not kept."]);
  });

  it("exports what it shows as a file", async () => {
    const stage = setUp();
    stage.live?.setPage("https://shop.example/cart");
    record(stage, "hello");
    const { file, name } = await stage.ask("export", { format: "har" });
    expect(name).toMatch(/\.har$/);
    expect(JSON.parse(await file.text())).toHaveProperty("log.creator.version", "1.2.3");
  });
});
