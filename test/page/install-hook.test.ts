import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Batch } from "../../src/core/wire/batch.ts";
import { encodePageBatch, type PageBatch } from "../../src/core/wire/page-batch.ts";
import { LINK_OFFER } from "../../src/core/wire/page-link.ts";
import { recordsOf, wordsOf } from "../support/events-of.ts";
import { FakeEvent } from "../support/fake-event-target.ts";
import { FakePageTransitionEvent } from "../support/fake-events.ts";
import type { FakeWindow } from "../support/fake-window.ts";
import { hookedWindow } from "../support/hooked-window.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A window with the hook, and a relay that takes everything. */
function hooked(prepare: (window: FakeWindow) => void = () => {}) {
  const batches: Batch[] = [];
  const send = (batch: PageBatch) => batches.push(encodePageBatch(batch) as Batch) > 0;
  const window = hookedWindow(send, (link) => link.ready(), { prepare });
  const fire = (type: string, { persisted }: { persisted: boolean }) =>
    window.dispatchEvent(new FakePageTransitionEvent(type, persisted));
  return { window, batches, fire };
}

describe("the hook", () => {
  it("gives its link to nobody once the relay has it", () => {
    const { document } = hooked().window;
    const seen: unknown[] = [];
    document.addEventListener(LINK_OFFER, (event: FakeEvent) => seen.push(event));
    const asked = new FakeEvent(LINK_OFFER);
    document.dispatchEvent(asked);
    expect(seen, "a page that asks gets no answer").toEqual([asked]);
  });

  it("watches through what another library put in place before, and lets it be called", () => {
    const calls: unknown[] = [];
    const { window, batches, fire } = hooked((it) => {
      const Native = it.WebSocket;
      const { send } = Native.prototype;
      Native.prototype.send = function patched(data) {
        calls.push(["send", data]);
        Reflect.apply(send, this, [data]);
      };
      it.WebSocket = class Patched extends Native {
        constructor(url: string) {
          super(url);
          calls.push(["new", url]);
        }
      };
    });
    const socket = new window.WebSocket("wss://shop.example/");
    socket.peer.open();
    socket.send("a");
    socket.peer.say("b");
    fire("pagehide", { persisted: false });
    expect(calls).toEqual([
      ["new", "wss://shop.example/"],
      ["send", "a"],
    ]);
    expect(wordsOf(batches).filter((it) => it.startsWith("message"))).toEqual(["message a", "message b"]);
  });

  it("sends at once what the page says as it goes, last that it goes", () => {
    const { window, batches, fire } = hooked();
    const socket = new window.WebSocket("wss://shop.example/");
    socket.peer.open();
    window.addEventListener("pagehide", () => socket.send("bye"));
    expect(batches).toEqual([]);
    fire("pagehide", { persisted: false });
    expect(wordsOf(batches)).toEqual([
      "frame-started",
      "socket-created",
      "socket-opened",
      "frame-left",
      "message bye",
    ]);
  });

  it("says when a page that was kept is shown again, and gathers again", () => {
    const { window, batches, fire } = hooked();
    const socket = new window.WebSocket("wss://shop.example/");
    fire("pagehide", { persisted: true });
    fire("pageshow", { persisted: true });
    socket.peer.open();
    expect(wordsOf(batches)).toEqual(["frame-started", "socket-created", "frame-left", "frame-shown"]);
    expect(recordsOf(batches, "frame-left")).toMatchObject([{ kept: true }]);
    vi.advanceTimersByTime(50);
    expect(wordsOf(batches).slice(4)).toEqual(["socket-opened"]);
  });

  it("of a page that says nothing does not even say that it goes", () => {
    const { batches, fire } = hooked();
    fire("pageshow", { persisted: false });
    fire("pagehide", { persisted: false });
    vi.advanceTimersByTime(1000);
    expect(batches).toEqual([]);
  });

  it("sends what waits when the page is hidden, and then by tasks instead of timers", () => {
    const { window, batches } = hooked();
    const socket = new window.WebSocket("wss://shop.example/");
    window.document.visibilityState = "hidden";
    window.document.dispatchEvent(new FakeEvent("visibilitychange", { isTrusted: true }));
    expect(wordsOf(batches)).toEqual(["frame-started", "socket-created", "lifecycle-changed"]);
    vi.advanceTimersByTime(50);
    socket.peer.open();
    vi.advanceTimersByTime(1000);
    expect(wordsOf(batches)).toHaveLength(3);
    for (const task of window.tasks.splice(0)) task();
    expect(wordsOf(batches).at(-1)).toBe("socket-opened");
  });

  it("knows a frame within another page", () => {
    const { window, batches } = hooked((it) => {
      it.top = {};
    });
    new window.WebSocket("wss://shop.example/");
    vi.advanceTimersByTime(50);
    expect(recordsOf(batches, "frame-started")).toMatchObject([
      { top: false, origin: "https://shop.example" },
    ]);
  });

  it("of a window without sockets or sources is silent", () => {
    const bare = (window: FakeWindow) =>
      Object.assign(window, { WebSocket: undefined, EventSource: undefined });
    expect(() => hooked(bare)).not.toThrow();
  });

  it("tells of its own failures, of the first twenty", () => {
    const { window, batches } = hooked();
    const socket = new window.WebSocket("wss://shop.example/");
    socket.peer.open();
    // Its data cannot be read: it is no MessageEvent.
    const bad = new FakeEvent("message", { isTrusted: true });
    for (let index = 0; index < 30; index += 1) socket.dispatchEvent(bad);
    vi.advanceTimersByTime(50);
    expect(recordsOf(batches, "hook-failed")).toHaveLength(20);
  });

  it("watches the sources although another script has replaced WebSocket by something else", () => {
    const { window, batches } = hooked((it) => Object.assign(it, { WebSocket: class Mock {} }));
    const source = new window.EventSource("https://shop.example/events");
    source.peer.say("message", "1");
    vi.advanceTimersByTime(50);
    expect(wordsOf(batches)).toContain("message 1");
  });
});
