import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createEmitterStage } from "../support/emitter-stage.ts";
import { recordsOf, wordsOf } from "../support/events-of.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("an emitter whose relay takes batches", () => {
  function readyStage() {
    const stage = createEmitterStage();
    stage.ready();
    return stage;
  }

  it("gathers for 50 ms what belongs together", () => {
    const stage = readyStage();
    stage.say(1, "a");
    vi.advanceTimersByTime(49);
    stage.say(1, "b");
    expect(stage.batches).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(stage.batches).toHaveLength(1);
    expect(wordsOf(stage.batches)).toEqual(["message a", "message b"]);
    stage.say(1, "c");
    vi.advanceTimersByTime(50);
    expect(stage.batches.map(({ seq }) => seq)).toEqual([0, 2]);
  });

  it("keeps messages and records in the order in which they came", () => {
    const { emitter, batches, say } = readyStage();
    emitter.record({ type: "socket-created", at: 1, connection: 1, url: "wss://a.example/", protocols: [] });
    say(1, "a");
    emitter.record({ type: "socket-errored", at: 2, connection: 1 });
    say(1, "b");
    emitter.flush();
    expect(wordsOf(batches)).toEqual([
      "frame-started",
      "socket-created",
      "message a",
      "socket-errored",
      "message b",
    ]);
  });

  it("gathers for 150 ms where the last batch had 10 events and more", () => {
    const { batches, say } = readyStage();
    const wait = (ms: number) => {
      vi.advanceTimersByTime(ms);
      return batches.length;
    };
    say(1, ...Array.from({ length: 10 }, String));
    expect(wait(50)).toBe(1);
    say(1, "many came");
    expect([wait(149), wait(1)]).toEqual([1, 2]);
    say(1, "one came");
    expect(wait(50)).toBe(3);
  });

  it("does not wait once 1,000 events are there", () => {
    const { batches, say } = readyStage();
    say(1, ...Array.from({ length: 999 }, String));
    expect(batches).toEqual([]);
    say(1, "last");
    expect(wordsOf(batches)).toHaveLength(1000);
  });

  it("does not wait once a mebibyte is there", () => {
    const { batches, say } = readyStage();
    say(1, "x".repeat(1024 * 1024 - 200));
    expect(batches).toEqual([]);
    say(1, "y".repeat(200));
    expect(wordsOf(batches)).toHaveLength(2);
  });

  it("sends nothing where there is nothing", () => {
    const { emitter, batches, say } = readyStage();
    emitter.flush();
    say(1, "a");
    emitter.flush();
    vi.advanceTimersByTime(1000);
    expect(batches).toHaveLength(1);
  });

  it("of a hidden page asks for a task, not for a timer", () => {
    const stage = readyStage();
    stage.hidden = true;
    stage.say(1, "a", "b");
    vi.advanceTimersByTime(10_000);
    expect(stage.batches).toEqual([]);
    expect(stage.soon).toHaveLength(1);
    stage.soon[0]?.();
    expect(wordsOf(stage.batches)).toEqual(["message a", "message b"]);
    stage.say(1, "c");
    expect(stage.soon).toHaveLength(2);
  });

  it("of a page that is going sends each event at once, until it is shown again", () => {
    const { emitter, batches, say } = readyStage();
    say(1, "before");
    emitter.setLeaving(true);
    say(1, "a");
    expect(wordsOf(batches)).toEqual(["message before", "message a"]);
    say(1, "b");
    expect(batches).toHaveLength(2);
    emitter.setLeaving(false);
    say(1, "c");
    expect(batches).toHaveLength(2);
    vi.advanceTimersByTime(50);
    expect(wordsOf(batches).at(-1)).toBe("message c");
  });

  it("says again what was refused, in its place, when the relay is ready again", () => {
    const stage = readyStage();
    stage.taking = false;
    stage.say(1, "a");
    stage.emitter.flush();
    stage.say(1, "b");
    stage.emitter.flush();
    vi.advanceTimersByTime(1000);
    expect(stage.batches).toEqual([]);
    stage.taking = true;
    stage.say(1, "c");
    vi.advanceTimersByTime(1000);
    expect(stage.batches, "nobody said that it is ready").toEqual([]);
    stage.ready();
    expect(wordsOf(stage.batches)).toEqual(["message a", "message b", "message c"]);
    expect(stage.batches.map(({ seq }) => seq)).toEqual([0]);
  });

  it("says its frame before its first record, and once; of a frame that has said nothing, nothing", () => {
    const { emitter, batches } = readyStage();
    emitter.flush();
    expect([emitter.started, batches]).toEqual([false, []]);
    emitter.record({ type: "socket-errored", at: 2, connection: 1 });
    emitter.record({ type: "socket-errored", at: 3, connection: 1 });
    emitter.flush();
    expect(emitter.started).toBe(true);
    expect(wordsOf(batches)).toEqual(["frame-started", "socket-errored", "socket-errored"]);
  });

  it("that is refused keeps a backlog far larger than the idle ring", () => {
    const stage = readyStage();
    stage.taking = false;
    stage.say(1, "first");
    stage.emitter.flush();
    stage.say(1, ...Array.from({ length: 5000 }, String));
    stage.taking = true;
    stage.ready();
    expect(wordsOf(stage.batches)).toHaveLength(5001);
    expect(recordsOf(stage.batches, "messages-dropped")).toEqual([]);
  });
});
