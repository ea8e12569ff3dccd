import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EngineFeed } from "../../src/core/wire/engine-feed.ts";
import type { HarEntry } from "../../src/core/wire/events.ts";
import { watchToldRequests } from "../../src/devtools/watch-told-requests.ts";

beforeEach(() => void vi.useFakeTimers({ now: 100_000 }));
afterEach(() => void vi.useRealTimers());

const URL_ASKED = "https://shop.example/api";

function entryAt(at: number, status: number): HarEntry {
  const side = { httpVersion: "HTTP/1.1", headers: [], headersSize: -1, bodySize: -1 };
  return {
    startedDateTime: new Date(at).toISOString(),
    time: 5,
    request: { method: "GET", url: URL_ASKED, ...side },
    response: { status, statusText: "", ...side },
    cache: {},
    timings: {},
  };
}

function setUp(isOff = false) {
  const feeds: EngineFeed[] = [];
  const log = { traffic: () => {}, socketOpened: () => {}, wasOff: () => isOff };
  const requests = watchToldRequests(
    () => log,
    (feed) => void feeds.push(feed),
  );
  const told = (at: number, status: number) =>
    requests.told({
      entry: entryAt(at, status),
      startedAt: at,
      respondedAt: at + 4,
      endedAt: at + 5,
      error: "",
      frameId: 0,
      workerUrl: null,
    });
  const entries = () => {
    vi.advanceTimersByTime(10_000);
    return feeds.flatMap((it) =>
      it.feed === "record" && it.record.type === "request-finished" ? [it.record.entry] : [],
    );
  };
  return { requests, told, entries };
}

describe("requests that the network log does not tell of", () => {
  it("are fed without their bodies where nobody listened", () => {
    const { told, entries } = setUp(true);
    told(5000, 200);
    expect(entries()).toMatchObject([
      { response: { status: 200, content: { size: -1, comment: expect.stringContaining("busy") } } },
    ]);
  });

  it("are fed where they were answered with 304, which has no body; of what a cache had by itself the log tells", () => {
    const { told, entries } = setUp();
    told(5000, 304);
    told(6000, 200);
    told(7000, 301);
    expect(entries()).toMatchObject([{ response: { status: 304, content: { size: 0 } } }]);
  });

  it("lack no body that a 304 never has, where nobody listened", () => {
    const { told, entries } = setUp(true);
    told(5000, 304);
    expect(entries()[0]?.response.content).toEqual({ mimeType: "", size: 0 });
  });

  it("are told from one that was asked just before", () => {
    const { requests, told, entries } = setUp();
    told(5000, 200);
    requests.logged(entryAt(5001, 200));
    told(5010, 304);
    expect(entries().map(({ startedDateTime }) => Date.parse(startedDateTime))).toEqual([5010]);
  });

  it("are fed once: the log's word comes first, or is not taken any more", () => {
    const { requests, told, entries } = setUp();
    told(5000, 304);
    told(5400, 304);
    expect(requests.logged(entryAt(5001, 304))).toBe(false);
    expect(entries().map(({ startedDateTime }) => Date.parse(startedDateTime))).toEqual([5400]);
    expect(requests.logged(entryAt(5401, 304))).toBe(true);
    expect(requests.logged(entryAt(5402, 304))).toBe(false);
  });
});
