import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { parseQuery } from "../../src/core/query/parse-query.ts";
import type { Query } from "../../src/core/query/query.ts";
import type { ScanReply, ScanRequest } from "../../src/core/query/scan-server.ts";
import { createScanWorkers, type ScanWorker } from "../../src/engine/scan-workers.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const QUERY = parseQuery("a").query as Query;
const BLOCK = { kind: new Uint8Array(1), connections: [], annotations: [] } as never;

/** Workers that answer when they are told to. */
function setUp() {
  const started: { worker: ScanWorker; asked: number[]; ended: boolean }[] = [];
  const pool = createScanWorkers(() => {
    const asked: number[] = [];
    const worker: ScanWorker = {
      onmessage: null,
      onerror: null,
      postMessage: (request: ScanRequest) => void ("id" in request && asked.push(request.id)),
      terminate: () => {
        it.ended = true;
      },
    };
    const it = { worker, asked, ended: false };
    started.push(it);
    return worker;
  });
  const answer = (index: number) => {
    const { worker, asked } = started[index] as (typeof started)[number];
    const data: ScanReply = { id: asked.shift() as number, matches: new Uint8Array(1) };
    worker.onmessage?.({ data } as MessageEvent<ScanReply>);
  };
  return { pool, started, answer };
}

describe("scan Workers", () => {
  it("have one that waits, soon after the panel is there and after one was taken", async () => {
    const { pool, started } = setUp();
    expect(started.length).toBe(0);
    await vi.advanceTimersByTimeAsync(1000);
    expect(started.length).toBe(1);
    pool.take();
    expect(started.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(started.length).toBe(2);
    pool.dispose();
    expect(started.map(({ ended }) => ended)).toEqual([true, true]);
  });

  it("that are left while they answer are kept, and answer what was asked of them with nothing", async () => {
    const { pool, started, answer } = setUp();
    const first = pool.take();
    first.begin(QUERY);
    const left = first.scan(BLOCK, []);
    pool.leave(first);
    expect(await left).toBeNull();
    answer(0);
    expect(pool.take()).toBe(first);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(started.map(({ ended }) => ended)).toEqual([false, false]);
    pool.dispose();
  });

  it("that do not answer in time are ended, and another takes the next filter at once", async () => {
    const { pool, started } = setUp();
    const stuck = pool.take();
    stuck.begin(QUERY);
    void stuck.scan(BLOCK, []);
    pool.leave(stuck);
    expect(pool.take()).not.toBe(stuck);
    await vi.advanceTimersByTimeAsync(250);
    expect(started.map(({ ended }) => ended)).toEqual([true, false]);
    pool.dispose();
  });

  it("that fail say so, and are not taken again", async () => {
    const { pool, started } = setUp();
    const first = pool.take();
    const asked = first.scan(BLOCK, []);
    started[0]?.worker.onerror?.({ preventDefault() {} } as ErrorEvent);
    await expect(asked).rejects.toThrow(/Worker failed/);
    expect([first.failed, started[0]?.ended]).toEqual([true, true]);
    expect(pool.take()).not.toBe(first);
    pool.dispose();
  });
});
