import { describe, expect, it } from "vitest";
import { createSession } from "../../src/core/model/session.ts";
import { type Batch, countEvents } from "../../src/core/wire/batch.ts";
import { createFrameGate } from "../../src/engine/frame-gate.ts";
import { type FrameBatches, frameBatches } from "../support/frame-batches.ts";
import { IFRAME, PAGE } from "../support/senders.ts";
import { toPageBatch } from "../support/to-page-batch.ts";

const T = 1_000_000;

function setUp() {
  const leftOut: [url: string, events: number][] = [];
  const gate = createFrameGate((url, events) => leftOut.push([url, events]));
  const session = createSession();
  /** What the gate lets through reaches the session; answers what is refused. */
  const say = (batch: Batch, sender = PAGE, now = T) => {
    const passed = gate.pass(toPageBatch(batch), sender, now);
    if ("problem" in passed) return passed.problem;
    session.accept(passed);
    return null;
  };
  const leftOutOf = (url: string) =>
    leftOut.filter(([of]) => of === url).reduce((sum, [, events]) => sum + events, 0);
  return { say, session, leftOutOf };
}

function sockets(frame: FrameBatches, from: number, count: number): Batch {
  return frame.batch((it) => {
    for (let connection = from; connection < from + count; connection += 1) {
      it.record({ type: "socket-created", at: T, connection, url: "wss://a.example/", protocols: [] });
    }
  });
}

describe("the gate of a tab", () => {
  it("gives a frame to the document that named it first: no other may speak for it", () => {
    const { say, session } = setUp();
    const frame = frameBatches("page");
    expect(say(frame.start(T))).toBeNull();
    expect(say({ ...frame.text(T, 1, "forged"), seq: 1 }, IFRAME)).toBe(
      "a frame that belongs to another document",
    );
    expect(say({ ...frame.text(T, 1, "real"), seq: 1 })).toBeNull();
    expect([session.log.length, session.dropped]).toEqual([1, 0]);
    const stranger = { ...IFRAME, documentId: "B" };
    expect(say({ ...frame.text(T, 1, "forged"), seq: 2 }, stranger)).toMatch(/another document/);
  });

  it("knows a document again that was prepared as another frame", () => {
    const { say } = setUp();
    const frame = frameBatches("ahead");
    expect(say(frame.start(T), { ...PAGE, frameId: 1234, documentId: "D", prerendering: true })).toBeNull();
    expect(say(frame.text(T, 1, "shown"), { ...PAGE, frameId: 0, documentId: "D" })).toBeNull();
    expect(say(frame.text(T, 1, "forged"), { ...PAGE, frameId: 0, documentId: "E" })).toMatch(/another/);
  });

  it("knows a window again whose first document was replaced", () => {
    const { say } = setUp();
    const frame = frameBatches("blank");
    expect(say(frame.start(T), { ...IFRAME, documentId: "D" })).toBeNull();
    expect(say(frame.text(T, 1, "on"), { ...IFRAME, documentId: "E" })).toBeNull();
  });

  it("refuses a sequence number far ahead, and goes on with the real ones", () => {
    const { say, session } = setUp();
    const frame = frameBatches("page");
    say(frame.text(T, 1, "a"));
    expect(say({ ...frame.text(T, 1, "forged"), seq: 1e9 })).toBe("a sequence number far ahead");
    expect(say({ ...frame.text(T, 1, "b"), seq: 1 })).toBeNull();
    expect([session.log.length, session.dropped]).toEqual([2, 0]);
  });

  it("lets a page at full speed through, and what its hook has kept back", () => {
    const { say, session, leftOutOf } = setUp();
    const frame = frameBatches("page");
    const texts = Array.from({ length: 1000 }, () => "x");
    // A backlog of 200,000 events, then ten seconds of 50,000 messages each.
    for (let batch = 0; batch < 200; batch += 1) say(frame.text(T, 1, ...texts), PAGE, T);
    for (let batch = 0; batch < 500; batch += 1) say(frame.text(T, 1, ...texts), PAGE, T + batch * 20);
    expect(session.log.length).toBe(700_000);
    expect(leftOutOf(PAGE.url)).toBe(0);
  });

  it("leaves out connections that are too many, whichever way they come, and nothing of other frames", () => {
    const { say, session, leftOutOf } = setUp();
    const [hostile, good] = [frameBatches("hostile"), frameBatches("good")];
    say(sockets(hostile, 1, 30_000), IFRAME);
    say(
      hostile.batch((it) => {
        for (let connection = 1; connection <= 100_000; connection += 1)
          it.message(T, connection, 0, "", null, "", "");
      }),
      IFRAME,
    );
    say(good.open(T, 1));
    say(good.text(T, 1, "still here"));
    expect(session.connections.length).toBe(10_001);
    expect(leftOutOf(IFRAME.url)).toBe(20_000 + 90_000);
    expect(leftOutOf(PAGE.url)).toBe(0);
    // What is left out on purpose is no gap.
    expect(session.dropped).toBe(0);
    expect(session.connections.at(-1)).toMatchObject({ url: "wss://shop.example/1", received: 1 });
  });

  it("leaves out records that are too many or too long, and takes some again later", () => {
    const { say, session, leftOutOf } = setUp();
    const frame = frameBatches("hostile");
    const noise = (count: number, message: string) =>
      frame.batch((it) => {
        for (let index = 0; index < count; index += 1)
          it.record({ type: "hook-failed", at: T, count: 1, message });
      });
    say(noise(60_000, ""));
    expect([session.log.length, leftOutOf(PAGE.url)]).toEqual([50_000, 10_000]);
    say(noise(3000, ""), PAGE, T + 2000);
    expect([session.log.length, leftOutOf(PAGE.url)]).toEqual([52_000, 11_000]);
    const long = "x".repeat(15 * 1024 * 1024);
    for (let index = 0; index < 10; index += 1) say(noise(1, long), PAGE, T + 10_000);
    expect(session.log.length).toBeLessThanOrEqual(52_000 + 4);
    expect(session.heldBytes).toBeLessThan(80 * 1024 * 1024);
  });

  it("refuses frames without end", () => {
    const { say, session } = setUp();
    const problems = new Set(
      Array.from({ length: 1000 }, (_, index) => say(frameBatches(`f${index}`).start(T), IFRAME)),
    );
    expect([...problems]).toEqual([null, "too many frames"]);
    expect(session.frames.size).toBe(100);
    expect(say(frameBatches("good").start(T))).toBeNull();
  });

  it("charges nothing for what is said again", () => {
    const { say, session, leftOutOf } = setUp();
    const batch = sockets(frameBatches("page"), 1, 6000);
    for (let time = 0; time < 10; time += 1) say(batch);
    expect([session.connections.length, leftOutOf(PAGE.url), countEvents(batch)]).toEqual([6000, 0, 6000]);
  });
});
