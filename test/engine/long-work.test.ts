import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSession } from "../../src/core/model/session.ts";
import { WorkStopped } from "../../src/core/wire/work-stopped.ts";
import { exportFile } from "../../src/engine/export-file.ts";
import { createLongWork, type Progress } from "../../src/engine/long-work.ts";
import { openSession } from "../../src/engine/open-session.ts";
import { acceptAndWrite, createRecorder } from "../../src/engine/recorder.ts";
import { frameBatches } from "../support/frame-batches.ts";
import { createMemoryStore } from "../support/memory-store.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("what takes long", () => {
  it("is shown when it takes long, with how far it is, until it is done", async () => {
    const changed = vi.fn();
    const work = createLongWork(changed, () => Date.now());
    let progress: Progress = () => {};
    let done: (value: string) => void = () => {};
    const run = work.run("exporting", (told) => {
      progress = told;
      return new Promise<string>((resolve) => {
        done = resolve;
      });
    });
    progress(1, 4);
    expect(work.state).toBeNull();
    changed.mockClear();
    await vi.advanceTimersByTimeAsync(300);
    expect(changed).toHaveBeenCalledTimes(1);
    expect(work.state).toMatchObject({ kind: "exporting", done: 1, total: 4 });
    progress(5, 4);
    expect(work.state).toMatchObject({ done: 4, total: 4 });
    done("file");
    expect(await run).toBe("file");
    expect(work.state).toBeNull();
  });

  it("is left at its next step when it is stopped, and others are not", async () => {
    const work = createLongWork(
      () => {},
      () => Date.now(),
    );
    const told: Progress[] = [];
    const begin = (kind: "opening" | "deleting") =>
      work.run(kind, async (progress) => {
        told.push(progress);
        for (let step = 0; step < 10; step += 1) {
          await new Promise((resolve) => setTimeout(resolve, 100));
          progress(step, 10);
        }
        return kind;
      });
    const opening = begin("opening");
    const deleting = begin("deleting");
    deleting.catch(() => {});
    await vi.advanceTimersByTimeAsync(450);
    const shown = work.state;
    expect(shown).toMatchObject({ kind: "deleting", done: 3 });
    work.stop(shown?.id ?? 0);
    expect(work.state).toBeNull();
    await vi.advanceTimersByTimeAsync(100);
    await expect(deleting).rejects.toBeInstanceOf(WorkStopped);
    expect(work.state).toMatchObject({ kind: "opening" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(await opening).toBe("opening");
  });

  it("says of an export and of opening how far it is, and ends them", async () => {
    vi.useRealTimers();
    const store = createMemoryStore();
    const session = createSession();
    const frame = frameBatches("f");
    const recorder = createRecorder(
      Promise.resolve(store),
      () => ({ id: "s", bytes: session.heldBytes }) as never,
      session,
      (why) => expect.unreachable(why),
    );
    for (let at = 0; at < 3; at += 1) acceptAndWrite(session, recorder, frame.text(at, 1, "a", "b", "c"));
    await recorder.settled();
    const seen: [number, number][] = [];
    const opened = await openSession(store, "s", (...it) => void seen.push(it));
    expect(opened.session.log.length).toBe(session.log.length);
    expect(seen).toEqual([[session.heldBytes, session.heldBytes]]);

    const about = { name: "n", startedAt: 1, exportedAt: 2, version: "1", annotations: new Map() };
    const stop = () => {
      throw new WorkStopped();
    };
    await expect(exportFile(session, about, "har", stop)).rejects.toBeInstanceOf(WorkStopped);
    await expect(exportFile(session, about, "session", stop)).rejects.toBeInstanceOf(WorkStopped);
    await expect(openSession(store, "s", stop)).rejects.toBeInstanceOf(WorkStopped);
  });
});
