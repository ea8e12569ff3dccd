import { describe, expect, it } from "vitest";
import type { EngineFeed } from "../../src/core/wire/engine-feed.ts";
import type { HarEntry } from "../../src/core/wire/events.ts";
import { leaveOutSites } from "../../src/devtools/leave-out-sites.ts";

function setUp(isOff: (url: string) => Promise<boolean> = async (url) => url.includes("off.example")) {
  const fed: EngineFeed[] = [];
  const feed = leaveOutSites((it) => void fed.push(it), isOff);
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { fed, feed, settle };
}

function request(url: string, headers: Record<string, string> = {}, more: object = {}): EngineFeed {
  const pairs = Object.entries(headers).map(([name, value]) => ({ name, value }));
  const entry = { request: { method: "GET", url, headers: pairs }, response: { status: 200 }, ...more };
  return { feed: "record", record: { type: "request-finished", at: 1, entry: entry as unknown as HarEntry } };
}
const navigated = (url: string): EngineFeed => ({
  feed: "record",
  record: { type: "navigated", at: 1, url },
});

describe("leaving out sites", () => {
  it("passes on what is of other sites, in order", async () => {
    const { fed, feed, settle } = setUp(async (url) => {
      if (url.includes("slow")) await new Promise((resolve) => setTimeout(resolve, 5));
      return false;
    });
    const all = [
      navigated("https://slow.example/"),
      request("https://slow.example/api"),
      navigated("https://shop.example/"),
      request("https://shop.example/api"),
    ];
    for (const it of all) feed(it);
    await settle();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(fed).toEqual(all);
  });

  it("tells of a page that is off that it is, and of nothing it does", async () => {
    const { fed, feed, settle } = setUp();
    feed({ feed: "page", url: "https://off.example/" });
    feed(request("https://api.example/data"));
    feed(navigated("https://off.example/next"));
    await settle();
    expect(fed).toEqual([
      { feed: "page", url: "https://off.example/", off: true },
      { feed: "page", url: "https://off.example/next", off: true },
    ]);
  });

  it("knows a frame that is off by its document and by who asked", async () => {
    const { fed, feed, settle } = setUp();
    feed(navigated("https://shop.example/"));
    feed(request("https://off.example/frame", { "Sec-Fetch-Dest": "iframe" }));
    feed(request("https://off.example/frame", {}, { _resourceType: "document" }));
    feed(request("https://api.example/data", { Referer: "https://off.example/" }));
    const kept = request("https://off.example/api", { referer: "https://shop.example/" });
    feed(kept);
    await settle();
    expect(fed).toEqual([navigated("https://shop.example/"), kept]);
  });

  it("leaves alone what cannot be asked", async () => {
    const { fed, feed, settle } = setUp(() => Promise.reject(new Error("no disk")));
    feed(request("https://shop.example/"));
    await settle();
    expect(fed).toEqual([]);
  });
});
