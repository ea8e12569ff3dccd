import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDebuggerEvent } from "../../../src/core/wire/parse-debugger-event.ts";

const parse = (method: string, params: unknown) => parseDebuggerEvent(`Network.${method}`, params);

describe("parseDebuggerEvent", () => {
  it("reads a socket's life, in milliseconds", () => {
    expect(
      parse("webSocketCreated", {
        requestId: "1.2",
        url: "wss://a.example/",
        initiator: {
          type: "script",
          stack: { callFrames: [{ url: "a.js" }, { url: 7 }, null, { url: "b.js" }] },
        },
      }),
    ).toEqual({ type: "socket-created", id: "1.2", url: "wss://a.example/", scripts: ["a.js", "b.js"] });
    expect(
      parse("webSocketWillSendHandshakeRequest", {
        requestId: "1.2",
        timestamp: 12.5,
        wallTime: 1_700_000_000.25,
        request: { headers: { Host: "a.example", Cookie: "a=1", bad: 7 } },
      }),
    ).toEqual({
      type: "socket-asked",
      id: "1.2",
      ticks: 12_500,
      at: 1_700_000_000_250,
      headers: [
        { name: "Host", value: "a.example" },
        { name: "Cookie", value: "a=1" },
      ],
    });
    expect(
      parse("webSocketHandshakeResponseReceived", {
        requestId: "1.2",
        timestamp: 12.75,
        response: { status: 101, statusText: "Switching Protocols", headers: { "Set-Cookie": "a\nb" } },
      }),
    ).toMatchObject({
      status: 101,
      headers: [
        { name: "Set-Cookie", value: "a" },
        { name: "Set-Cookie", value: "b" },
      ],
      requestHeaders: null,
    });
  });

  it("reads whole messages, and no control frames", () => {
    const frame = (opcode: number, payloadData: unknown) =>
      parse("webSocketFrameReceived", { requestId: "1", timestamp: 1, response: { opcode, payloadData } });
    expect(frame(1, "text")).toMatchObject({ received: true, binary: false, data: "text" });
    expect(frame(2, "AQI=")).toMatchObject({ binary: true, data: "AQI=" });
    for (const none of [frame(8, ""), frame(9, ""), frame(0, "x"), frame(1, 7), frame(1, null)]) {
      expect(none).toBeNull();
    }
  });

  it("reads of requests those of EventSources alone", () => {
    const asked = { requestId: "1", timestamp: 1, wallTime: 2, request: { url: "https://a.example/e" } };
    expect(parse("requestWillBeSent", { ...asked, type: "EventSource" })).toMatchObject({
      type: "source-asked",
    });
    expect(parse("requestWillBeSent", { ...asked, type: "Fetch" })).toBeNull();
    expect(
      parse("eventSourceMessageReceived", {
        requestId: "1",
        timestamp: 1,
        eventName: "x",
        eventId: 3,
        data: "d",
      }),
    ).toEqual({ type: "source-event", id: "1", ticks: 1000, eventName: "x", eventId: "", data: "d" });
  });

  it("takes nothing for an event that is none", () => {
    for (const params of [null, undefined, "x", [], {}, { requestId: "x".repeat(1000), timestamp: 1 }]) {
      expect(parse("webSocketClosed", params)).toBeNull();
    }
    for (const timestamp of [Number.NaN, -1, 1e15, "1", null]) {
      expect(parse("webSocketClosed", { requestId: "1", timestamp })).toBeNull();
    }
    const methods = [
      "webSocketCreated",
      "webSocketFrameSent",
      "requestWillBeSent",
      "webSocketClosed",
      "other",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...methods), fc.object(), (method, params) => {
        parse(method, { requestId: "1", timestamp: 1, ...params });
      }),
    );
  });
});
