import { describe, expect, it } from "vitest";
import { FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import { FakeMessageEvent } from "../support/fake-events.ts";
import { observedWindow } from "../support/observed-window.ts";

function openSocket() {
  const stage = observedWindow();
  const socket = new stage.window.WebSocket("wss://shop.example/prices", ["v2", "v1"]);
  socket.peer.open();
  stage.seen.length = 0;
  return { ...stage, socket };
}

describe("an observed WebSocket", () => {
  it("is told of with its address and the subprotocols asked for", () => {
    const { window, seen } = observedWindow();
    window.clock.ms = 5;
    new window.WebSocket("wss://shop.example/prices", ["v2"]).peer.open();
    new window.WebSocket("wss://shop.example/", "one");
    expect(seen).toMatchObject([
      { type: "socket-created", at: 5, connection: 1, url: "wss://shop.example/prices", protocols: ["v2"] },
      { type: "socket-opened", at: 5, connection: 1, protocol: "", extensions: "permessage-deflate" },
      { type: "socket-created", connection: 2, protocols: ["one"] },
    ]);
  });

  it("tells of what is sent at the time before, and hands the data on untouched", () => {
    const { window, socket, messages } = openSocket();
    window.clock.ms = 7;
    const bytes = Uint8Array.of(1, 2);
    for (const data of ["text", bytes, bytes.buffer, new Blob(["b"])]) socket.send(data);
    expect(socket.wire[1]).toBe(bytes);
    expect(messages().map(({ at, flags, payload }) => [at, flags, payload.kind])).toEqual([
      [7, 0, "text"],
      [7, 0, "bytes"],
      [7, 0, "bytes"],
      [7, 0, "blob"],
    ]);
  });

  it("hears a message before the page does, at the time at which it came", () => {
    const { window, socket, messages } = openSocket();
    const order: string[] = [];
    socket.addEventListener("message", () => {
      order.push(`page after ${messages().length}`);
      window.clock.ms += 100;
    });
    window.clock.ms = 3;
    socket.peer.say("a");
    expect(order).toEqual(["page after 1"]);
    expect(messages()).toMatchObject([{ at: 3, flags: FLAG_RECEIVED, payload: { text: "a" } }]);
  });

  it("passes over what the page dispatches itself", () => {
    const { socket, seen } = openSocket();
    socket.dispatchEvent(new FakeMessageEvent("message", "made up", { isTrusted: false }));
    expect(seen).toEqual([]);
  });

  it.each([
    ["a number", 7.5, "7.5"],
    ["null", null, "null"],
    ["undefined", undefined, "undefined"],
    ["a list", [1, 2], "1,2"],
    ["an object with a text of its own", { toString: () => "own" }, "own"],
  ])("tells of %s as the text that the platform makes of it", (_, data, text) => {
    const { socket, messages } = openSocket();
    socket.send(data);
    expect(socket.wire).toEqual([text]);
    expect(messages()).toMatchObject([{ payload: { kind: "text", text } }]);
  });

  it("runs the page's own toString once, and lets its error through", () => {
    const { socket, seen } = openSocket();
    let calls = 0;
    socket.send({ toString: () => `call ${++calls}` });
    expect(socket.wire).toEqual(["call 1"]);
    const boom = () => {
      throw new RangeError("the page's");
    };
    expect(() => socket.send({ toString: boom })).toThrow(new RangeError("the page's"));
    expect(seen).toHaveLength(1);
  });

  it("runs the toString of a function once, too", () => {
    const { socket } = openSocket();
    let calls = 0;
    const data = Object.assign(() => {}, { toString: () => `call ${++calls}` });
    socket.send(data);
    expect(calls).toBe(1);
  });

  it("sends a Blob or buffer as it is, whatever its class calls itself", () => {
    const { socket } = openSocket();
    class Attachment extends Blob {
      get [Symbol.toStringTag]() {
        return "Attachment";
      }
    }
    const data = new Attachment(["abc"]);
    socket.send(data);
    expect(socket.wire[0]).toBe(data);
    const buffer = Object.defineProperty(new ArrayBuffer(2), Symbol.toStringTag, { value: "Frame" });
    socket.send(buffer);
    expect(socket.wire[1]).toBe(buffer);
  });

  it("that is not open discards: the send is told of as that", () => {
    const { window, seen, socket } = openSocket();
    const early = new window.WebSocket("wss://shop.example/");
    expect(() => early.send("x")).toThrow("still connecting");
    expect(seen.filter(({ type }) => type === "message")).toEqual([]);
    socket.close();
    seen.length = 0;
    socket.send("é語");
    socket.send(new Uint8Array(7));
    expect(seen).toMatchObject([
      { type: "send-discarded", connection: 1, bytes: 5 },
      { type: "send-discarded", connection: 1, bytes: 7 },
    ]);
  });

  it.each([
    ["the page", (socket: ReturnType<typeof openSocket>["socket"]) => socket.close(), true, "page"],
    ["the server", () => {}, true, "server"],
    ["nobody", () => {}, false, "network"],
  ])("that %s ended says so", (_, act, wasClean, by) => {
    const { socket, seen } = openSocket();
    act(socket);
    socket.peer.close(wasClean ? 1000 : 1006, "why", wasClean);
    expect(seen.at(-1)).toMatchObject({ type: "socket-closed", reason: "why", wasClean, by });
  });

  it("tells how much waits to be sent, before the next message, where it is much and at most every 50 ms", () => {
    const { window, seen, socket } = openSocket();
    const send = (waiting: number, afterMs: number) => {
      window.clock.ms += afterMs;
      socket.peer.wait(waiting);
      socket.send("x");
    };
    send(0, 100);
    send(200_000, 10);
    send(300_000, 60);
    send(9_999, 60);
    const words = seen.map((it) => (it.type === "socket-buffered" ? it.bytes : it.type));
    expect(words.filter((it) => it !== "socket-opened")).toEqual([
      "message",
      "message",
      300_000,
      "message",
      "message",
    ]);
  });

  it("says with its end what never went out", () => {
    const { seen, socket } = openSocket();
    socket.peer.wait(7000);
    socket.peer.close(1006, "", false);
    expect(seen.at(-1)).toMatchObject({ type: "socket-closed", unsentBytes: 7000 });
  });

  it("tells of the page's close once, with what it asked for, and not of one that failed", () => {
    const { socket, types, seen } = openSocket();
    expect(() => socket.close(7)).toThrow("bad code");
    expect(seen).toEqual([]);
    socket.close(3000, "enough");
    socket.close();
    expect(types()).toEqual(["socket-closing"]);
    expect(seen[0]).toMatchObject({ code: 3000, reason: "enough" });
    socket.peer.close();
    socket.close();
    expect(types()).toEqual(["socket-closing", "socket-closed"]);
  });

  it("works on when the emitter fails: that is ours alone", () => {
    const { socket, emitter, failures } = openSocket();
    emitter.message = () => {
      throw new Error("ours");
    };
    const heard: unknown[] = [];
    socket.addEventListener("message", (event: FakeMessageEvent) => heard.push(event.data));
    socket.send("a");
    socket.peer.say("b");
    expect([socket.wire, heard]).toEqual([["a"], ["b"]]);
    expect(failures).toEqual(["ours", "ours"]);
    expect(socket.errors).toEqual([]);
  });

  it("of a page that replaces the globals is watched with the natives all the same", () => {
    const { window, native, messages } = observedWindow();
    const socket = new window.WebSocket("wss://shop.example/");
    Object.defineProperty(window.EventTarget.prototype, "addEventListener", { value: () => {} });
    Object.defineProperty(native.WebSocket.prototype, "readyState", { get: () => 0 });
    const later = new window.WebSocket("wss://shop.example/");
    for (const it of [socket, later]) {
      it.peer.open();
      it.send("a");
      it.peer.say("b");
    }
    expect(messages().map(({ connection }) => connection)).toEqual([1, 1, 2, 2]);
  });
});
