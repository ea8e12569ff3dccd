import { describe, expect, it, vi } from "vitest";
import { createSession, type Session } from "../../src/core/model/session.ts";
import { parseQuery } from "../../src/core/query/parse-query.ts";
import type { Query } from "../../src/core/query/query.ts";
import { FLAG_PARTIAL, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import { createScanWorkers, type ScanWorker } from "../../src/engine/scan-workers.ts";
import { createScanners } from "../../src/engine/scanner.ts";
import type { SessionStore } from "../../src/engine/session-store.ts";
import { createView, type View } from "../../src/engine/view.ts";
import { createFakeScanWorkers } from "../support/fake-scan-worker.ts";
import { frameBatches } from "../support/frame-batches.ts";
import { createRandom } from "../support/random.ts";

const stopped = () => 0;
const rowsOf = (view: View) => Array.from({ length: view.matched }, (_, position) => view.rowAt(position));

function sessionWith(times: readonly number[], connectionOf: (index: number) => number = () => 1) {
  const session = createSession();
  const frame = frameBatches("f");
  const add = (more: readonly number[]) =>
    more.forEach((at, index) => void session.accept(frame.text(at, connectionOf(index), `m${at}`)));
  add(times);
  return { session, frame, add };
}

/** A view with a filter, and the Workers that scan for it. */
function filtered(session: Session, text: string, store?: Pick<SessionStore, "pieces">) {
  const workers = createFakeScanWorkers(store);
  const query = parseQuery(text).query as Query;
  let changes = 0;
  const changed = () => {
    changes += 1;
  };
  const scanners = createScanners(createScanWorkers(workers.start.bind(workers)));
  const view = createView(session, null, { query, scanners, changed });
  /** Looks at all rows that there are. */
  async function settle() {
    do {
      view.advance(stopped);
      await new Promise((resolve) => setTimeout(resolve, 0));
    } while (view.filtering);
  }
  return { view, workers, settle, changes: () => changes };
}

describe("a view", () => {
  it("gives rows in order of time, those of the same time as they came", () => {
    const { session } = sessionWith([5, 3, 5, 9, 1, 5]);
    const view = createView(session, null, null);
    expect([view.matched, view.filtering, view.looked]).toEqual([0, true, 0]);
    expect(view.advance(stopped)).toBe(true);
    expect(rowsOf(view)).toEqual([4, 1, 0, 2, 5, 3]);
    expect([view.matched, view.total, view.filtering, view.revision, view.looked]).toEqual([
      6,
      6,
      false,
      1,
      1,
    ]);
    expect(view.rowAt(6)).toBeUndefined();
  });

  it.each([1, 2, 3])("takes new rows in as they come, wherever they belong (seed %i)", (seed) => {
    const random = createRandom(seed);
    const { session, add } = sessionWith([]);
    const view = createView(session, null, null);
    let at = 0;
    for (let round = 0; round < 60; round += 1) {
      add(
        Array.from({ length: random.integer(80) }, () => {
          at += random.integer(3);
          return random.chance(0.1) ? Math.max(0, at - random.integer(500)) : at;
        }),
      );
      view.advance(stopped);
      const { log } = session;
      const expected = Array.from({ length: log.length }, (_, row) => row).sort(
        (a, b) => log.at.get(a) - log.at.get(b) || a - b,
      );
      expect(rowsOf(view)).toEqual(expected);
    }
    expect(view.matched).toBeGreaterThan(1024);
  });

  it("changes its revision when it has looked at something, and only then", () => {
    const { session, add } = sessionWith([1]);
    const view = createView(session, null, null);
    view.advance(stopped);
    expect(view.advance(stopped)).toBe(false);
    expect(view.revision).toBe(1);
    add([2]);
    expect(view.filtering).toBe(true);
    expect(view.advance(stopped)).toBe(true);
    expect(view.revision).toBe(2);
  });

  it("of one connection counts and gives that alone", () => {
    const { session } = sessionWith([1, 2, 3, 4, 5], (index) => 1 + (index % 2));
    const view = createView(session, { connections: new Set([2]), span: null }, null);
    view.advance(stopped);
    expect(rowsOf(view)).toEqual([1, 3]);
    expect([view.total, view.matched]).toEqual([2, 2]);
  });

  it("of a stretch of time has what lies in it, without its end", () => {
    const { session, add } = sessionWith([1, 2, 3, 4, 5]);
    const view = createView(session, { connections: null, span: { from: 2, until: 4 } }, null);
    view.advance(stopped);
    expect(rowsOf(view)).toEqual([1, 2]);
    add([3.5, 4]);
    view.advance(stopped);
    expect(rowsOf(view)).toEqual([1, 2, 5]);
    expect([view.total, view.matched]).toEqual([3, 3]);
  });

  it("with a filter counts what it looked at, and what matched", async () => {
    const { session } = sessionWith([10, 20, 30, 21]);
    const { view, settle } = filtered(session, " M2 ");
    await settle();
    expect(rowsOf(view)).toEqual([1, 3]);
    expect([view.total, view.matched, view.problem]).toEqual([4, 2, null]);
  });

  it("starts no scan for what the columns decide", async () => {
    const { session } = sessionWith([10, 20, 30, 21]);
    const { view, workers } = filtered(session, "dir:received size>1 -size>3");
    view.advance(stopped);
    expect(rowsOf(view)).toEqual([0, 1, 3, 2]);
    expect([workers.started, view.filtering]).toEqual([0, false]);
  });

  it("reads no row that the columns decide", async () => {
    const { session, frame } = sessionWith([10, 20, 30, 21]);
    session.accept(frame.batch((it) => it.message(40, 1, 0, "m2", null, "", "")));
    const { view, settle, workers } = filtered(session, "dir:sent m2");
    await settle();
    expect([rowsOf(view), workers.rows]).toEqual([[4], [1]]);
  });

  it("knows where a row is", async () => {
    const { session } = sessionWith([5, 3, 9]);
    const { view, settle } = filtered(session, "m3");
    await settle();
    expect([view.positionOf(1), view.positionOf(0), view.positionOf(77)]).toEqual([0, null, null]);
    const all = createView(session, null, null);
    all.advance(stopped);
    for (const row of [0, 1, 2]) expect(all.rowAt(all.positionOf(row) as number)).toBe(row);
  });

  it("works in slices, so that ingest comes in between", () => {
    const { session } = sessionWith(Array.from({ length: 1000 }, (_, at) => at));
    const view = createView(session, null, null);
    let clock = 0;
    const slices: number[] = [];
    while (view.filtering) {
      view.advance(() => {
        clock += 3;
        return clock;
      });
      slices.push(view.total);
    }
    expect(slices.length).toBeGreaterThan(3);
    expect(slices[0]).toBeLessThan(400);
    expect([view.matched, view.revision]).toEqual([1000, slices.length]);
  });

  it("shows the first matches before it has looked at all, in order of time, and says when there are more", async () => {
    const times = Array.from({ length: 30_000 }, (_, at) => at);
    const session = createSession();
    session.accept(
      frameBatches("f").batch((it) => {
        for (const at of times)
          it.message(at, 1, at % 3 === 0 ? 0 : FLAG_RECEIVED, `n${at % 10}`, null, "", "");
      }),
    );
    const { view, settle, workers, changes } = filtered(session, "dir:sent or n7");
    view.advance(stopped);
    await vi.waitUntil(() => view.matched > 0, { interval: 1 });
    expect(view.filtering).toBe(true);
    expect(view.matched).toBeLessThan(20_000);
    await settle();
    const expected = times.filter((at) => at % 3 === 0 || at % 10 === 7);
    expect(rowsOf(view)).toEqual(expected);
    expect(changes()).toBeGreaterThan(3);
    expect(workers.rows[0]).toBeLessThanOrEqual(512);
    expect(workers.rows.reduce((sum, it) => sum + it)).toBe(20_000);
  });

  it("finds in new rows what it finds in those that were there", async () => {
    const { session, add } = sessionWith([1, 2, 3]);
    const { view, settle, workers } = filtered(session, "m2");
    await settle();
    add([20, 5, 21]);
    await settle();
    expect(rowsOf(view)).toEqual([1, 3, 5]);
    expect([workers.rows, workers.started]).toEqual([[3, 3], 1]);
  });

  it("that is left ends a scan that would take for ever, and keeps the Worker of one that was over", async () => {
    const { session } = sessionWith([1, 2, 3]);
    const workers = createFakeScanWorkers();
    const scanners = createScanners(createScanWorkers(workers.start.bind(workers)));
    const begin = (text: string) =>
      createView(session, null, { query: parseQuery(text).query as Query, scanners, changed: () => {} });
    workers.stuck = true;
    const first = begin("m1");
    first.advance(stopped);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect([first.filtering, first.waits]).toEqual([true, true]);
    first.end();
    await vi.waitUntil(() => workers.terminated === 1, { interval: 1 });
    workers.stuck = false;
    const second = begin("m2");
    second.advance(stopped);
    await vi.waitUntil(() => !second.filtering, { interval: 1 });
    expect([rowsOf(second), first.matched]).toEqual([[1], 0]);
    second.end();
    const third = begin("m3");
    third.advance(stopped);
    await vi.waitUntil(() => !third.filtering, { interval: 1 });
    expect([rowsOf(third), workers.started, workers.terminated]).toEqual([[2], 2, 1]);
  });

  it("says that its Worker failed; the next begins with another", async () => {
    const { session } = sessionWith([1, 2]);
    let failed: ScanWorker | null = null;
    const workers = createFakeScanWorkers();
    const scanners = createScanners(
      createScanWorkers(() => {
        const worker = workers.start();
        failed ??= worker;
        return worker;
      }),
    );
    const begin = (text: string) =>
      createView(session, null, { query: parseQuery(text).query as Query, scanners, changed: () => {} });
    workers.stuck = true;
    const first = begin("m1");
    first.advance(stopped);
    await vi.waitUntil(() => workers.rows.length > 0, { interval: 1 });
    (failed as ScanWorker | null)?.onerror?.({ preventDefault() {} } as ErrorEvent);
    await vi.waitUntil(() => !first.filtering, { interval: 1 });
    expect(first.problem).toMatch(/Worker failed/);
    workers.stuck = false;
    const second = begin("m2");
    second.advance(stopped);
    await vi.waitUntil(() => !second.filtering, { interval: 1 });
    expect([rowsOf(second), second.problem, workers.started]).toEqual([[1], null, 2]);
  });

  it("says why it cannot look at all rows", async () => {
    const { session } = sessionWith([1]);
    vi.spyOn(session.payloads, "has").mockReturnValue(false);
    const gone = () => Promise.reject(new Error("It is no longer on the disk."));
    const placeOf = () => ({ session: "s", first: 0, last: 0 });
    session.payloads.stored(session.payloads.end, { read: gone, placeOf });
    const { view, settle } = filtered(session, "m1", { pieces: gone });
    await settle();
    expect([view.problem, view.matched]).toEqual(["It is no longer on the disk.", 0]);
  });

  it("finds what came late of a message", async () => {
    const session = createSession();
    const frame = frameBatches("f");
    session.accept(frame.batch((it) => it.message(1, 1, FLAG_PARTIAL, "begin", 9, "", "")));
    const { view, settle } = filtered(session, "end");
    await settle();
    session.accept(frame.batch((it) => it.payload(2, 0, 0, new TextEncoder().encode(" end"))));
    await settle();
    expect(rowsOf(view)).toEqual([0]);
  });

  it("changes its revision when more has come of a row that it shows", () => {
    const session = createSession();
    const frame = frameBatches("f");
    session.accept(frame.batch((it) => it.message(1, 1, FLAG_PARTIAL, "begin", 9, "", "")));
    const view = createView(session, null, null);
    view.advance(stopped);
    session.accept(frame.batch((it) => it.payload(2, 0, 0, new TextEncoder().encode(" end"))));
    expect(view.advance(stopped)).toBe(true);
    expect([view.revision, view.advance(stopped)]).toEqual([2, false]);
  });

  it("finds what came of a message while it was being looked at", async () => {
    const session = createSession();
    const frame = frameBatches("f");
    session.accept(frame.batch((it) => it.message(1, 1, FLAG_PARTIAL, "begin", 9, "", "")));
    const { view, settle, workers } = filtered(session, "end");
    view.advance(stopped);
    await vi.waitUntil(() => workers.rows.length === 1, { interval: 0 });
    session.accept(frame.open(1, 1));
    session.accept(frame.batch((it) => it.payload(2, 0, 0, new TextEncoder().encode(" end"))));
    view.advance(stopped);
    await settle();
    expect(rowsOf(view)).toContain(0);
  });

  it("finds messages by an address that was told after them", async () => {
    const session = createSession();
    const frame = frameBatches("f");
    session.accept(frame.text(5, 1, "hello"));
    const { view, settle } = filtered(session, "shop.example");
    await settle();
    session.accept(frame.open(1, 1));
    await settle();
    expect(rowsOf(view)).toContain(0);
  });
});
