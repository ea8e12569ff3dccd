import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS, LIMITS, toNumbers } from "../../src/core/wire/page-limits.ts";
import { SOCKET_CLOSED } from "../../src/core/wire/page-records.ts";
import { BACKLOG_COUNT } from "../../src/page/ring.ts";
import { createEmitterStage, LateBlob } from "../support/emitter-stage.ts";
import { eventsOf, recordsOf, wordsOf } from "../support/events-of.ts";

const { ringCount: RING_COUNT, ringBytes: RING_BYTES } = DEFAULT_LIMITS;

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`);

/** Once it is full, a quarter of what is kept goes at once. */
const PART = RING_COUNT / 4;

describe("an emitter that nobody listens to", () => {
  it("keeps at least what is recent and tells how much of which connection it did not keep", () => {
    const stage = createEmitterStage();
    const { open, ready, batches, say } = stage;
    open(1, 2);
    for (const text of numbered(750)) say(1, text);
    for (const text of numbered(500)) say(2, text);
    ready();
    // A part has gone: two records, which are kept, and m0 to m247: 10 texts of two bytes, 90 of three, 148 of four.
    expect(recordsOf(batches, "messages-dropped")).toEqual([
      {
        type: "messages-dropped",
        at: expect.any(Number),
        connection: 1,
        count: PART - 2,
        bytes: 20 + 270 + 592,
        why: expect.stringContaining("while DevTools is closed"),
      },
    ]);
    const words = wordsOf(batches);
    expect(words.slice(0, 5)).toEqual([
      "frame-started",
      "socket-created",
      "socket-created",
      "messages-dropped",
      "message m248",
    ]);
    expect(words.at(-1)).toBe("message m499");
    expect(words.length - 4).toBeGreaterThanOrEqual(RING_COUNT);
  });

  it("tells how many went of which the other end has not heard", () => {
    const stage = createEmitterStage();
    stage.unheard = true;
    stage.say(1, ...numbered(RING_COUNT + PART + 1));
    stage.unheard = false;
    stage.say(1, ...numbered(PART));
    stage.ready();
    expect(recordsOf(stage.batches, "messages-dropped")).toMatchObject([
      { connection: null, count: 2 * PART },
    ]);
  });

  it("tells of every connection that lost something, and of no loss twice", () => {
    const { emitter, open, ready, batches, say } = createEmitterStage();
    open(1, 2, 3);
    for (const text of numbered(10)) say(1, text);
    for (const text of numbered(PART)) say(2, text);
    for (const text of numbered(RING_COUNT)) say(3, text);
    ready();
    expect(recordsOf(batches, "messages-dropped")).toMatchObject([
      { connection: 1, count: 10, bytes: 20 },
      { connection: 2, count: PART - 13 },
    ]);
    emitter.setIdle();
    say(3, "more");
    ready();
    expect(recordsOf(batches, "messages-dropped")).toHaveLength(2);
  });

  it("numbers what it kept without a gap: what was dropped never had a number", () => {
    const { emitter, ready, batches, say } = createEmitterStage();
    for (const text of numbered(3 * RING_COUNT)) say(1, text);
    ready();
    say(1, "after");
    emitter.flush();
    let next = 0;
    for (const batch of batches) {
      expect(batch.seq).toBe(next);
      next += batch.rows.length / 8;
    }
    expect(next).toBe(wordsOf(batches).length);
  });

  it("is bounded by bytes too, but keeps the newest whatever its size", () => {
    const { ready, batches, say } = createEmitterStage();
    const large = "x".repeat(300_000);
    say(1, ...Array.from({ length: 9 }, () => large));
    ready();
    const kept = eventsOf(batches).filter(({ type }) => type === "message");
    expect(kept.length * large.length).toBeLessThanOrEqual(RING_BYTES + large.length);
    expect(recordsOf(batches, "messages-dropped")).toMatchObject([{ count: 9 - kept.length }]);

    const other = createEmitterStage();
    other.say(1, ...numbered(PART), "y".repeat(2 * RING_BYTES));
    other.ready();
    expect(recordsOf(other.batches, "messages-dropped")).toMatchObject([{ count: PART }]);
    expect(eventsOf(other.batches)[2]).toMatchObject({ type: "message", size: 2 * RING_BYTES });
  });

  it("goes back to that bound when its listener goes", () => {
    const { emitter, ready, batches, say } = createEmitterStage();
    ready();
    say(1, "heard");
    emitter.flush();
    emitter.setIdle();
    for (const text of numbered(RING_COUNT + PART)) say(1, text);
    expect(wordsOf(batches)).toEqual(["frame-started", "message heard"]);
    ready();
    expect(recordsOf(batches, "messages-dropped")).toMatchObject([{ count: PART }]);
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
    say(1, ...Array.from({ length: PART }, () => "語🎌"));
    say(2, ...numbered(RING_COUNT));
    ready();
    expect(recordsOf(batches, "messages-dropped")).toMatchObject([{ count: PART, bytes: 3 * PART }]);
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
    expect(kept.length).toBeLessThan(RING_COUNT + 1000);
  });
});

describe("an emitter with a full backlog", () => {
  it("does not drop how connections ended: that is not told again", () => {
    const stage = createEmitterStage();
    stage.ready();
    stage.taking = false;
    stage.say(1, "first");
    stage.emitter.flush();
    stage.emitter.record(SOCKET_CLOSED, 2, 1, 1000, "", true, "page");
    for (let index = 0; index < BACKLOG_COUNT; index += 1) stage.say(2, "x");
    stage.taking = true;
    stage.ready();
    expect(recordsOf(stage.batches, "socket-closed")).toHaveLength(1);
  });

  it("keeps nothing where nothing is to be kept, reads no Blob for it, and says how much there was", () => {
    const stage = createEmitterStage();
    const { emitter, ready, batches, say } = stage;
    stage.open(1);
    toNumbers({ ...DEFAULT_LIMITS, ...LIMITS["ring-off"] }).forEach(emitter.setLimit);
    say(1, ...numbered(3));
    let read = false;
    const blob = {
      size: 5,
      get bytes() {
        read = true;
        return Promise.resolve(new ArrayBuffer(5));
      },
    };
    Object.setPrototypeOf(blob, LateBlob.prototype);
    emitter.message(1, 1, 0, blob);
    expect(read).toBe(false);
    ready();
    expect(wordsOf(batches)).toEqual(["frame-started", "socket-created", "messages-dropped"]);
    expect(recordsOf(batches, "messages-dropped")).toMatchObject([{ connection: 1, count: 4, bytes: 11 }]);
    say(1, "now");
    emitter.flush();
    expect(wordsOf(batches).slice(2)).toEqual(["messages-dropped", "message now"]);
  });
});
