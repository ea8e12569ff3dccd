import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { decodeSession } from "../../src/core/analysis/decode-session.ts";
import { toHar } from "../../src/core/export/to-har.ts";
import { toSessionFile } from "../../src/core/export/to-session-file.ts";
import { createPayloads } from "../../src/core/model/payloads.ts";
import { createSession, type Session } from "../../src/core/model/session.ts";
import { snapshot } from "../../src/core/model/snapshot.ts";
import { parseQuery } from "../../src/core/query/parse-query.ts";
import type { Query } from "../../src/core/query/query.ts";
import type { Batch } from "../../src/core/wire/batch.ts";
import { openSession } from "../../src/engine/open-session.ts";
import { acceptAndWrite, createRecorder } from "../../src/engine/recorder.ts";
import { createRowMeanings } from "../../src/engine/row-meanings.ts";
import { rowWindow } from "../../src/engine/row-window.ts";
import { createScanWorkers } from "../../src/engine/scan-workers.ts";
import { createScanners } from "../../src/engine/scanner.ts";
import { createView } from "../../src/engine/view.ts";
import { AT, getEntry, richBatches } from "../core/export/rich-session.ts";
import { describeSession } from "../support/compare-sessions.ts";
import { createFakeScanWorkers } from "../support/fake-scan-worker.ts";
import { frameBatches } from "../support/frame-batches.ts";
import { createMemoryStore, type MemoryStore } from "../support/memory-store.ts";
import { streamBatches } from "../support/stream-batches.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ALL = () => [...richBatches(), ...streamBatches()];
const SMALL = { pageBytes: 64, windowBytes: 0, readBackBytes: 64 * 40 };

async function record(batches: readonly Batch[]) {
  const store = createMemoryStore();
  const session = createSession(createPayloads(SMALL));
  const recorder = createRecorder(
    Promise.resolve(store),
    () => ({ id: "s" }) as never,
    session,
    (why) => expect.unreachable(why),
  );
  for (const batch of batches) {
    acceptAndWrite(session, recorder, batch);
    await vi.advanceTimersByTimeAsync(100);
  }
  return { store, session };
}

it("a recorded session has on the disk what is in memory no more, derived events too", async () => {
  const whole = createSession();
  for (const batch of ALL()) whole.accept(batch);
  const { session, store } = await record(ALL());
  expect(session.payloads.held).toBeLessThan(whole.payloads.end / 4);
  expect(store.writes.some(({ derived }) => derived.some((it) => it !== null))).toBe(true);
  for (let row = 0; row < session.log.length; row += 1) {
    await session.load(row);
    expect(Buffer.from(session.payload(row)).toString("latin1")).toBe(
      Buffer.from(whole.payload(row)).toString("latin1"),
    );
    expect([session.eventName(row), session.eventId(row)]).toEqual([
      whole.eventName(row),
      whole.eventId(row),
    ]);
  }
  for (const chunk of session.chunks) {
    await session.loadChunk(chunk);
    expect(session.chunkBytes(chunk)).toEqual(whole.chunkBytes(chunk));
  }
});

const meaningsOf = (session: Session) => createRowMeanings(session, decodeSession(session), () => {});

it("rows are shown from there, and a session that is opened is the same", async () => {
  const { session, store } = await record(ALL());
  const opened = (await openSession(store, "s")).session;
  const views = [session, opened].map((it) => createView(it, null, null));
  for (const view of views) view.advance(() => 0);
  const [shown, again] = await Promise.all([
    rowWindow(session, views[0] as never, 0, 1000, meaningsOf(session)),
    rowWindow(opened, views[1] as never, 0, 1000, meaningsOf(opened)),
  ]);
  expect(shown.rows.length).toBe(session.log.length);
  // What rows mean may come later.
  const [one, other] = [shown, again].map(({ rows }) => rows.map((row) => ({ ...row, meaning: null })));
  expect(other).toEqual(one);
  const whole = createSession();
  for (const batch of ALL()) whole.accept(batch);
  expect(describeSession(opened)).toEqual(describeSession(whole));
});

it("is searched as if it were in memory, and each chunk is read once", async () => {
  vi.useRealTimers();
  const frame = frameBatches("many");
  const large = (letter: string) => letter.repeat(700_000);
  const texts = Array.from({ length: 12 }, (_, index) => large(index % 3 === 0 ? "needle " : "hay "));
  const store = createMemoryStore();
  const session = createSession(createPayloads({ windowBytes: 0, readBackBytes: 1_000_000 }));
  const line = () => ({ id: "s" }) as never;
  const recorder = createRecorder(Promise.resolve(store), line, session, (why) => expect.unreachable(why));
  for (const text of texts) acceptAndWrite(session, recorder, frame.text(1, 1, text));
  await recorder.settled();
  const read = vi.spyOn(store, "pieces");
  const workers = createFakeScanWorkers(store);
  const pool = createScanWorkers(() => workers.start());
  const scanners = createScanners(pool);
  const query = parseQuery("needle").query as Query;
  const view = createView(session, null, { query, scanners, changed: () => {} });
  view.advance(() => 0);
  await vi.waitUntil(() => !view.filtering, { interval: 5, timeout: 20_000 });
  expect(Array.from({ length: view.matched }, (_, position) => view.rowAt(position))).toEqual([0, 3, 6, 9]);
  const chunks = read.mock.calls.map(([, first, last]) => last - first + 1).reduce((sum, it) => sum + it, 0);
  expect(chunks).toBe(store.writes.length);
  pool.dispose();
});

it.each([toHar, toSessionFile])("is exported as if it were in memory: %o", async (write) => {
  const { session } = await record(ALL());
  const whole = createSession();
  for (const batch of ALL()) whole.accept(batch);
  const about = { name: "n", startedAt: 1, exportedAt: 2, version: "1" };
  const pieces: string[] = [];
  let waits = 0;
  for (const piece of write(snapshot(session), about)) {
    if (typeof piece === "string") pieces.push(piece);
    else waits += 1;
    await piece;
  }
  expect(waits).toBeGreaterThan(0);
  expect(pieces.join("")).toBe([...write(whole, about)].join(""));
});

describe("a session that was cut off", () => {
  async function check(batches: readonly Batch[], damage: (store: MemoryStore) => void) {
    const store = createMemoryStore();
    const session = createSession();
    const whole = createSession();
    const line = () => ({ id: "s" }) as never;
    const fail = (why: string) => expect.unreachable(why);
    const after = { rows: 4, bytes: 1e9, chunks: 1e9 };
    const recorder = createRecorder(Promise.resolve(store), line, session, fail, after);
    for (const batch of batches) {
      acceptAndWrite(session, recorder, batch);
      whole.accept(batch);
      await vi.advanceTimersByTimeAsync(100);
      damage(store);
      const opened = (await openSession(store, "s")).session;
      for (let row = 0; row < opened.log.length; row += 1) await opened.load(row);
      expect(describeSession(opened)).toEqual(describeSession(whole));
      expect([...opened.chunks]).toEqual([...whole.chunks]);
      expect([opened.payloads.end, opened.heldBytes, opened.lost]).toEqual([
        whole.payloads.end,
        whole.heldBytes,
        whole.lost,
      ]);
    }
    return store;
  }

  it("opens with all that was written, from its index and the chunks after it", async () => {
    const store = await check(ALL(), () => {});
    expect(store.indexes.get("s")?.chunks).toBeGreaterThan(10);
  });

  it("opens without the index, where that is damaged", async () => {
    await check(ALL(), ({ indexes }) => {
      const index = indexes.get("s");
      if (index !== undefined) indexes.set("s", { ...index, pages: index.pages.slice(1) });
    });
    await check(ALL(), ({ indexes }) => {
      const index = indexes.get("s");
      if (index !== undefined) indexes.set("s", { ...index, saved: { end: 3 } as never });
    });
    await check(ALL(), ({ indexes }) => {
      const index = indexes.get("s");
      const other = { ...index?.saved, heldBytes: 7 } as never;
      if (index !== undefined) indexes.set("s", { ...index, format: 2, saved: other });
    });
  });

  it("finds the stream of a request that came before", async () => {
    const page = frameBatches("page");
    const tools = frameBatches("tools");
    const url = "https://shop.example/stream/1";
    const entry = getEntry(url, AT);
    entry.response.headers = [{ name: "content-type", value: "text/event-stream" }];
    await check(
      [
        page.start(AT),
        ...Array.from({ length: 5 }, () => page.text(AT, 7, "x")),
        tools.batch((it) => it.record({ type: "request-finished", at: AT + 1, entry })),
        ...Array.from({ length: 4 }, () => page.text(AT, 7, "x")),
        ...streamBatches(),
      ],
      () => {},
    );
  });
});
