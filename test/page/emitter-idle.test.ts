import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS, LIMITS } from "../../src/core/wire/page-limits.ts";
import { takeText } from "../../src/page/payload.ts";
import { BACKLOG_COUNT } from "../../src/page/ring.ts";
import { createEmitterStage } from "../support/emitter-stage.ts";
import { eventsOf, recordsOf, wordsOf } from "../support/events-of.ts";

const { ringCount: RING_COUNT, ringBytes: RING_BYTES } = DEFAULT_LIMITS;

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`);

describe("an emitter that nobody listens to", () => {
  it("keeps what is recent and tells how much of which connection it did not keep", () => {
    const stage = createEmitterStage();
    const { open, ready, batches, say } = stage;
    open(1, 2);
    for (const text of numbered(750)) say(1, text);
    for (const text of numbered(500)) say(2, text);
    ready();
    // m0 to m249 of connection 1 have gone: 10 texts of two bytes, 90 of three, 150 of four.
    expect(recordsOf(batches, "messages-dropped")).toEqual([
      {
        type: "messages-dropped",
        at: expect.any(Number),
        connection: 1,
        count: 250,
        bytes: 20 + 270 + 600,
        why: expect.stringContaining("while DevTools is closed"),
      },
    ]);
    const words = wordsOf(batches);
    expect(words).toHaveLength(RING_COUNT + 4);
    expect(words.slice(0, 5)).toEqual([
      "frame-started",
      "socket-created",
      "socket-created",
      "messages-dropped",
      "message m250",
    ]);
    expect(words.at(-1)).toBe("message m499");
  });

  it("tells of every connection that lost something, and of no loss twice", () => {
    const { emitter, open, ready, batches, say } = createEmitterStage();
    open(1, 2, 3);
    for (const text of numbered(10)) say(1, text);
    for (const text of numbered(30)) say(2, text);
    for (const text of numbered(RING_COUNT - 10)) say(3, text);
    ready();
    expect(recordsOf(batches, "messages-dropped")).toMatchObject([
      { connection: 1, count: 10, bytes: 20 },
      { connection: 2, count: 20, bytes: 50 },
    ]);
    emitter.setIdle();
    say(3, "more");
    ready();
    expect(recordsOf(batches, "messages-dropped")).toHaveLength(2);
  });

  it("numbers what it kept without a gap: what was dropped never had a number", () => {
    const { emitter, ready, batches, say } = createEmitterStage();
    for (const text of numbered(RING_COUNT + 300)) say(1, text);
    ready();
    say(1, "after");
    emitter.flush();
    let next = 0;
    for (const batch of batches) {
      expect(batch.seq).toBe(next);
      next += batch.rows.length / 8;
    }
    expect(next).toBe(RING_COUNT + 2);
  });

  it("is bounded by bytes too, but keeps the newest whatever its size", () => {
    const { ready, batches, say } = createEmitterStage();
    const large = "x".repeat(300_000);
    say(1, ...Array.from({ length: 5 }, () => large));
    ready();
    const kept = eventsOf(batches).filter(({ type }) => type === "message");
    expect(kept.length * large.length).toBeLessThanOrEqual(RING_BYTES);
    expect(kept).toHaveLength(3);
    expect(recordsOf(batches, "messages-dropped")).toMatchObject([{ count: 2, bytes: 600_000 }]);

    const other = createEmitterStage();
    other.say(1, "small", "y".repeat(2 * RING_BYTES));
    other.ready();
    expect(recordsOf(other.batches, "messages-dropped")).toMatchObject([{ count: 1, bytes: 5 }]);
    expect(eventsOf(other.batches)[1]).toMatchObject({ type: "message", size: 2 * RING_BYTES });
  });

  it("goes back to that bound when its listener goes", () => {
    const { emitter, ready, batches, say } = createEmitterStage();
    ready();
    say(1, "heard");
    emitter.flush();
    emitter.setIdle();
    for (const text of numbered(RING_COUNT + 5)) say(1, text);
    expect(wordsOf(batches)).toEqual(["message heard"]);
    ready();
    expect(recordsOf(batches, "messages-dropped")).toMatchObject([{ count: 5, bytes: 10 }]);
  });

  it("loses nothing without a word, whatever comes and goes", () => {
    const { emitter, ready, batches, say } = createEmitterStage();
    let said = 0;
    for (const [count, listening] of [
      [400, false],
      [900, false],
      [50, true],
      [2000, false],
      [999, true],
      [1001, false],
    ] as const) {
      if (listening) ready();
      else emitter.setIdle();
      for (const text of numbered(count)) say(1 + (said % 3), text);
      said += count;
    }
    ready();
    const dropped = recordsOf(batches, "messages-dropped").reduce((sum, { count }) => sum + count, 0);
    const kept = eventsOf(batches).filter(({ type }) => type === "message").length;
    expect(kept + dropped).toBe(said);
    expect(dropped).toBeGreaterThan(0);
  });

  it("counts what it dropped, of a text each UTF-16 unit as one byte: at least so many", () => {
    const { ready, batches, say } = createEmitterStage();
    say(1, "語🎌");
    say(2, ...numbered(RING_COUNT));
    ready();
    expect(recordsOf(batches, "messages-dropped")).toMatchObject([{ count: 1, bytes: 3 }]);
  });

  it("keeps no more than that of what a listener could not take before it went", () => {
    const stage = createEmitterStage();
    stage.ready();
    stage.taking = false;
    stage.say(1, ...numbered(5000));
    stage.emitter.flush();
    stage.emitter.setIdle();
    stage.taking = true;
    stage.ready();
    const kept = eventsOf(stage.batches).filter(({ type }) => type === "message");
    expect(kept.length).toBe(RING_COUNT);
  });
});

describe("an emitter with a full backlog", () => {
  it("does not drop how connections ended: that is not told again", () => {
    const stage = createEmitterStage();
    stage.ready();
    stage.taking = false;
    stage.say(1, "first");
    stage.emitter.flush();
    const closed = { at: 2, connection: 1, code: 1000, reason: "", wasClean: true, by: "page" } as const;
    stage.emitter.record({ type: "socket-closed", ...closed });
    for (let index = 0; index < BACKLOG_COUNT; index += 1) stage.say(2, "x");
    stage.taking = true;
    stage.ready();
    expect(recordsOf(stage.batches, "socket-closed")).toHaveLength(1);
  });

  it("keeps nothing where nothing is to be kept, reads no Blob for it, and says how much there was", () => {
    const stage = createEmitterStage();
    const { emitter, ready, batches, say } = stage;
    stage.open(1);
    Object.assign(emitter.limits, LIMITS["ring-off"]);
    say(1, ...numbered(3));
    let read = false;
    const blob = {
      get bytes() {
        read = true;
        return Promise.resolve(new ArrayBuffer(5));
      },
    };
    emitter.message(1, 1, 0, { kind: "blob", blob: blob as never, size: 5, cut: false });
    expect(read).toBe(false);
    ready();
    expect(wordsOf(batches)).toEqual(["frame-started", "socket-created", "messages-dropped"]);
    expect(recordsOf(batches, "messages-dropped")).toMatchObject([{ connection: 1, count: 4, bytes: 11 }]);
    say(1, "now");
    emitter.flush();
    expect(wordsOf(batches).slice(2)).toEqual(["messages-dropped", "message now"]);
  });

  it("says of a message that was cut how large it was", () => {
    const { emitter, ready, batches } = createEmitterStage();
    ready();
    emitter.message(1, 1, 0, takeText("abcdefgh", 5));
    emitter.flush();
    expect(eventsOf(batches)).toMatchObject([
      { size: 8, cut: true, payload: new TextEncoder().encode("abcde") },
    ]);
  });
});
