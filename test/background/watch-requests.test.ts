import { describe, expect, it } from "vitest";
import type { WebRequest } from "webextension-polyfill";
import { socketsOfWorkers, watchRequests } from "../../src/background/watch-requests.ts";
import type { ToldRequest } from "../../src/core/wire/told-request.ts";

type Listener = (details: object) => void;

/** A `webRequest` whose listeners hear all that is said; which requests a filter is for, the browser knows. */
function setUp(which: Partial<WebRequest.RequestFilter>) {
  const listeners = new Map<string, { listener: Listener; filter: WebRequest.RequestFilter }>();
  const webRequest = new Proxy(
    {},
    {
      get: (_, name: string) => ({
        addListener: (listener: Listener, filter: WebRequest.RequestFilter) =>
          listeners.set(name, { listener, filter }),
        removeListener: () => listeners.delete(name),
      }),
    },
  ) as WebRequest.Static;
  const told: ToldRequest[] = [];
  const stop = watchRequests(webRequest, which, (request) => told.push(request));
  const say = (name: string, details: object) =>
    listeners.get(name)?.listener({ requestId: "1", timeStamp: 1, type: "websocket", ...details });
  return { listeners, told, stop, say };
}

const asked = { method: "GET", url: "wss://shop.example/a", frameId: 0 };

describe("requests that the browser tells of", () => {
  it("are of the frame that made them", () => {
    const { say, told, listeners, stop } = setUp({ tabId: 7 });
    say("onBeforeRequest", { ...asked, tabId: 7, frameId: 3, originUrl: "https://shop.example/" });
    say("onCompleted", { timeStamp: 9 });
    expect(told).toMatchObject([{ startedAt: 1, endedAt: 9, frameId: 3, workerUrl: null }]);
    stop();
    expect(listeners.size).toBe(0);
  });

  it("are of the worker's script, where a worker that belongs to no tab made them", () => {
    const { say, told, listeners } = setUp(socketsOfWorkers(true));
    expect(listeners.get("onBeforeRequest")?.filter).toMatchObject({
      tabId: -1,
      types: ["websocket"],
      incognito: true,
    });
    say("onBeforeRequest", { ...asked, tabId: -1, originUrl: "https://shop.example/sw.js" });
    say("onErrorOccurred", { error: "refused" });
    expect(told).toMatchObject([
      { frameId: null, workerUrl: "https://shop.example/sw.js", error: "refused" },
    ]);
  });

  it("have what the server answered, not what the cache had where the server was asked whether that still holds", () => {
    const { say, told } = setUp({ tabId: 7 });
    say("onBeforeRequest", { ...asked, url: "https://shop.example/a", type: "xmlhttprequest" });
    const answer = (statusLine: string, statusCode: number, header: string) =>
      say("onHeadersReceived", { statusLine, statusCode, responseHeaders: [{ name: header, value: "1" }] });
    answer("HTTP/1.1 304 Not Modified", 304, "x-server");
    answer("HTTP/1.1 200 OK", 200, "x-stored");
    say("onCompleted", { type: "xmlhttprequest", fromCache: true });
    expect(told[0]?.entry.response).toMatchObject({
      status: 304,
      statusText: "Not Modified",
      headers: [{ name: "x-server", value: "1" }],
    });
  });
});
