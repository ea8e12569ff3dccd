import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSession } from "../../src/core/model/session.ts";
import type { Batch } from "../../src/core/wire/batch.ts";
import { createBatchWriter } from "../../src/core/wire/batch-writer.ts";
import { createRecorder } from "../../src/engine/recorder.ts";
import type { SessionStore } from "../../src/engine/session-store.ts";
import { createMemoryStore } from "../support/memory-store.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function batch(seq: number, bytes = 1): Batch {
  const writer = createBatchWriter();
  writer.message(seq, 1, 0, new Uint8Array(bytes), null, "", "");
  return writer.take("f", seq);
}

function setUp(store: Promise<SessionStore | null> | null = null) {
  const memory = createMemoryStore();
  const failures: string[] = [];
  const about = { id: "s", messages: 0 };
  const session = createSession();
  const recorder = createRecorder(
    store ?? Promise.resolve(memory),
    () => ({ ...about }) as never,
    session,
    (why) => failures.push(why),
  );
  const seqs = () => memory.writes.map(({ batches }) => batches.map(({ seq }) => seq));
  return { recorder, memory, failures, about, seqs };
}

describe("a recorder", () => {
  it("gathers for 100 ms and writes in order, with the session's line as it is then", async () => {
    const { recorder, memory, about, seqs } = setUp();
    recorder.add(batch(0), null);
    await vi.advanceTimersByTimeAsync(99);
    recorder.add(batch(1), null);
    about.messages = 2;
    expect(memory.writes).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(seqs()).toEqual([[0, 1]]);
    expect(memory.writes[0]).toMatchObject({ index: 0, session: { id: "s", messages: 2 } });
    recorder.add(batch(2), null);
    await vi.advanceTimersByTimeAsync(100);
    expect(seqs()).toEqual([[0, 1], [2]]);
    expect(memory.writes[1]?.index).toBe(1);
  });

  it("has one write under way at a time, however slow", async () => {
    const { recorder, memory, seqs } = setUp();
    let open = () => {};
    memory.gate = new Promise((resolve) => {
      open = resolve;
    });
    recorder.add(batch(0), null);
    await vi.advanceTimersByTimeAsync(100);
    for (let seq = 1; seq < 10; seq += 1) {
      recorder.add(batch(seq), null);
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(seqs()).toEqual([]);
    open();
    memory.gate = null;
    await vi.advanceTimersByTimeAsync(100);
    expect(seqs()).toEqual([[0], [1, 2, 3, 4, 5, 6, 7, 8, 9]]);
    expect(memory.mostAtOnce).toBe(1);
  });

  it("writes much in parts of about a mebibyte", async () => {
    const { recorder, memory, seqs } = setUp();
    for (let seq = 0; seq < 10; seq += 1) recorder.add(batch(seq, 400 * 1024), null);
    await vi.advanceTimersByTimeAsync(100);
    expect(seqs().flat()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(memory.writes.map(({ index, address }) => [index, address / 1024])).toEqual([
      [0, 0],
      [1, 1200],
      [2, 2400],
      [3, 3600],
    ]);
  });

  it.each([
    [
      new DOMException("no room", "QuotaExceededError"),
      /^The disk space for recordings is used up\. .*Deleting sessions makes room\.$/,
    ],
    [
      new Error("the database is closing"),
      /^The recording cannot be written to the disk, which may be full \(the database is closing\)\./,
    ],
  ])("says once in a sentence why it cannot write, and writes nothing more", async (failure, sentence) => {
    const { recorder, memory, failures, seqs } = setUp();
    recorder.add(batch(0), null);
    await vi.advanceTimersByTimeAsync(100);
    memory.failure = failure;
    recorder.add(batch(1), null);
    await vi.advanceTimersByTimeAsync(100);
    expect(failures).toEqual([expect.stringMatching(sentence)]);
    memory.failure = null;
    recorder.add(batch(2), null);
    recorder.touch();
    await vi.advanceTimersByTimeAsync(1000);
    expect(seqs(), "whole up to there, without a gap").toEqual([[0]]);
    expect(failures).toHaveLength(1);
    await recorder.settled();
  });

  it("writes a changed line without anything new", async () => {
    const { recorder, memory } = setUp();
    recorder.touch();
    await vi.advanceTimersByTimeAsync(100);
    expect(memory.writes).toMatchObject([{ index: 0, batches: [] }]);
  });

  it("writes nothing before it is known where to", async () => {
    let know: (store: SessionStore | null) => void = () => {};
    const store = new Promise<SessionStore | null>((resolve) => {
      know = resolve;
    });
    const { recorder, memory, seqs } = setUp(store);
    recorder.add(batch(0), null);
    await vi.advanceTimersByTimeAsync(5000);
    recorder.add(batch(1), null);
    know(memory);
    await vi.advanceTimersByTimeAsync(0);
    expect(seqs()).toEqual([[0, 1]]);
  });

  it("that has nowhere to write to is no failure", async () => {
    const { recorder, failures } = setUp(Promise.resolve(null));
    recorder.add(batch(0), null);
    await vi.advanceTimersByTimeAsync(100);
    recorder.add(batch(1), null);
    await recorder.settled();
    expect([failures, vi.getTimerCount()]).toEqual([[], 0]);
  });

  it("is settled when all of it is written", async () => {
    const { recorder, seqs } = setUp();
    await recorder.settled();
    for (let seq = 0; seq < 3; seq += 1) recorder.add(batch(seq, 3 * 1024 * 1024), null);
    let settled = false;
    const waiting = recorder.settled().then(() => {
      settled = true;
    });
    await vi.advanceTimersByTimeAsync(99);
    expect(settled).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await waiting;
    expect(seqs().flat()).toEqual([0, 1, 2]);
  });
});
