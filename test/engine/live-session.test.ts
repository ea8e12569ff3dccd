import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FLAG_PARTIAL } from "../../src/core/wire/batch.ts";
import type { HarEntry } from "../../src/core/wire/events.ts";
import { createLiveSession } from "../../src/engine/live-session.ts";
import { frameBatches } from "../support/frame-batches.ts";
import { createMemoryStore } from "../support/memory-store.ts";
import { valuesOf } from "../support/values-of.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const store = createMemoryStore();
  const begin = (before: ReturnType<typeof createLiveSession> | null = null) =>
    createLiveSession(Promise.resolve(store), 100, before?.session ?? null, () => {});
  return { store, live: begin(), begin, frame: frameBatches("f") };
}
const kindsOf = ({ session: { log } }: ReturnType<typeof createLiveSession>) => valuesOf(log, "kind");
const request = (url: string, mimeType = "text/plain"): HarEntry => ({
  startedDateTime: "2026-01-01T12:00:00.000Z",
  time: 1,
  request: { method: "GET", url },
  response: { status: 200, content: { mimeType } },
});

describe("a live session", () => {
  it("keeps what it accepts, in memory and on the disk", async () => {
    const { live, frame, store } = setUp();
    expect(live.empty).toBe(true);
    live.accept(frame.start(101));
    live.accept(frame.open(102, 1));
    live.accept(frame.text(250, 1, "a", "b"));
    live.record({ type: "request-finished", at: 1, entry: request("https://shop.example/api") });
    expect(live.empty).toBe(false);
    const about = { messages: 2, requests: 1, connections: 2, startedAt: 100 };
    expect(live.describe()).toMatchObject({ ...about, changedAt: Date.UTC(2026, 0, 1, 12) });
    await vi.advanceTimersByTimeAsync(150);
    expect(store.writes[0]?.session).toMatchObject(about);
    const again = (await store.chunks(live.describe().id, 0, 9)).flatMap(({ batches }) => batches);
    expect(again.map(({ frame: key }) => key)).toEqual([frame.key, frame.key, frame.key, "devtools"]);
  });

  it("tells the present by the page's clock, and the end while it does not record", async () => {
    const { live, frame } = setUp();
    // A page whose clock is an hour behind the engine's: the computer slept.
    live.accept(frame.start(5000));
    live.accept(frame.open(6000, 1));
    expect(live.until()).toEqual({ at: 6000, goesOn: true });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(live.until().at).toBe(66_000);
    // What is told late was before.
    live.accept(frame.text(5500, 1, "late"));
    expect(live.until().at).toBe(66_000);
    live.setRecording(false, 66_000);
    expect(live.until()).toEqual({ at: 66_000, goesOn: false });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(live.until()).toEqual({ at: 66_000, goesOn: false });
  });

  it("writes until when it went on while a connection is open, though nothing happens", async () => {
    const { live, frame, store, begin } = setUp();
    const written = async () => (await store.find(live.describe().id)).endedAt;
    live.accept(frame.start(5000));
    live.accept(frame.open(6000, 1));
    await vi.advanceTimersByTimeAsync(60_000);
    // It may have been cut off at any time: so much is known at least.
    expect(await written()).toBeGreaterThan(6000 + 45_000);
    expect(store.writes, "no message is written again").toHaveLength(1);
    begin(live);
    await live.end();
    expect(await written(), "another has taken its place").toBe(66_000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([await written(), live.until()]).toEqual([66_000, { at: 66_000, goesOn: false }]);
  });

  it("does not write it where nothing may come any more, nor where writing has failed", async () => {
    const { live, frame, store } = setUp();
    live.accept(frame.start(5000));
    live.accept(frame.open(6000, 1));
    live.accept(
      frame.batch((it) =>
        it.record({
          type: "socket-closed",
          at: 7000,
          connection: 1,
          code: 1000,
          reason: "",
          wasClean: true,
          by: "page",
        }),
      ),
    );
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await store.find(live.describe().id)).endedAt).toBeLessThan(7500);
    live.accept(frame.open(8000, 2));
    await vi.advanceTimersByTimeAsync(1000);
    store.failure = new Error("gone");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(live.inMemory, "there was nothing to be lost").toBe(false);
  });

  describe("is named after", () => {
    const navigated = (at: number, page: string) =>
      ({ type: "navigated", at, url: `https://shop.example/${page}` }) as const;

    it("the page that is gone to, where nothing was said on the one before", () => {
      const { live, frame } = setUp();
      live.setPage("https://shop.example/before");
      expect(live.describe().name).toBe("shop.example/before");
      const at = Date.UTC(2026, 0, 1, 12) + 5;
      live.record({ type: "request-finished", at, entry: request("https://shop.example/a", "text/html") });
      // A page's first words may come before the browser tells of it.
      live.accept(frame.start(at));
      live.accept(frame.text(at + 1, 1, "hello"));
      live.record(navigated(at, "a"));
      expect(live.describe().name).toBe("shop.example/a");
      live.record(navigated(at + 100, "b"));
      expect(live.describe().name).toBe("shop.example/a");
    });

    it("the page on which something was said first", () => {
      const { live, frame } = setUp();
      live.setPage("https://shop.example/before");
      live.accept(frame.text(200, 1, "hello"));
      live.record(navigated(300, "a"));
      expect(live.describe().name).toBe("shop.example/before");
    });
  });

  it("that is empty is not written", async () => {
    const { live, store } = setUp();
    live.setRecording(false, 5);
    live.setRecording(true, 6);
    live.setPage("https://shop.example/");
    await vi.advanceTimersByTimeAsync(1000);
    expect([live.empty, store.writes]).toEqual([true, []]);
  });

  it("writes no batch twice that was sent twice", async () => {
    const { live, frame, store } = setUp();
    const batch = frame.text(1, 1, "a");
    live.accept(batch);
    live.accept(batch);
    await vi.advanceTimersByTimeAsync(150);
    expect(live.session.log.length).toBe(1);
    expect(store.writes.flatMap(({ batches }) => batches)).toHaveLength(1);
  });

  it("while it is paused follows the lives of connections, not their messages", () => {
    const { live, frame } = setUp();
    live.accept(frame.start(1));
    live.accept(frame.open(2, 1));
    live.setRecording(false, 10);
    live.setRecording(false, 11);
    live.accept(frame.text(12, 1, "not this"));
    live.accept(frame.open(13, 2));
    live.record({ type: "request-finished", at: 1, entry: request("https://shop.example/api") });
    live.setRecording(true, 20);
    live.accept(frame.text(21, 2, "this"));
    expect(live.session.connections.map(({ url, state, received }) => [url, state, received])).toEqual([
      ["wss://shop.example/1", "open", 0],
      ["wss://shop.example/2", "open", 1],
    ]);
    const records = kindsOf(live).map((_, row) => live.session.record(row)?.type ?? "message");
    expect(records).toEqual([
      "socket-created",
      "socket-opened",
      "recording-paused",
      "socket-created",
      "socket-opened",
      "recording-resumed",
      "message",
    ]);
    expect(live.session.dropped, "left out on purpose is not lost").toBe(0);
  });

  it("while it is paused still finishes the message that it had begun", () => {
    const { live, frame } = setUp();
    live.accept(frame.batch((it) => it.message(1, 1, FLAG_PARTIAL, "half", 9, "", "")));
    live.setRecording(false, 2);
    live.accept(frame.batch((it) => it.payload(1, 0, 0, new TextEncoder().encode(" done"))));
    expect(Buffer.from(live.session.payload(0)).toString()).toBe("half done");
  });

  it("passes over the request of an EventSource that is watched, and that alone", () => {
    const { live, frame } = setUp();
    const [url, other] = ["https://shop.example/events", "https://shop.example/other"];
    live.accept(
      frame.batch((it) =>
        it.record({ type: "source-created", at: 1, connection: 1, url, withCredentials: false }),
      ),
    );
    live.record({ type: "request-finished", at: 1, entry: request(url, "text/event-stream;charset=utf-8") });
    expect(live.describe().requests).toBe(0);
    live.record({ type: "request-finished", at: 1, entry: request(other, "text/event-stream") });
    live.record({ type: "request-finished", at: 1, entry: request(url, "application/json") });
    expect(live.describe().requests).toBe(2);
  });
});

describe("a session after Clear", () => {
  it("knows the connections that are alive, and misses nothing of what comes", () => {
    const { live, begin, frame } = setUp();
    live.accept(frame.start(1));
    live.accept(frame.open(2, 1));
    live.accept(frame.open(3, 2));
    live.accept(frame.text(4, 1, "old"));
    live.accept(
      frame.batch((it) => {
        const closed = { code: 1000, reason: "", wasClean: true, by: "page" } as const;
        it.record({ type: "socket-closed", at: 5, connection: 2, ...closed });
      }),
    );
    const next = begin(live);
    expect(next.describe().id).not.toBe(live.describe().id);
    next.accept(frame.text(9, 1, "new"));
    const { session } = next;
    expect(session.connections).toMatchObject([{ url: "wss://shop.example/1", state: "open", received: 1 }]);
    expect(session.frames.get(frame.key)).toMatchObject({ url: "https://shop.example/", top: true });
    expect(session.dropped).toBe(0);
    expect(kindsOf(next).filter((kind) => kind === 1)).toHaveLength(1);
  });

  it("survives being cleared again and again", () => {
    const { live, begin, frame } = setUp();
    live.accept(frame.start(1));
    live.accept(frame.open(2, 1));
    let current = live;
    for (let round = 0; round < 5; round += 1) {
      current = begin(current);
      current.accept(frame.text(10 + round, 1, "x"));
    }
    expect(current.session.connections).toMatchObject([{ createdAt: 2, openedAt: 2, received: 1 }]);
    expect(current.session.dropped).toBe(0);
  });

  it("is not told twice what an old batch says that is repeated", () => {
    const { live, begin, frame } = setUp();
    live.accept(frame.start(1));
    live.accept(frame.open(2, 1));
    const repeated = frame.text(3, 1, "old");
    live.accept(repeated);
    const next = begin(live);
    next.accept(repeated);
    expect(kindsOf(next)).not.toContain(1);
  });

  it("knows the frame of a connection that is opened later, though none was alive", () => {
    const { live, begin, frame } = setUp();
    live.accept(frame.start(1, { top: false, url: "https://pay.example/widget" }));
    live.accept(frame.open(2, 1));
    live.accept(
      frame.batch((it) => {
        const closed = { code: 1000, reason: "", wasClean: true, by: "page" } as const;
        it.record({ type: "socket-closed", at: 3, connection: 1, ...closed });
      }),
    );
    const next = begin(live);
    next.accept(frame.open(9, 2));
    expect(next.session.frames.get(frame.key)).toMatchObject({
      url: "https://pay.example/widget",
      top: false,
    });
  });
});

describe("a live session's name", () => {
  it("is the page's host and path, of the first page that has any", () => {
    const { live } = setUp();
    expect(live.describe()).toMatchObject({ name: "", url: "" });
    live.setPage("about:blank");
    live.record({ type: "navigated", at: 1, url: "https://shop.example:8080/cart?id=7#top" });
    live.record({ type: "navigated", at: 2, url: "https://other.example/" });
    live.setPage("https://third.example/");
    expect(live.describe()).toMatchObject({
      name: "shop.example:8080/cart",
      url: "https://shop.example:8080/cart?id=7#top",
    });
  });

  it("without a path is the host alone", () => {
    const { live } = setUp();
    live.setPage("https://shop.example/");
    expect(live.describe().name).toBe("shop.example");
  });

  it("is the user's, once there is one, and is written", async () => {
    const { live, frame, store } = setUp();
    live.setPage("https://shop.example/");
    live.accept(frame.text(1, 1, "a"));
    await vi.advanceTimersByTimeAsync(150);
    live.rename("Checkout hangs");
    await vi.advanceTimersByTimeAsync(150);
    expect(store.writes.map(({ session: { name } }) => name)).toEqual(["shop.example", "Checkout hangs"]);
    live.rename("");
    expect(live.describe().name).toBe("shop.example");
  });
});
