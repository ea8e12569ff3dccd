import { describe, expect, it } from "vitest";
import { SOCKET_CREATED, SOCKET_ERRORED } from "../../src/core/wire/page-records.ts";
import { createEmitterStage } from "../support/emitter-stage.ts";
import { recordsOf, wordsOf } from "../support/events-of.ts";

describe("an emitter whose hauls are taken", () => {
  function readyStage() {
    const stage = createEmitterStage();
    stage.ready();
    return stage;
  }

  it("asks once to be asked, and hands over what has come until then", () => {
    const stage = readyStage();
    stage.say(1, "a", "b");
    expect([stage.waits(), stage.batches]).toEqual([1, []]);
    stage.ready();
    expect(wordsOf(stage.batches)).toEqual(["frame-started", "message a", "message b"]);
    stage.say(1, "c");
    expect(stage.waits()).toBe(2);
    stage.ready();
    expect(stage.batches.map(({ seq }) => seq)).toEqual([0, 1, 3]);
  });

  it("asks again with the next event where nobody has heard", () => {
    const stage = readyStage();
    stage.deaf = true;
    stage.say(1, "a", "b");
    stage.deaf = false;
    stage.say(1, "c", "d");
    expect(stage.waits()).toBe(3);
  });

  it("has those counted that the other end has not heard of", () => {
    const stage = readyStage();
    stage.say(1, "a");
    stage.ready();
    stage.unheard = true;
    stage.say(1, "b", "c");
    stage.ready();
    stage.unheard = false;
    stage.say(1, "d");
    stage.ready();
    expect(recordsOf(stage.batches, "messages-dropped")).toMatchObject([{ connection: null, count: 2 }]);
    expect(wordsOf(stage.batches)).toEqual(["frame-started", "message a", "messages-dropped", "message d"]);
  });

  it("keeps messages and records in the order in which they came", () => {
    const { emitter, batches, say } = readyStage();
    emitter.record(SOCKET_CREATED, 1, 1, "wss://a.example/", "");
    say(1, "a");
    emitter.record(SOCKET_ERRORED, 2, 1);
    say(1, "b");
    emitter.flush();
    expect(wordsOf(batches).slice(1)).toEqual(["socket-created", "message a", "socket-errored", "message b"]);
  });

  it("does not wait once 1,000 events are there", () => {
    const { batches, say } = readyStage();
    say(1, ...Array.from({ length: 999 }, String));
    expect(batches).toEqual([]);
    say(1, "last");
    expect(wordsOf(batches)).toHaveLength(1001);
  });

  it("does not wait once a mebibyte is there", () => {
    const { batches, say } = readyStage();
    say(1, "x".repeat(1024 * 1024 - 200));
    expect(batches).toEqual([]);
    say(1, "y".repeat(200));
    expect(wordsOf(batches)).toHaveLength(3);
  });

  it("hands over nothing where there is nothing", () => {
    const { emitter, batches, say, waits } = readyStage();
    emitter.flush();
    expect([batches, waits()]).toEqual([[], 0]);
    say(1, "a");
    emitter.flush();
    emitter.flush();
    expect(wordsOf(batches)).toEqual(["frame-started", "message a"]);
  });

  it("of a page that is going hands over each event at once, until it stays", () => {
    const { emitter, batches, say } = readyStage();
    say(1, "before");
    emitter.setLeaving(true);
    say(1, "a");
    expect(wordsOf(batches).slice(1)).toEqual(["message before", "message a"]);
    emitter.setLeaving(false);
    say(1, "b");
    expect(wordsOf(batches)).toHaveLength(3);
  });

  it("keeps what was refused in its place until somebody says that there is room", () => {
    const stage = readyStage();
    stage.taking = false;
    stage.say(1, "a");
    stage.emitter.flush();
    stage.say(1, "b");
    stage.emitter.flush();
    stage.taking = true;
    stage.say(1, "c");
    stage.emitter.flush();
    expect(stage.batches, "nobody said so").toEqual([]);
    stage.ready();
    expect(wordsOf(stage.batches).slice(1)).toEqual(["message a", "message b", "message c"]);
  });

  it("that is refused keeps a backlog far larger than the idle ring", () => {
    const stage = readyStage();
    stage.taking = false;
    stage.say(1, "first");
    stage.emitter.flush();
    stage.say(1, ...Array.from({ length: 5000 }, String));
    stage.taking = true;
    stage.ready();
    expect(wordsOf(stage.batches)).toHaveLength(5002);
    expect(recordsOf(stage.batches, "messages-dropped")).toEqual([]);
  });
});
