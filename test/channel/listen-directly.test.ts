import { afterEach, describe, expect, it, vi } from "vitest";
import type { Browser, Runtime } from "webextension-polyfill";
import { listenDirectly } from "../../src/channel/listen-directly.ts";
import { RELAY_PORT } from "../../src/core/wire/port-message.ts";
import { createFakeRuntime } from "../support/fake-runtime.ts";
import { createFakeScripting } from "../support/fake-scripting.ts";

const started = Date.now();

function setUp(
  tab: () => Promise<object> = async () => ({ id: 1, url: "https://a.example/", incognito: true }),
) {
  const runtime = createFakeRuntime();
  const { onConnect } = runtime.createContext();
  const told: unknown[] = [];
  const browser = {
    runtime: { onConnect },
    extension: { inIncognitoContext: true },
    tabs: { get: tab, sendMessage: async () => {} },
    scripting: createFakeScripting(() => ({ startedAt: () => started })),
    storage: { local: { get: async () => ({}) } },
  } as unknown as Browser;
  const { summon } = listenDirectly(browser, 1, {
    connected: (relay) => {
      told.push(["connected", relay.sender]);
      relay.command({ kind: "arm" });
    },
    message: ({ sender }, message) => told.push(["message", sender.frameId, message]),
    told: () => {},
    attached: (it) => told.push(["attached", it]),
  });
  const connect = (sender: object, name = RELAY_PORT) =>
    runtime.connect(name, sender as Runtime.MessageSender);
  return { runtime, told, connect, summon };
}

afterEach(() => void vi.unstubAllGlobals());

describe("listening directly", () => {
  it("closes the ports of its tab as it goes, for another tab's DevTools hold them open", async () => {
    const going: (() => void)[] = [];
    vi.stubGlobal("addEventListener", (type: string, listener: () => void) => {
      if (type === "pagehide") going.push(listener);
    });
    const { runtime, connect } = setUp();
    const other = runtime.createContext();
    other.onConnect.addListener(() => {});
    const [own, foreign] = [1, 2].map((id) => connect({ tab: { id, incognito: false }, frameId: 0 }));
    await runtime.settle();
    for (const go of going) go();
    await runtime.settle();
    expect([own?.open, foreign?.open]).toEqual([false, true]);
  });

  it("hears the relays of its tab and answers them", async () => {
    const { runtime, told, connect } = setUp();
    await runtime.settle();
    told.length = 0;
    const port = connect({
      tab: { id: 1, incognito: false },
      frameId: 3,
      url: "https://a.example/f",
      documentId: "D",
      documentLifecycle: "prerender",
    });
    const commands: unknown[] = [];
    port.onMessage.addListener((it: never) => void commands.push(it));
    port.postMessage({ kind: "batch" });
    await runtime.settle();
    expect(told).toEqual([
      [
        "connected",
        {
          tabId: 1,
          frameId: 3,
          url: "https://a.example/f",
          origin: "",
          incognito: false,
          documentId: "D",
          prerendering: true,
        },
      ],
      ["message", 3, { kind: "batch" }],
    ]);
    expect(commands).toEqual([{ kind: "arm" }]);
  });

  it.each([
    ["another tab", { tab: { id: 2 }, frameId: 0, url: "" }, RELAY_PORT],
    ["a page of the extension", { url: "chrome-extension://x/panel.html" }, RELAY_PORT],
    ["a tab without a frame", { tab: { id: 1 } }, RELAY_PORT],
    ["a port of another name", { tab: { id: 1 }, frameId: 0 }, "other"],
  ])("passes over %s", async (_, sender, name) => {
    const { runtime, told, connect } = setUp();
    await runtime.settle();
    told.length = 0;
    connect(sender, name).postMessage({ kind: "batch" });
    await runtime.settle();
    expect(told).toEqual([]);
  });

  it("says at once whether the tab is in a private window, and again when it is summoned", async () => {
    const { runtime, told, summon } = setUp();
    await runtime.settle();
    expect(told).toEqual([["attached", { incognito: true, heard: true, withheld: false }]]);
    expect(await summon()).toBe(started);
    await runtime.settle();
    expect(told).toHaveLength(2);
  });

  it("says that a tab is withheld whose address the browser does not tell", async () => {
    const { runtime, told } = setUp(async () => ({ id: 1, incognito: false }));
    await runtime.settle();
    expect(told).toEqual([["attached", { incognito: false, heard: true, withheld: true }]]);
  });

  it("falls back to its own window where the tab cannot be asked", async () => {
    const { runtime, told, summon } = setUp(async () => {
      throw new Error("No tab with id: 1.");
    });
    await runtime.settle();
    expect(told).toEqual([["attached", { incognito: true, heard: true }]]);
    expect(await summon()).toBeNull();
  });
});
