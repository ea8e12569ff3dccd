import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Browser } from "webextension-polyfill";
import { listenByRouter } from "../../src/channel/listen-by-router.ts";
import type { RouterMessage } from "../../src/core/wire/port-message.ts";
import { FakeSignal } from "../support/fake-runtime.ts";
import { PAGE } from "../support/senders.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const sender = PAGE;

function setUp() {
  const ports: { posted: RouterMessage[]; say(message: RouterMessage): void; go(): void }[] = [];
  const connect = () => {
    const onMessage = new FakeSignal<[RouterMessage]>();
    const onDisconnect = new FakeSignal<[]>();
    const posted: RouterMessage[] = [];
    ports.push({ posted, say: (it) => onMessage.emit(it), go: () => onDisconnect.emit() });
    return { postMessage: (it: RouterMessage) => posted.push(it), onMessage, onDisconnect };
  };
  const told: unknown[] = [];
  const { summon } = listenByRouter({ runtime: { connect } } as unknown as Browser, 1, {
    connected: (relay) => {
      told.push(["connected", relay.sender]);
      relay.command({ kind: "arm" });
    },
    message: (relay, message) => told.push(["message", relay.sender, message]),
    told: (request, socket) => told.push(["told", request, socket]),
    attached: ({ incognito, heard }) => told.push(["attached", incognito, heard]),
  });
  return { ports, told, summon, last: () => ports.at(-1) as (typeof ports)[0] };
}

describe("listening by the router", () => {
  it("attaches to its tab, at first and when it summons", () => {
    const { last, summon } = setUp();
    void summon();
    expect(last().posted).toEqual([
      { kind: "attach", tabId: 1, call: 1 },
      { kind: "attach", tabId: 1, call: 2 },
    ]);
  });

  it("hears when the document began, of each call by itself", async () => {
    const { last, summon } = setUp();
    const calls = [summon(), summon()];
    last().say({ kind: "document-started", call: 3, at: 20 });
    last().say({ kind: "document-started", call: 2, at: null });
    last().say({ kind: "document-started", call: 9, at: 30 });
    expect(await Promise.all(calls)).toEqual([null, 20]);
  });

  it("does not wait for an answer of a background that was stopped", async () => {
    const { last, summon } = setUp();
    const call = summon();
    last().go();
    expect(await call).toBeNull();
  });

  it("hears relays and commands each over its own number", () => {
    const { last, told } = setUp();
    last().say({ kind: "attached", incognito: true, heard: false });
    last().say({ kind: "relay-connected", relay: 7, sender });
    last().say({ kind: "relay-message", relay: 7, message: "batch" });
    last().say({ kind: "relay-message", relay: 8, message: "of nobody" });
    last().say({ kind: "relay-disconnected", relay: 7 });
    last().say({ kind: "relay-message", relay: 7, message: "too late" });
    expect(told).toEqual([
      ["attached", true, false],
      ["connected", sender],
      ["message", sender, "batch"],
    ]);
    expect(last().posted.at(-1)).toEqual({ kind: "relay-command", relay: 7, command: { kind: "arm" } });
  });

  it("attaches again when the background was stopped, and forgets its relays", () => {
    const { ports, last, told } = setUp();
    last().say({ kind: "relay-connected", relay: 1, sender });
    last().go();
    expect(ports).toHaveLength(2);
    expect(last().posted).toEqual([{ kind: "attach", tabId: 1, call: 1 }]);
    last().say({ kind: "relay-message", relay: 1, message: "of another life" });
    expect(told).toHaveLength(1);
  });

  it("keeps the background awake", () => {
    const { last } = setUp();
    vi.advanceTimersByTime(60_000);
    expect(last().posted.filter(({ kind }) => kind === "ping")).toHaveLength(3);
  });
});
