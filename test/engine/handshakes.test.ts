import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EngineAsk } from "../../src/core/wire/engine-feed.ts";
import type { ToldHandshake } from "../../src/core/wire/told-request.ts";
import { getHandshake } from "../core/export/rich-session.ts";
import { frameBatches, frameKey } from "../support/frame-batches.ts";
import { createMemoryStore, memoryLibrary } from "../support/memory-store.ts";
import { PAGE as SENDER } from "../support/senders.ts";
import { startRecording } from "../support/start-recording.ts";

const T = 1_000_000;
const FRAME = frameKey("page");

beforeEach(() => {
  vi.useFakeTimers({ now: T });
  vi.stubGlobal("navigator", {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function setUp() {
  const asks: EngineAsk[] = [];
  const live = startRecording(
    memoryLibrary(createMemoryStore()),
    () => Date.now(),
    () => {},
    () => {},
    (ask) => asks.push(ask),
  );
  const page = frameBatches("page");
  live.accept(page.start(T - 10), SENDER);
  live.accept(page.open(T, 1), SENDER);
  const told = (connection: number, more: Partial<ToldHandshake> = {}, key = `key ${connection}`) => {
    const entry = getHandshake(`wss://shop.example/${connection}`, T + 1);
    for (const header of entry.request.headers ?? []) if (/-Key$/.test(header.name)) header.value = key;
    live.handshakes.told({
      entry,
      startedAt: T + 1,
      respondedAt: T + 2,
      endedAt: T + 2,
      closedAt: null,
      error: "",
      frameId: null,
      workerUrl: null,
      hooked: null,
      script: "",
      held: null,
      ...more,
    });
  };
  const urls = () => live.current.session.connections.map(({ url }) => url);
  const marks = () => {
    const { session } = live.current;
    return Array.from({ length: session.log.length }, (_, row) => session.record(row)).filter(
      (it) => it?.type === "handshake",
    );
  };
  return { live, page, told, asks, urls, marks };
}

const FRAMES = {
  _webSocketMessages: [
    { type: "send", time: (T + 5) / 1000, opcode: 1, data: "ping" },
    { type: "receive", time: (T + 6) / 1000, opcode: 2, data: "AQI=" },
  ],
};

describe("handshakes in a recording", () => {
  it("come to the hook's connection, though they come before it, and once", async () => {
    const { live, page, told, asks, urls, marks } = setUp();
    told(2, { held: 1 });
    await vi.advanceTimersByTimeAsync(500);
    live.accept(page.open(T, 2), SENDER);
    await vi.advanceTimersByTimeAsync(1000);
    expect(marks()).toMatchObject([{ frame: FRAME, connection: 2, among: 1 }]);
    expect(live.current.session.connections[1]?.handshake).not.toBeNull();
    told(2, { held: 2 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(marks()).toHaveLength(1);
    expect(urls()).toHaveLength(2);
    expect(asks).toEqual([
      { ask: "forget-held", held: 1 },
      { ask: "forget-held", held: 2 },
    ]);
  });

  it("stay with a connection that is carried over into another session", async () => {
    const { live, told, marks } = setUp();
    told(1);
    await vi.advanceTimersByTimeAsync(1000);
    live.clear();
    expect(marks()).toMatchObject([{ frame: FRAME, connection: 1 }]);
    expect(live.current.session.connections[0]?.handshake).not.toBeNull();
  });

  it("of a connection of the session before are no new connection", async () => {
    const { live, page, told, urls } = setUp();
    live.accept(
      page.batch((it) => it.record({ type: "frame-left", at: T + 20, url: "", kept: false })),
      SENDER,
    );
    live.clear();
    told(1, { closedAt: T + 30, held: 1 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(urls()).toEqual([]);
  });

  it("that no hook made become connections with the log's messages, however often the log is read", async () => {
    const { live, told, asks, urls } = setUp();
    told(1, { hooked: true });
    told(7, { hooked: false, held: 3 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(asks).toEqual([{ ask: "take-held", held: 3 }]);
    live.handshakes.heldEntry(3, FRAMES);
    told(7, { hooked: false, held: 4, closedAt: T + 50 });
    await vi.advanceTimersByTimeAsync(1000);
    live.handshakes.heldEntry(4, FRAMES);
    told(7, { hooked: false, held: 5, closedAt: T + 50 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(asks.at(-1)).toEqual({ ask: "forget-held", held: 5 });
    expect(urls()).toEqual(["wss://shop.example/1", "wss://shop.example/7"]);
    expect(live.current.session.connections[1]).toMatchObject({
      frame: "network",
      state: "closed",
      protocol: "v2",
      sent: 1,
      received: 1,
    });
  });

  it("that no hook made are told apart by the script that made the call", async () => {
    const { live, told } = setUp();
    told(1, { hooked: true });
    const [a, b] = ["https://shop.example/a.js", "https://shop.example/b.js"];
    told(7, { hooked: false, script: a });
    told(8, { hooked: false, script: b });
    told(9, { hooked: false, script: a });
    await vi.advanceTimersByTimeAsync(1000);
    const { session } = live.current;
    expect(session.connections.slice(1).map(({ frame }) => session.frames.get(frame)?.url)).toEqual([
      a,
      b,
      a,
    ]);
    live.handshakes.leavePage(T + 5000);
    expect(session.connections.slice(1).every(({ state }) => state === "closed")).toBe(true);
  });

  it("of shared and service workers count where their origin is at home, and outlive the page", async () => {
    const { live, told } = setUp();
    told(7, { workerUrl: "https://shop.example/sw.js" });
    told(8, { workerUrl: "https://other.example/sw.js" });
    await vi.advanceTimersByTimeAsync(20_000);
    live.handshakes.leavePage(T + 30_000);
    const { connections, frames } = live.current.session;
    const [, ...others] = connections.map(({ url, frame, state }) => [url, frames.get(frame)?.url, state]);
    expect(others).toEqual([["wss://shop.example/7", "https://shop.example/sw.js", "open"]]);
  });

  it("are not taken for a worker's before the hook had its time", async () => {
    const { live, page, told, urls } = setUp();
    told(9);
    await vi.advanceTimersByTimeAsync(9000);
    live.accept(page.open(T, 9), SENDER);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(urls()).toEqual(["wss://shop.example/1", "wss://shop.example/9"]);
    expect(live.current.session.connections.map(({ frame }) => frame)).toEqual([FRAME, FRAME]);
  });

  it("of two connections that cannot be told apart are of neither", async () => {
    const { live, page, told, marks } = setUp();
    live.accept(
      page.batch((it) => {
        const url = "wss://shop.example/1";
        it.record({ type: "socket-created", at: T, connection: 2, url, protocols: [] });
      }),
      SENDER,
    );
    told(1);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(marks()).toEqual([]);
    await vi.advanceTimersByTimeAsync(3000);
    expect(marks()).toMatchObject([{ connection: null, among: 2 }]);
  });

  it("refuse a page that speaks as the network or as the browser", () => {
    const { live, urls } = setUp();
    live.accept({ ...frameBatches("page").open(T, 1), frame: "network" }, SENDER);
    live.accept(
      frameBatches("forger").batch((it) => {
        it.record({ type: "frame-seen", at: T, frameId: 0, url: "https://bank.example/", origin: "" });
      }),
      SENDER,
    );
    expect(live.refused).toBe(2);
    expect(urls()).toHaveLength(1);
  });
});

describe("the browser's word on a frame", () => {
  it("is kept beside the page's own, once", () => {
    const { live } = setUp();
    const frame = frameBatches("frame");
    const sender = { ...SENDER, frameId: 4, url: "https://evil.example/", origin: "https://evil.example" };
    live.accept(frame.start(T), sender);
    live.accept(frame.text(T, 1, "b"), sender);
    const { frameId, url, origin } = sender;
    expect(live.current.session.frames.get(frame.key)).toMatchObject({
      url: "https://shop.example/",
      seen: { frameId, url, origin },
    });
    live.clear();
    expect(live.current.session.frames.get(frame.key)?.seen).toEqual({ frameId, url, origin });
  });
});
