import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  ANSWERS_WITHIN_MS,
  createResendingSender,
  FORGET_AFTER_MS,
  MAX_UNACKNOWLEDGED_BYTES,
  MAX_UNANSWERED_BYTES,
} from "../../src/channel/resending-sender.ts";
import type { PageBatch } from "../../src/core/wire/page-batch.ts";
import type { RelayCommand, RelayMessage } from "../../src/core/wire/port-message.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A port of which the test is the other end. */
function fakePort() {
  let command: (command: RelayCommand) => void = () => {};
  let disconnect = () => {};
  const posted: RelayMessage[] = [];
  return {
    posted,
    closed: false,
    postMessage(message: RelayMessage) {
      if (this.closed) throw new Error("Attempting to use a disconnected port object");
      posted.push(message);
    },
    disconnect() {
      this.closed = true;
    },
    onMessage: {
      addListener(it: typeof command) {
        command = it;
      },
    },
    onDisconnect: {
      addListener(it: typeof disconnect) {
        disconnect = it;
      },
    },
    arm: () => command({ kind: "arm" }),
    ack: (number: number) => command({ kind: "ack", number }),
    go: () => disconnect(),
    numbers: () => posted.map(({ number }) => number),
  };
}

function setUp() {
  const ports: ReturnType<typeof fakePort>[] = [];
  const told: string[] = [];
  let orphan = false;
  let broken = false;
  const sender = createResendingSender(
    () => {
      if (orphan) throw new Error("Extension context invalidated.");
      const port = fakePort();
      port.closed = broken;
      ports.push(port);
      return port;
    },
    { ready: () => told.push("ready"), arm: () => told.push("arm"), idle: () => told.push("idle") },
  );
  const last = () => ports.at(-1) as ReturnType<typeof fakePort>;
  const orphaned = () => {
    orphan = true;
  };
  const failing = () => {
    broken = true;
  };
  return { sender, ports, told, last, orphaned, failing };
}

const batch = (bytes = 8): PageBatch => ({
  frame: "f",
  seq: 0,
  rows: new Float64Array(8),
  text: "",
  bytes: new Uint8Array(bytes),
});

describe("a resending sender", () => {
  it("opens a port when there is something to send, and numbers what it sends", () => {
    const { sender, ports, last } = setUp();
    expect(ports).toEqual([]);
    expect([sender.send(batch()), sender.send(batch())]).toEqual([true, true]);
    expect(ports).toHaveLength(1);
    expect(last().numbers()).toEqual([1, 2]);
  });

  it("sends on the next port what was not acknowledged, in order, and that alone", () => {
    const { sender, ports, last } = setUp();
    for (let index = 0; index < 4; index += 1) sender.send(batch());
    last().ack(2);
    last().go();
    expect(ports).toHaveLength(2);
    expect(last().numbers()).toEqual([3, 4]);
    sender.send(batch());
    expect(last().numbers()).toEqual([3, 4, 5]);
    last().ack(5);
    last().go();
    expect(last().numbers()).toEqual([]);
  });

  it("tells that a new listener is there", () => {
    const { sender, told, last } = setUp();
    sender.send(batch());
    last().arm();
    last().go();
    last().arm();
    expect(told).toEqual(["arm", "arm"]);
  });

  it("rests after a port that nobody answered, and takes nothing until it is woken", () => {
    const { sender, ports, told, last } = setUp();
    sender.send(batch());
    last().go();
    expect(told).toEqual(["idle"]);
    expect(sender.send(batch())).toBe(false);
    expect(ports).toHaveLength(1);
    sender.wake();
    expect(told, "ready it is when somebody answers").toEqual(["idle"]);
    expect(last().numbers(), "what it had taken is not lost").toEqual([1]);
    expect(sender.send(batch())).toBe(true);
    expect(last().numbers()).toEqual([1, 2]);
  });

  it("tries once more after a listener went, then rests", () => {
    const { sender, ports, told, last } = setUp();
    sender.send(batch());
    last().arm();
    last().go();
    expect(ports).toHaveLength(2);
    last().go();
    expect(ports).toHaveLength(2);
    expect(told).toEqual(["arm", "idle"]);
  });

  it("does not listen to ports that have gone", () => {
    const { sender, ports, told, last } = setUp();
    sender.send(batch());
    const first = last();
    first.arm();
    first.go();
    first.ack(1);
    first.arm();
    first.go();
    expect(ports).toHaveLength(2);
    expect(told).toEqual(["arm"]);
    expect(last().numbers()).toEqual([1]);
  });

  it("takes no more while too much is under way, and says when it does again", () => {
    const { sender, told, last } = setUp();
    const piece = MAX_UNACKNOWLEDGED_BYTES / 4;
    sender.wake();
    sender.send(batch(0));
    last().ack(1);
    told.length = 0;
    const taken = Array.from({ length: 7 }, () => sender.send(batch(piece)));
    expect(taken).toEqual([true, true, true, true, false, false, false]);
    last().ack(2);
    last().ack(3);
    expect(told, "half of it is still under way").toEqual([]);
    last().ack(4);
    expect(told).toEqual(["ready"]);
    expect(sender.send(batch(piece))).toBe(true);
    expect(last().numbers()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("does not say that it is ready where it never was not", () => {
    const { sender, told, last } = setUp();
    sender.send(batch());
    last().ack(1);
    last().ack(1);
    last().ack(7);
    expect(told).toEqual([]);
  });

  it("holds what was taken over a port that is closed and has not said so", () => {
    const { sender, last } = setUp();
    sender.send(batch());
    const first = last();
    first.arm();
    first.closed = true;
    expect(sender.send(batch())).toBe(true);
    first.go();
    expect(last().numbers()).toEqual([1, 2]);
  });

  it("of an extension that was reloaded rests, and throws nothing", () => {
    const { sender, told, orphaned } = setUp();
    orphaned();
    expect(sender.send(batch())).toBe(false);
    expect(told).toEqual(["idle"]);
    expect(sender.send(batch())).toBe(false);
    expect(told).toEqual(["idle"]);
  });

  it("rests too where the extension goes between two ports", () => {
    const { sender, told, last, orphaned } = setUp();
    sender.send(batch());
    last().arm();
    orphaned();
    expect(() => last().go()).not.toThrow();
    expect(told).toEqual(["arm", "idle"]);
  });

  it("takes only a little until somebody answers, and rests where nobody does in time", () => {
    const { sender, ports, told, last } = setUp();
    const taken = Array.from({ length: 4 }, () => sender.send(batch(MAX_UNANSWERED_BYTES / 2)));
    expect(taken).toEqual([true, true, false, false]);
    vi.advanceTimersByTime(ANSWERS_WITHIN_MS - 1);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(told).toEqual(["idle"]);
    expect(sender.send(batch())).toBe(false);
    expect(ports).toHaveLength(1);
    last().arm();
    expect(told, "a late answer is one all the same").toEqual(["idle", "arm"]);
    expect(sender.send(batch())).toBe(true);
    last().ack(3);
    vi.advanceTimersByTime(10 * ANSWERS_WITHIN_MS);
    expect(told.filter((it) => it === "idle")).toHaveLength(1);
  });

  it("closes the port that it had when it opens another", () => {
    const { sender, ports, told } = setUp();
    sender.send(batch());
    sender.wake();
    expect(ports.map(({ closed }) => closed)).toEqual([true, false]);
    ports[0]?.arm();
    ports[0]?.go();
    expect([ports.length, told]).toEqual([2, []]);
  });

  it("does not fail where a port goes while it is being filled", () => {
    const { sender, told, last, failing } = setUp();
    sender.send(batch());
    last().arm();
    failing();
    expect(() => last().go()).not.toThrow();
    last().go();
    expect(told).toEqual(["arm", "idle"]);
  });

  it("does not call for more than an orphan can send", () => {
    const { sender, told, last, orphaned } = setUp();
    sender.send(batch());
    last().go();
    orphaned();
    sender.wake();
    expect(told.at(-1), "idle is the last word").toBe("idle");
  });

  it("asks anew when it is woken while a port is open that nobody has answered", () => {
    const { sender, ports, last } = setUp();
    sender.send(batch());
    sender.wake();
    expect(ports).toHaveLength(2);
    expect(last().numbers()).toEqual([1]);
  });

  it("lets a listener that comes later know that there is something, though all of it was acknowledged", () => {
    const { sender, ports, last } = setUp();
    sender.send(batch());
    last().ack(1);
    last().go();
    last().go();
    sender.wake();
    expect(ports, "a third, over which the listener can arm").toHaveLength(3);
  });

  it("lets go what it kept for a listener that does not come back, but for a little", () => {
    const { sender, ports, told, last } = setUp();
    const piece = batch(MAX_UNANSWERED_BYTES / 2 - 64);
    sender.send(batch());
    last().arm();
    for (let index = 0; index < 20; index += 1) sender.send(piece);
    last().go();
    last().go();
    expect(told).toEqual(["arm", "idle"]);
    vi.advanceTimersByTime(FORGET_AFTER_MS - 1);
    sender.wake();
    expect(last().numbers(), "all of it, for one that comes soon").toHaveLength(21);
    last().go();
    vi.advanceTimersByTime(FORGET_AFTER_MS);
    sender.wake();
    expect(last().numbers()).toEqual([20, 21]);
    last().ack(21);
    expect(ports.length).toBeGreaterThan(3);
    expect(sender.send(batch())).toBe(true);
  });
});
