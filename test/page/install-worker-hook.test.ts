import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Batch } from "../../src/core/wire/batch.ts";
import { encodePageBatch } from "../../src/core/wire/page-batch.ts";
import { DEFAULT_LIMITS } from "../../src/core/wire/page-limits.ts";
import type { WorkerCommand, WorkerWord } from "../../src/core/wire/worker-link.ts";
import { installWorkerHook } from "../../src/page/install-worker-hook.ts";
import { eventsOf, wordsOf } from "../support/events-of.ts";
import { FakeEvent } from "../support/fake-event-target.ts";
import { FakeMessageEvent } from "../support/fake-events.ts";
import { FakeWindow } from "../support/fake-window.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A worker with the hook in it, an open socket, and what it says on its channel. */
function setUp() {
  const batches: Batch[] = [];
  let tell = (_: WorkerCommand | WorkerWord) => {};
  class Scope extends FakeWindow {
    readonly Event = FakeEvent;
    readonly BroadcastChannel = channelOf(this);
    close() {}
  }
  function channelOf(scope: FakeWindow) {
    return class extends scope.EventTarget {
      constructor() {
        super();
        tell = (command) => void this.dispatchEvent(new FakeMessageEvent("message", command));
      }
      postMessage(word: WorkerWord) {
        if (word.kind === "batch") batches.push(encodePageBatch(structuredClone(word.batch)) as Batch);
      }
    };
  }
  const scope = new Scope();
  const place = { channel: "c", kind: "dedicated", once: "once", limits: "" } as const;
  installWorkerHook(scope.asWindow, place);
  const socket = new scope.WebSocket("wss://shop.example/");
  socket.peer.open();
  return { scope, socket, batches, tell: (command: WorkerCommand | WorkerWord) => tell(command) };
}

describe("the hook of a worker", () => {
  it("keeps only what is recent when nobody listens, though it was to be asked for more", () => {
    const { socket, batches, tell } = setUp();
    tell("arm");
    socket.peer.say("waits");
    tell("idle");
    vi.runAllTimers();
    for (let index = 0; index < 5 * DEFAULT_LIMITS.ringCount; index += 1) socket.peer.say("x");
    tell("arm");
    const kept = eventsOf(batches).filter(({ type }) => type === "message").length;
    expect(kept).toBeLessThan(2 * DEFAULT_LIMITS.ringCount);
    expect(wordsOf(batches)).toContain("messages-dropped");
  });

  it("goes on when another worker speaks on its channel, or a relay asks", () => {
    const { socket, batches, tell } = setUp();
    tell("arm");
    tell({ kind: "hello" });
    socket.peer.say("one");
    vi.runAllTimers();
    tell("ask");
    socket.peer.say("two");
    vi.runAllTimers();
    expect(wordsOf(batches).slice(-2)).toEqual(["message one", "message two"]);
  });

  it("says its last words where a Blob among them is not read yet", () => {
    const { scope, socket, batches, tell } = setUp();
    tell("arm");
    socket.send(new Blob(["abc"]));
    socket.peer.say("goodbye");
    scope.close();
    expect(eventsOf(batches).filter(({ type }) => type === "message")).toMatchObject([
      { size: 3, payload: new Uint8Array(0) },
      { size: 7 },
    ]);
  });
});
