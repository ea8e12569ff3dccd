import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Browser } from "webextension-polyfill";
import { hookWorkers } from "../../src/background/hook-workers.ts";
import type { CaptureSettings } from "../../src/core/wire/capture-settings.ts";
import { CHANNEL_PLACE, KIND_PLACE, LIMITS_PLACE, ONCE_PLACE } from "../../src/core/wire/worker-link.ts";
import { createFakeKeptCapture } from "../support/fake-kept-capture.ts";
import { createFakeScripting } from "../support/fake-scripting.ts";

const HOOK = `hook("${CHANNEL_PLACE}","${KIND_PLACE}","${ONCE_PLACE}","${LIMITS_PLACE}")\n`;

type Listener = (details: object) => void;

/** A Firefox in which workers' scripts are loaded. */
async function setUp(
  inspected: readonly number[],
  settings: Partial<CaptureSettings> = {},
  kept: Record<string, unknown> = {},
) {
  const capture = createFakeKeptCapture(settings);
  const listeners = new Set<Listener>();
  const answers = new Set<Listener>();
  const told: unknown[] = [];
  const filters: { ondata?: (event: object) => void; onstop?: () => void; out: string; state: string }[] = [];
  const hooks = hookWorkers(
    {
      runtime: { getURL: (path: string) => path },
      storage: {
        local: { get: async () => ({ ...kept }), set: async (it: object) => Object.assign(kept, it) },
      },
      tabs: {
        get: async (id: number) => ({ id, url: "https://shop.example/cart" }),
        onUpdated: { addListener() {}, removeListener() {} },
      },
      scripting: createFakeScripting((target) => ({
        worker: (notice: object) => void told.push([target, notice]),
      })),
      webRequest: {
        onBeforeSendHeaders: {
          addListener: (listener: Listener) => listeners.add(listener),
          removeListener: (listener: Listener) => listeners.delete(listener),
        },
        onHeadersReceived: {
          addListener: (listener: Listener) => answers.add(listener),
          removeListener: (listener: Listener) => answers.delete(listener),
        },
        onErrorOccurred: { addListener() {}, removeListener() {} },
        filterResponseData: () => {
          const filter = {
            out: "",
            state: "open",
            write(data: Uint8Array) {
              filter.out += new TextDecoder().decode(data);
            },
            close: () => (filter.state = "closed"),
          };
          filters.push(filter);
          return filter;
        },
      },
    } as unknown as Browser,
    capture,
  );
  hooks.watch(inspected);
  // The hook's text is read once.
  await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(inspected.length > 0 ? 1 : 0));
  await new Promise((resolve) => setImmediate(resolve));
  return {
    hooks,
    listeners,
    told,
    capture,
    request(
      dest: string,
      tabId: number,
      documentUrl = "https://shop.example/",
      url = "https://shop.example/worker.js",
      value = "text/javascript; charset=utf-8",
      statusCode = 200,
    ) {
      const before = filters.length;
      const requestHeaders = [{ name: "Sec-Fetch-Dest", value: dest }];
      for (const listener of listeners)
        listener({ requestId: "1", tabId, frameId: 3, documentUrl, url, requestHeaders });
      const responseHeaders = [{ name: "Content-Type", value }];
      for (const listener of answers) listener({ requestId: "1", statusCode, responseHeaders });
      return filters[before];
    },
  };
}

const fetched = vi.fn(async () => ({ text: async () => HOOK }));

beforeEach(() => {
  fetched.mockClear();
  vi.stubGlobal("fetch", fetched);
});
afterEach(() => vi.unstubAllGlobals());

const data = (text: string) => ({ data: new TextEncoder().encode(text).buffer });

describe("the hook in front of workers' scripts", () => {
  it("listens only while a tab is inspected", async () => {
    const { hooks, listeners } = await setUp([]);
    expect(listeners.size).toBe(0);
    hooks.watch([7]);
    expect(listeners.size).toBe(1);
    hooks.watch([7, 8]);
    expect(listeners.size).toBe(1);
    hooks.watch([]);
    expect(listeners.size).toBe(0);
  });

  it("is put before the first statement, after directives are known, and the rest goes on as it comes", async () => {
    const { request, told } = await setUp([7]);
    const filter = request("worker", 7);
    filter?.ondata?.(data("/* a licence "));
    expect(filter).toMatchObject({ out: "", state: "open" });
    filter?.ondata?.(data('*/ "use strict"; go('));
    filter?.onstop?.();
    expect(filter?.state).toBe("closed");
    const [, channel] = /hook\("(\w{32})","dedicated","\w{32}",""\);/.exec(filter?.out ?? "") ?? [];
    expect(filter?.out.replace(/hook\(.*?\);/, "HOOK;")).toBe(
      '"use strict";HOOK;/* a licence */ "use strict"; go(',
    );
    expect(told).toEqual([
      [
        { tabId: 7, frameIds: [3] },
        { channel, documentUrl: null },
      ],
    ]);
  });

  it("goes also before a script that is short, or empty", async () => {
    const { request } = await setUp([7]);
    const filter = request("worker", 7);
    filter?.onstop?.();
    expect(filter?.out).toMatch(/^hook\(.*\);$/);
    expect(filter?.state).toBe("closed");
  });

  it("gives each worker a channel of its own", async () => {
    const { request, told } = await setUp([7]);
    request("worker", 7);
    request("worker", 7);
    const channels = told.map((it) => (it as [number, { channel: string }])[1].channel);
    expect(new Set(channels).size).toBe(2);
  });

  it("asks all inspected tabs whose document started a shared worker", async () => {
    const { request, told } = await setUp([7, 8]);
    request("sharedworker", -1);
    expect(told).toMatchObject([
      [{ tabId: 7, allFrames: true }, { documentUrl: "https://shop.example/" }],
      [{ tabId: 8, allFrames: true }, { documentUrl: "https://shop.example/" }],
    ]);
  });

  it("leaves other tabs' workers and other scripts alone", async () => {
    const { request, told } = await setUp([7]);
    expect([request("worker", 9), request("script", 7), request("serviceworker", -1)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(told).toEqual([]);
  });

  it("leaves alone what is refused: a filter would keep the worker's error from the page", async () => {
    const { request, told } = await setUp([7]);
    const script = "https://shop.example/worker.js";
    const asked = (type: string, status: number) => request("worker", 7, script, script, type, status);
    expect([asked("text/plain", 200), asked("text/html", 200), asked("text/javascript", 404)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(told).toEqual([]);
    expect(asked("application/x-javascript", 200)).toBeDefined();
  });

  it("stays away from workers of pages that are off, and tells the others of their limits", async () => {
    const { request } = await setUp([7], { off: ["off.example"], ring: "large", payload: "small" });
    expect(request("worker", 7, "https://off.example/")).toBeUndefined();
    const filter = request("worker", 7);
    filter?.onstop?.();
    expect(filter?.out).toContain('"ring-large payload-small"');
  });

  it("goes before a service worker's only where the user has named the site, and always with the same bytes", async () => {
    const kept = {};
    const { request, told } = await setUp([7], { serviceWorkers: ["shop.example"] }, kept);
    const other = "https://other.example/sw.js";
    expect(request("serviceworker", -1, "https://other.example/", other)).toBeUndefined();
    const first = request("serviceworker", -1);
    first?.onstop?.();
    const [, channel] = /hook\("(\w{32})","service"/.exec(first?.out ?? "") ?? [];
    await vi.waitFor(() =>
      expect(told).toContainEqual([
        { tabId: 7, frameIds: [0] },
        { channel, documentUrl: null },
      ]),
    );
    fetched.mockClear();
    const later = (await setUp([8], { serviceWorkers: ["shop.example"] }, kept)).request("serviceworker", -1);
    later?.onstop?.();
    expect(later?.out).toBe(first?.out);
  });

  it("leaves service workers alone of a site that no inspected tab shows", async () => {
    const { request, capture } = await setUp([7], { serviceWorkers: ["other.example"] });
    expect(request("serviceworker", -1, "", "https://other.example/sw.js")).toBeUndefined();
    await capture.change({ serviceWorkers: ["shop.example"] });
    expect(request("serviceworker", -1)).toBeDefined();
  });

  it("leaves a script alone whose first statement does not come", async () => {
    const { request } = await setUp([7]);
    const filter = request("worker", 7);
    const banner = `/*${" ".repeat(1024 * 1024)}`;
    filter?.ondata?.(data(banner));
    expect(filter).toMatchObject({ out: banner, state: "open" });
    filter?.onstop?.();
    expect(filter).toMatchObject({ out: banner, state: "closed" });
  });
});
