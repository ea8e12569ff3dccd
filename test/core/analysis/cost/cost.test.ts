import { createServer, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { compareTransports } from "../../../../src/core/analysis/cost/compare-transports.ts";
import { frameHeaderBytes, messageWireBytes } from "../../../../src/core/analysis/cost/frame-bytes.ts";
import { requestHeadBytes, responseHeadBytes } from "../../../../src/core/analysis/cost/header-bytes.ts";
import { scaleLoop } from "../../../../src/core/analysis/cost/scale-loop.ts";
import { createSocketTally } from "../../../../src/core/analysis/cost/socket-tally.ts";
import { findLoops } from "../../../../src/core/analysis/polling/find-loops.ts";
import type { Loop } from "../../../../src/core/analysis/polling/loop.ts";
import { measureLoop } from "../../../../src/core/analysis/polling/measure-loop.ts";
import { sessionOfTraffic } from "../polling/session-of-traffic.ts";

describe("what is on the wire", () => {
  it("is of headers of HTTP/1.1 to the byte what a server counts", async () => {
    const headers = { Host: "", "User-Agent": "test/1", Accept: "*/*", Cookie: "a=ü" };
    const answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n";
    const counted = await new Promise<{ bytes: number; port: number }>((resolve, reject) => {
      const server = createServer((socket: Socket) => {
        socket.once("data", (data) => {
          resolve({ bytes: data.length, port });
          socket.end(answer);
          server.close();
        });
      });
      let port = 0;
      server.listen(0, "127.0.0.1", async () => {
        ({ port } = server.address() as { port: number });
        headers.Host = `127.0.0.1:${port}`;
        const { connect } = await import("node:net");
        const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
        connect(port, "127.0.0.1")
          .on("error", reject)
          .write(`GET /a%20b?c=d HTTP/1.1\r\n${lines.join("")}\r\n`);
      });
    });
    const list = Object.entries(headers).map(([name, value]) => ({ name, value }));
    const url = `http://127.0.0.1:${counted.port}/a%20b?c=d#e`;
    expect(requestHeadBytes({ method: "GET", url, headers: list })).toBe(counted.bytes);
    const told = [
      { name: "Content-Length", value: "0" },
      { name: "Set-Cookie", value: "a=1" },
      { name: "Set-Cookie", value: "b=2" },
    ];
    expect(responseHeadBytes({ status: 200, statusText: "OK", headers: told })).toBe(answer.length);
  });

  it("is the same of a request that HTTP/2 wrote with pseudo-headers", () => {
    const common = { method: "GET", url: "https://a.example/x?y" };
    const old = requestHeadBytes({ ...common, headers: [{ name: "Host", value: "a.example" }] });
    const pseudo = [":method", ":path", ":authority", ":scheme"].map((name) => ({ name, value: "x" }));
    expect(requestHeadBytes({ ...common, headers: pseudo })).toBe(old);
  });

  it.each([
    [0, 2],
    [125, 2],
    [126, 4],
    [65_535, 4],
    [65_536, 10],
  ])("is of a frame of %i bytes a header of %i, and 4 of mask from the page", (payload, header) => {
    expect(frameHeaderBytes(payload, false)).toBe(header);
    expect(frameHeaderBytes(payload, true)).toBe(header + 4);
  });

  it("is exact up to 16 KiB, and at least that much above", () => {
    expect(messageWireBytes(16_384, true)).toEqual({ bytes: 16_392, exact: true });
    expect(messageWireBytes(16_385, true).exact).toBe(false);
  });
});

describe("the cost of a loop", () => {
  it("is 5,000 requests a second of 10,000 browsers with a 2 s loop", () => {
    const one = { intervalMs: 2000, askers: 1, requests: 30, bytes: 30_000, onWireMs: 3000 };
    const scaled = scaleLoop(one, 10_000, 8);
    expect(scaled.requestsPerSecond).toBe(5000);
    // 0.1 s of each 2 s is on the wire.
    expect(scaled.connectionsHeld).toBeCloseTo(500);
    // 1,000 bytes, 1,800 times an hour, 8 hours, 30 days, 10,000 browsers.
    expect(scaled.bytesPerMonth).toBe(1000 * 1800 * 8 * 30 * 10_000);
    // Two parts of the page that ask are twice as much.
    expect(scaleLoop({ ...one, askers: 2 }, 10_000, 8).requestsPerSecond).toBe(10_000);
  });

  it("is on HTTP/1.1 what the loop took, and its lines add up", async () => {
    const session = await sessionOfTraffic(1, (t) => {
      t.row({
        count: 30,
        every: 2000,
        url: "https://a.example/new",
        request: (i) => ({ answer: i === 9 ? ["x"] : [] }),
      });
    });
    const [loop] = findLoops(session);
    if (loop === undefined) throw new Error("no loop");
    const facts = measureLoop(loop);
    const costs = compareTransports(loop);
    expect(costs.map(({ transport }) => transport)).toEqual([
      "HTTP/1.1",
      "HTTP/2",
      "long polling",
      "Server-Sent Events",
      "WebSocket",
    ]);
    expect(costs[0]).toMatchObject({ bytes: facts.bytes, messages: 60, told: "exactly" });
    for (const { lines, bytes } of costs) {
      expect(lines.reduce((total, line) => total + line.bytes, 0)).toBe(bytes);
    }
    expect(facts.emptyShare).toBeCloseTo(29 / 30);
    expect(facts.staleness?.worstMs).toBeGreaterThan(1900);
    expect(facts.staleness?.averageMs).toBeCloseTo((facts.staleness?.worstMs ?? 0) / 2);
  });
});

describe("a loop of which the browser told some headers only", () => {
  it("is said to have sent at least what was told", async () => {
    const session = await sessionOfTraffic(1, (t) => {
      t.row({ count: 30, every: 2000, url: "https://a.example/new", request: { answer: [] } });
    });
    const [loop] = findLoops(session);
    if (loop === undefined) throw new Error("no loop");
    const inPart: Loop = {
      ...loop,
      answers: loop.answers.map((answer, index) => {
        if (index > 2) return answer;
        const requestHeaders = answer.exchange.requestHeaders.filter(({ name }) => name !== "host");
        return { ...answer, exchange: { ...answer.exchange, requestHeaders } };
      }),
    };
    expect(measureLoop(loop).partHeaders).toBe(0);
    expect(measureLoop(inPart).partHeaders).toBe(3);
    const [own] = compareTransports(inPart);
    expect(own?.told).toBe("at-least");
    expect(own?.lines[0]?.how).toMatch(/of 3 of them the browser told some headers only/);
  });
});

describe("the cost of a socket", () => {
  it("is its frames' headers, and as requests the headers of its handshake for each message", () => {
    const tally = createSocketTally(true);
    tally.add(10, true, 0, 0);
    tally.add(200, false, 0, 0);
    const unknown = tally.cost(null);
    expect(unknown).toMatchObject({ messages: 2, payloadBytes: 210, overheadBytes: 6 + 4, exact: true });
    expect(unknown).toMatchObject({ headersKnown: false, asRequestsBytes: 210 + 2 * 700 });
    const headers = [
      { name: "Host", value: "a.example" },
      { name: "Upgrade", value: "websocket" },
      { name: "Sec-WebSocket-Key", value: "x" },
    ];
    const entry = {
      startedDateTime: "2026-01-01T12:00:00.000Z",
      time: 1,
      request: { method: "GET", url: "wss://a.example/s", headers },
      response: { status: 101 },
    };
    const asked = "GET /s HTTP/1.1\r\nHost: a.example\r\n\r\n";
    const answered = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
    const each = asked.length + answered.length;
    expect(tally.cost(entry)).toMatchObject({ headersKnown: true, asRequestsBytes: 210 + 2 * each });
    tally.add(20_000, false, 0, 0);
    expect(tally.cost(null).exact).toBe(false);
  });

  it("is of an event stream its fields", () => {
    const tally = createSocketTally(false);
    tally.add(5, false, 5, 2);
    expect(tally.cost(null).overheadBytes).toBe("event: price\nid: 42\ndata: \n\n".length);
  });
});
