import { describe, expect, it, vi } from "vitest";
import type { Browser } from "webextension-polyfill";
import { startRouter } from "../../src/background/router.ts";
import {
  DEVTOOLS_PORT,
  RELAY_PORT,
  type RouterMessage,
  type Summons,
} from "../../src/core/wire/port-message.ts";
import { createFakeRuntime, type FakePort, FakeSignal } from "../support/fake-runtime.ts";
import { createFakeScripting } from "../support/fake-scripting.ts";
import { PAGE } from "../support/senders.ts";

const STARTED = Date.now();
const OWN = "duplex@example";

const REQUEST_EVENTS = [
  "onBeforeRequest",
  "onSendHeaders",
  "onHeadersReceived",
  "onBeforeRedirect",
  "onCompleted",
  "onErrorOccurred",
] as const;

function fakeWebRequest() {
  return Object.fromEntries(REQUEST_EVENTS.map((name) => [name, new FakeSignal()]));
}

/** A Firefox with a background in which the router runs. */
function setUp({ heard = true, incognito = false, gone = false, withheld = false } = {}) {
  const runtime = createFakeRuntime();
  const background = runtime.createContext();
  const summoned: number[] = [];
  const inspected: (readonly number[])[] = [];
  const router = {
    runtime: {
      id: OWN,
      onConnect: background.onConnect,
      getURL: (path: string) => `moz-extension://own/${path}`,
    },
    webRequest: fakeWebRequest(),
    tabs: {
      get: async (id: number) =>
        gone
          ? Promise.reject(new Error("Invalid tab ID"))
          : {
              id,
              incognito,
              ...(!withheld && { url: heard ? "https://shop.example/" : "about:config" }),
            },
      sendMessage: async (id: number, _: Summons) => void summoned.push(id),
    },
    scripting: createFakeScripting(() => ({ startedAt: () => STARTED })),
    storage: { local: { get: async () => ({}) } },
  } as unknown as Browser;
  startRouter(router, (tabIds) => inspected.push(tabIds));

  function listen(port: FakePort) {
    const messages: unknown[] = [];
    /** Of a devtools page: when its tab's document began, by what it was told. */
    const started: unknown[] = [];
    let gone = false;
    port.onMessage.addListener((message: RouterMessage) => {
      (message.kind === "document-started" ? started : messages).push(message);
    });
    port.onDisconnect.addListener(() => {
      gone = true;
    });
    return { port, messages, started, isGone: () => gone };
  }
  return {
    runtime,
    summoned,
    inspected,
    async devtools(tabId: number, id = OWN) {
      const end = listen(runtime.connect(DEVTOOLS_PORT, { id }));
      end.port.postMessage({ kind: "attach", tabId, call: 1 } satisfies RouterMessage);
      await runtime.settle();
      return end;
    },
    async relay(tabId: number, frameId = 0) {
      const tab = { id: tabId, incognito } as never;
      const end = listen(
        runtime.connect(RELAY_PORT, { id: OWN, tab, frameId, url: "https://shop.example/" }),
      );
      await runtime.settle();
      return end;
    },
  };
}

const kinds = (messages: unknown[]) => messages.map((it) => (it as RouterMessage).kind);

describe("the router", () => {
  it("answers an attached devtools page and calls its tab's relays", async () => {
    const { runtime, devtools, summoned } = setUp({ incognito: true });
    const { messages, started } = await devtools(7);
    expect(messages).toEqual([{ kind: "attached", incognito: true, heard: true, withheld: false }]);
    // Asked of the page.
    await vi.waitFor(async () => {
      await runtime.settle();
      expect(started).toEqual([{ kind: "document-started", call: 1, at: STARTED }]);
    });
    expect(summoned).toEqual([7]);
  });

  it("joins a relay to the devtools page of its tab, both ways", async () => {
    const { runtime, devtools, relay } = setUp();
    const page = await devtools(1);
    const { port, messages } = await relay(1, 4);
    port.postMessage({ any: new Uint8Array([1, 2]) });
    await runtime.settle();
    const sender = { ...PAGE, frameId: 4 };
    expect(page.messages.slice(1)).toEqual([
      { kind: "relay-connected", relay: 1, sender },
      { kind: "relay-message", relay: 1, message: { any: new Uint8Array([1, 2]) } },
    ]);
    page.port.postMessage({ kind: "relay-command", relay: 1, command: { kind: "ack", number: 3 } });
    await runtime.settle();
    expect(messages).toEqual([{ kind: "ack", number: 3 }]);
  });

  it("keeps two tabs apart", async () => {
    const { runtime, devtools, relay } = setUp();
    const [one, two] = [await devtools(1), await devtools(2)];
    const [first, second] = [await relay(1), await relay(2)];
    first.port.postMessage("from one");
    second.port.postMessage("from two");
    two.port.postMessage({ kind: "relay-command", relay: 2, command: { kind: "arm" } });
    await runtime.settle();
    expect(kinds(one.messages)).toEqual(["attached", "relay-connected", "relay-message"]);
    expect(one.messages.at(-1)).toMatchObject({ message: "from one" });
    expect(two.messages.at(-1)).toMatchObject({ message: "from two" });
    expect([first.messages, second.messages]).toEqual([[], [{ kind: "arm" }]]);
  });

  it("closes the port of a relay that nobody listens to, so that it rests", async () => {
    const { devtools, relay } = setUp();
    const { messages } = await devtools(1);
    const lonely = await relay(2);
    expect(lonely.isGone()).toBe(true);
    expect(kinds(messages)).toEqual(["attached"]);
  });

  it("closes a tab's relays when its DevTools go, and no others", async () => {
    const { runtime, devtools, relay } = setUp();
    const [one, two] = [await devtools(1), await devtools(2)];
    const [first, frame, second] = [await relay(1), await relay(1, 3), await relay(2)];
    one.port.disconnect();
    await runtime.settle();
    expect([first.isGone(), frame.isGone(), second.isGone()]).toEqual([true, true, false]);
    expect((await relay(1)).isGone(), "and takes no new ones").toBe(true);
    expect(kinds(two.messages)).toEqual(["attached", "relay-connected"]);
  });

  it("tells when a relay goes, and drops what is said to it later", async () => {
    const { runtime, devtools, relay } = setUp();
    const { port, messages } = await devtools(1);
    const first = await relay(1);
    first.port.disconnect();
    port.postMessage({ kind: "relay-command", relay: 1, command: { kind: "arm" } });
    await runtime.settle();
    expect(messages.at(-1)).toEqual({ kind: "relay-disconnected", relay: 1 });
    expect(first.messages).toEqual([]);
  });

  it("gives a tab to the devtools page that attached last; the older one's end does not take it away", async () => {
    const { runtime, devtools, relay } = setUp();
    const [old, current] = [await devtools(1), await devtools(1)];
    old.port.disconnect();
    await runtime.settle();
    await relay(1);
    expect(kinds(current.messages)).toContain("relay-connected");
    expect(kinds(old.messages)).not.toContain("relay-connected");
  });

  it("tells which tabs are inspected, whenever that changes", async () => {
    const { devtools, inspected, runtime } = setUp();
    const [first] = [await devtools(1), await devtools(2)];
    first.port.disconnect();
    await runtime.settle();
    expect(inspected).toEqual([[1], [1, 2], [2]]);
  });

  it("does not serve a port of another extension, nor one of another name", async () => {
    const { runtime, devtools, summoned } = setUp();
    const { messages } = await devtools(1, "stranger@example");
    const other = runtime.connect("something-else", { id: OWN });
    await runtime.settle();
    expect([messages, summoned]).toEqual([[], []]);
    expect(other.onMessage.count).toBe(0);
  });

  it("treats a tab that cannot be asked as a private one", async () => {
    const { devtools, summoned } = setUp({ gone: true });
    const { messages } = await devtools(7);
    expect(messages).toEqual([{ kind: "attached", incognito: true, heard: true, withheld: false }]);
    expect(summoned).toEqual([]);
  });

  it("says that a tab is withheld whose address the browser does not tell, and calls nobody there", async () => {
    const { devtools, summoned } = setUp({ withheld: true });
    const { messages } = await devtools(7);
    expect(messages).toEqual([{ kind: "attached", incognito: false, heard: true, withheld: true }]);
    expect(summoned).toEqual([]);
  });

  it("serves a page of the extension that is shown in a tab", async () => {
    const { runtime, summoned } = setUp();
    const tab = { id: 9, incognito: false } as never;
    const port = runtime.connect(DEVTOOLS_PORT, { id: OWN, tab, url: "moz-extension://own/devtools.html" });
    port.postMessage({ kind: "attach", tabId: 1, call: 1 } satisfies RouterMessage);
    await runtime.settle();
    expect(summoned).toEqual([1]);
  });

  it("does not serve a content script that names its port as a devtools page does", async () => {
    const { runtime, summoned } = setUp();
    const tab = { id: 9, incognito: false } as never;
    const port = runtime.connect(DEVTOOLS_PORT, { id: OWN, tab, frameId: 0, url: "https://evil.example/" });
    port.postMessage({ kind: "attach", tabId: 1, call: 1 } satisfies RouterMessage);
    await runtime.settle();
    expect(summoned).toEqual([]);
  });
});
