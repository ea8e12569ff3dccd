import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DeepCapture, DeepTold, HeldTarget } from "../../src/core/wire/deep-capture.ts";
import type { ToldHandshake } from "../../src/core/wire/told-request.ts";
import { createDeepCapture, type DebuggerSource } from "../../src/devtools/deep-capture.ts";
import { createTellHandshakes } from "../../src/devtools/tell-handshakes.ts";

const OWN = "chrome-extension://own/";
const PAGE = "https://shop.example/";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A debugger that does what it is told, or does not. */
function setUp({ off = "" } = {}) {
  const commands: [DebuggerSource, string][] = [];
  const attached = new Set<string>();
  const targets: { id: string; url: string; type: string; title: string }[] = [];
  let refusal: string | null = null;
  let event: (source: DebuggerSource, method: string, params?: object) => void = () => {};
  let detached: (source: DebuggerSource, reason: string) => void = () => {};
  const nameOf = ({ tabId, targetId }: DebuggerSource) => targetId ?? `tab ${tabId}`;
  const told: DeepTold[] = [];
  const states: DeepCapture[] = [];
  const handshakes: ToldHandshake[] = [];
  const cancelled = vi.fn();
  const held: (readonly HeldTarget[])[] = [];
  const deep = createDeepCapture(
    {
      async attach(target) {
        if (refusal !== null) throw new Error(refusal);
        attached.add(nameOf(target));
      },
      async detach(target) {
        attached.delete(nameOf(target));
      },
      async sendCommand(source, method) {
        commands.push([source, method]);
        return method === "Performance.getMetrics" ? { metrics: [{ name: "Timestamp", value: 5 }] } : {};
      },
      getTargets: async () => targets,
      onEvent: {
        addListener(listener) {
          event = listener;
        },
      },
      onDetach: {
        addListener(listener) {
          detached = listener;
        },
      },
    },
    7,
    {
      isOff: async (url) => off !== "" && url.startsWith(off),
      told: (it) => told.push(it),
      state: (it) => states.push(it),
      tellHandshakes: createTellHandshakes(OWN, (it) => handshakes.push(it)),
      cancelled,
      held: (it) => held.push(it),
    },
  );
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return {
    deep,
    commands,
    attached,
    targets,
    told,
    states,
    handshakes,
    cancelled,
    held,
    settle,
    refuse: (why: string | null) => {
      refusal = why;
    },
    event: (source: DebuggerSource, method: string, params: object) => event(source, method, params),
    detached: (source: DebuggerSource, reason: string) => detached(source, reason),
    child: (sessionId: string, type: string, url: string, parent: DebuggerSource = { tabId: 7 }) =>
      event(parent, "Target.attachedToTarget", { sessionId, targetInfo: { type, url } }),
  };
}

const created = (requestId: string, script: string) => ({
  requestId,
  url: "wss://shop.example/a",
  initiator: { type: "script", stack: { callFrames: [{ url: `${OWN}hook.js` }, { url: script }] } },
});

describe("deep capture", () => {
  it("does nothing before it is switched on, and lets go when it is switched off", async () => {
    const { deep, attached, states, settle } = setUp();
    await settle();
    expect(attached.size).toBe(0);
    deep.set(true);
    await settle();
    expect([...attached]).toEqual(["tab 7"]);
    deep.set(false);
    await settle();
    expect(attached.size).toBe(0);
    expect(states.map(({ state }) => state)).toEqual(["on", "off"]);
  });

  it("listens to workers below documents and below workers, and holds none", async () => {
    const { deep, commands, told, child, event, settle } = setUp();
    deep.set(true);
    await settle();
    child("A", "iframe", "https://ads.example/");
    await settle();
    child("B", "worker", `${PAGE}worker.js`, { tabId: 7, sessionId: "A" });
    await settle();
    child("C", "worker", `${PAGE}nested.js`, { tabId: 7, sessionId: "B" });
    child("D", "auction_worklet", PAGE);
    await settle();
    const enabled = commands.filter(([, method]) => method === "Network.enable");
    expect(enabled.map(([{ sessionId }]) => sessionId)).toEqual([undefined, "A", "B", "C"]);
    expect(told.filter((it) => it.told === "worker").map(({ url }) => url)).toEqual([
      `${PAGE}worker.js`,
      `${PAGE}nested.js`,
    ]);
    event({ tabId: 7, sessionId: "C" }, "Network.webSocketClosed", { requestId: "1", timestamp: 1 });
    event({ tabId: 7, sessionId: "A" }, "Target.detachedFromTarget", { sessionId: "B" });
    event({ tabId: 8, sessionId: "C" }, "Network.webSocketClosed", { requestId: "of another tab" });
    expect(told.slice(-2)).toMatchObject([{ told: "event" }, { told: "gone", ended: true }]);
  });

  it("looks for shared workers of the page's origin, and leaves those of sites that are off alone", async () => {
    const { deep, attached, targets, told, held, settle } = setUp({ off: "https://off.example/" });
    const target = (id: string, type: string, url: string, title = "") =>
      targets.push({ id, type, url, title });
    target("S", "worker", `${PAGE}shared.js`);
    target("X", "worker", "https://else.example/shared.js");
    target("V", "worker", `${PAGE}service.js`, `Service Worker ${PAGE}service.js`);
    target("D", "other", `${PAGE}dedicated.js`);
    target("P", "page", PAGE);
    deep.navigated(PAGE);
    deep.set(true);
    await settle();
    expect([...attached]).toEqual(["tab 7", "S"]);
    deep.navigated("https://off.example/");
    target("O", "worker", "https://off.example/shared.js");
    await vi.advanceTimersByTimeAsync(2000);
    expect(attached.has("O")).toBe(false);
    expect(told.filter((it) => it.told === "worker")).toHaveLength(1);
    expect(held.at(-1)).toEqual([{ tabId: 7 }, { targetId: "S" }]);
    deep.set(false);
    await settle();
    expect(attached.size).toBe(0);
    expect(held.at(-1)).toEqual([]);
  });

  it("says why it cannot begin or has ended, and begins again with the next page", async () => {
    const { deep, states, refuse, detached, settle } = setUp();
    refuse("Another debugger is already attached to the tab with id: 7.");
    deep.set(true);
    await settle();
    expect(states.at(-1)).toMatchObject({ state: "lost", why: expect.stringMatching(/Another debugger/) });
    refuse(null);
    deep.navigated(PAGE);
    await settle();
    expect(states.at(-1)?.state).toBe("on");
    refuse("Cannot access a chrome:// URL");
    detached({ tabId: 7 }, "target_closed");
    await settle();
    expect(states.at(-1)?.state).toBe("lost");
  });

  it("is switched off where the user cancels the browser's bar", async () => {
    const { deep, states, cancelled, detached, attached, settle } = setUp();
    deep.set(true);
    await settle();
    detached({ tabId: 7 }, "canceled_by_user");
    deep.set(false);
    deep.navigated(PAGE);
    await settle();
    expect(cancelled).toHaveBeenCalledOnce();
    expect(states.at(-1)).toMatchObject({ state: "lost", why: expect.stringMatching(/cancelled/) });
    attached.clear();
    deep.set(true);
    await settle();
    expect([...attached]).toEqual(["tab 7"]);
  });

  it("tells of documents' handshakes as they are answered, and of none of their messages", async () => {
    const { deep, event, told, handshakes, settle } = setUp();
    deep.set(true);
    await settle();
    const before = told.length;
    const tab = { tabId: 7 };
    event(tab, "Network.webSocketCreated", created("1", `${PAGE}app.js`));
    event(tab, "Network.webSocketWillSendHandshakeRequest", {
      requestId: "1",
      timestamp: 10,
      wallTime: 1_700_000_000,
      request: { headers: { Origin: "https://shop.example" } },
    });
    event(tab, "Network.webSocketHandshakeResponseReceived", {
      requestId: "1",
      timestamp: 10.25,
      response: { status: 101, statusText: "Switching Protocols", headers: { Upgrade: "websocket" } },
    });
    event(tab, "Network.webSocketFrameReceived", {
      requestId: "1",
      timestamp: 11,
      response: { opcode: 1, payloadData: "x" },
    });
    event(tab, "Network.requestWillBeSent", { requestId: "2", timestamp: 11, type: "Fetch" });
    event(tab, "Network.loadingFinished", { requestId: "2", timestamp: 12 });
    expect(told.length).toBe(before);
    expect(handshakes).toMatchObject([
      {
        hooked: true,
        script: `${PAGE}app.js`,
        startedAt: 1_700_000_000_000,
        respondedAt: 1_700_000_000_250,
        closedAt: null,
      },
    ]);
    event(tab, "Network.requestWillBeSent", { requestId: "3", timestamp: 11, type: "EventSource" });
    event(tab, "Network.eventSourceMessageReceived", { requestId: "3", timestamp: 12 });
    event(tab, "Network.loadingFailed", { requestId: "3", timestamp: 12 });
    expect(told.length).toBe(before + 3);
  });
});
