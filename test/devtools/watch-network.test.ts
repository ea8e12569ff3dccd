import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EngineFeed } from "../../src/core/wire/engine-feed.ts";
import type { HarEntry } from "../../src/core/wire/events.ts";
import { parseRecord } from "../../src/core/wire/parse-record.ts";
import { watchNetwork } from "../../src/devtools/watch-network.ts";
import { FakeSignal } from "../support/fake-runtime.ts";

beforeEach(() => void vi.useFakeTimers({ now: 5000 }));
afterEach(() => void vi.useRealTimers());

type More = { request?: object; response?: object; [key: string]: unknown };

function setUp(startedAt: number | null | "late" = 4000) {
  const network = { onRequestFinished: new FakeSignal<[unknown]>(), onNavigated: new FakeSignal<[string]>() };
  const feeds: EngineFeed[] = [];
  let navigations = 0;
  const answers: ((at: number) => void)[] = [];
  watchNetwork(
    network,
    (feed) => void feeds.push(feed),
    async () => {
      navigations += 1;
      if (startedAt !== "late") return startedAt;
      return new Promise<number>((resolve) => void answers.push(resolve));
    },
  );
  async function finish(
    { request, response, ...more }: More = {},
    body: [string | null, string] = ["[]", ""],
  ) {
    let asked = false;
    network.onRequestFinished.emit({
      startedDateTime: "2026-01-01T13:00:00.000+01:00",
      time: 12,
      request: { method: "GET", url: "https://shop.example/api", ...request },
      response: { status: 200, content: { size: 2, mimeType: "application/json" }, ...response },
      getContent(callback: (text: string | null, encoding: string) => void) {
        asked = true;
        callback(...body);
      },
      ...more,
    });
    await vi.advanceTimersByTimeAsync(0);
    const feed = feeds.at(-1);
    const record = feed?.feed === "record" ? feed.record : null;
    return { asked, entry: record?.type === "request-finished" ? record.entry : (null as never as HarEntry) };
  }
  return { network, feeds, finish, answers, navigations: () => navigations };
}

describe("watching the network", () => {
  it("feeds a finished request with its body, as a plain entry that the parser takes", async () => {
    const { feeds, finish } = setUp();
    const { entry } = await finish({ timings: { wait: 3 }, cache: {}, serverIPAddress: "::1" });
    expect(entry).toMatchObject({
      startedDateTime: "2026-01-01T12:00:00.000Z",
      serverIPAddress: "::1",
      timings: { wait: 3 },
      response: { content: { text: "[]", mimeType: "application/json" } },
    });
    expect(entry).not.toHaveProperty("getContent");
    const feed = feeds[0];
    expect(feed?.feed === "record" && parseRecord(JSON.stringify(feed.record))).toMatchObject({ at: 5000 });
  });

  it("keeps of Chrome's own keys what is light", async () => {
    const call = { functionName: "poll", url: "https://a.example/a.js", lineNumber: 1, columnNumber: 2 };
    const { entry } = await setUp().finish({
      _priority: "High",
      _resourceType: "fetch",
      _initiator: {
        type: "script",
        stack: {
          callFrames: new Array(500).fill({ ...call, scriptId: "1" }),
          parent: { callFrames: [call] },
        },
      },
      _webSocketMessages: [1, 2],
    });
    expect(entry).toMatchObject({
      _priority: "High",
      _resourceType: "fetch",
      _initiator: { type: "script", stack: { callFrames: new Array(12).fill(call) } },
    });
    expect(Object.keys(entry)).not.toContain("_webSocketMessages");
    expect(JSON.stringify(entry)).not.toContain("scriptId");
  });

  it("knows by its size that a body is in base64, where the browser does not say so", async () => {
    const content = { size: 4, mimeType: "application/octet-stream" };
    const { entry } = await setUp().finish({ response: { content } }, ["AAH//g==", ""]);
    expect(entry.response.content).toMatchObject({ text: "AAH//g==", encoding: "base64" });
    const plain = await setUp().finish({ response: { content: { ...content, size: 8 } } }, ["AAH//g==", ""]);
    expect(plain.entry.response.content).not.toHaveProperty("encoding");
  });

  it("says that a body is in base64", async () => {
    const { entry } = await setUp().finish({}, ["AP8=", "base64"]);
    expect(entry.response.content).toMatchObject({ text: "AP8=", encoding: "base64" });
  });

  it.each([
    ["code and looks", { response: { content: { size: 9, mimeType: "text/css" } } }],
    ["a picture", { response: { content: { size: 9, mimeType: "image/png" } } }],
    ["a request that failed", { response: { status: 0 } }],
    [
      "what is there already",
      { response: { content: { size: 2, text: "{}", mimeType: "application/json" } } },
    ],
  ])("does not ask for the body of %s", async (_, more) => {
    const { asked, entry } = await setUp().finish(more);
    expect(asked).toBe(false);
    expect(entry.request.url).toBe("https://shop.example/api");
  });

  it("does not ask for a large body, and says so", async () => {
    const content = { size: 1024 * 1024 + 1, mimeType: "application/json" };
    const { asked, entry } = await setUp().finish({ response: { content } });
    expect(asked).toBe(false);
    expect(entry.response.content?.comment).toContain("body not kept");
  });

  it.each([
    ["a WebSocket by its status", { response: { status: 101 } }],
    ["a WebSocket by its type", { _resourceType: "websocket" }],
    ["an EventSource", { _resourceType: "eventsource" }],
    ["what is no HTTP", { request: { url: "data:text/plain,x" } }],
    ["an extension's file", { request: { url: "chrome-extension://x/a.js" } }],
  ])("passes over %s", async (_, more) => {
    const { feeds, finish } = setUp();
    await finish(more);
    expect(feeds).toEqual([]);
  });

  it.each([
    ["as its relay tells", 4000, 4000],
    ["as it is heard, where no relay tells", null, 5000],
  ])("feeds a navigation at the time %s", async (_, startedAt, at) => {
    const { network, feeds, navigations } = setUp(startedAt);
    network.onNavigated.emit("https://shop.example/next");
    expect(navigations()).toBe(1);
    vi.setSystemTime(5500);
    await vi.advanceTimersByTimeAsync(0);
    expect(feeds).toEqual([
      { feed: "record", record: { type: "navigated", at, url: "https://shop.example/next" } },
    ]);
  });

  it("feeds navigations in their order, and does not wait for a page that is busy", async () => {
    const { network, feeds, answers } = setUp("late");
    network.onNavigated.emit("https://shop.example/busy");
    network.onNavigated.emit("https://shop.example/next");
    answers[1]?.(4900);
    await vi.advanceTimersByTimeAsync(999);
    expect(feeds).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    answers[0]?.(4800);
    await vi.advanceTimersByTimeAsync(0);
    expect(feeds.map((it) => it.feed === "record" && it.record)).toEqual([
      { type: "navigated", at: 5000, url: "https://shop.example/busy" },
      { type: "navigated", at: 4900, url: "https://shop.example/next" },
    ]);
  });
});
