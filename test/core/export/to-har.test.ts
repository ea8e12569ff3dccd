import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importHar } from "../../../src/core/export/import-har.ts";
import { toHar } from "../../../src/core/export/to-har.ts";
import { createSession, type Session } from "../../../src/core/model/session.ts";
import { type Batch, FLAG_RECEIVED } from "../../../src/core/wire/batch.ts";
import { createBatchWriter } from "../../../src/core/wire/batch-writer.ts";
import { describeSession } from "../../support/compare-sessions.ts";
import { asPieces } from "../../support/pieces.ts";
import { START, sessionFromText } from "../../support/session-from-text.ts";
import { AT, getEntry, richBatches, sessionOf } from "./rich-session.ts";

const ABOUT = { name: "Shop", startedAt: 1767268800000, exportedAt: 1767268900000, version: "0.1.0" };

// biome-ignore lint/suspicious/noExplicitAny: the point is to look at whatever was written
function harOf(session: Session): any {
  return JSON.parse([...toHar(session, ABOUT)].join(""));
}

async function read(session: Session): Promise<Session> {
  const batches: Batch[] = [];
  const result = await importHar(
    asPieces(toHar(session, ABOUT) as Iterable<string>),
    (batch) => void batches.push(batch),
  );
  expect(result).toMatchObject({ about: { name: "Shop", generator: "Duplex 0.1.0", notes: [] } });
  return sessionOf(batches);
}

describe("a HAR of ours", () => {
  it("has Chrome's keys", () => {
    const { log } = harOf(
      sessionFromText({
        "ws wss://shop.example/prices?a=1&b=%20x+y&c": [
          "0.5ms > {ping}",
          "12ms < {pong} 👋",
          "13ms < 0x00ff80",
        ],
        "sse https://shop.example/events": ["20ms < plain", "21ms <[price #7] 42"],
        "ws wss://shop.example/quiet": ["30ms closed 1000 server bye"],
      }),
    );
    expect(log).toMatchObject({ version: "1.2", creator: { name: "Duplex", version: "0.1.0" } });
    expect(log.pages).toEqual([
      {
        startedDateTime: "2026-01-01T12:00:00.000Z",
        id: "page_1",
        title: "https://shop.example/",
        pageTimings: { onContentLoad: -1, onLoad: -1 },
      },
    ]);
    const [prices, events, quiet] = log.entries;
    expect(prices).toMatchObject({
      pageref: "page_1",
      startedDateTime: "2026-01-01T12:00:00.000Z",
      time: 12.5,
      request: {
        method: "GET",
        url: "wss://shop.example/prices?a=1&b=%20x+y&c",
        httpVersion: "HTTP/1.1",
        queryString: [
          { name: "a", value: "1" },
          { name: "b", value: " x y" },
          { name: "c", value: "" },
        ],
      },
      response: { status: 101 },
      cache: {},
      timings: { send: 0, wait: 0, receive: 12.5 },
      _resourceType: "websocket",
      _webSocketMessages: [
        { type: "send", time: (START + 0.5) / 1000, opcode: 1, data: "{ping}" },
        { type: "receive", time: (START + 12) / 1000, opcode: 1, data: "{pong} 👋" },
        { type: "receive", time: (START + 13) / 1000, opcode: 2, data: "AP+A" },
      ],
    });
    expect(events).toMatchObject({
      _resourceType: "eventsource",
      response: { status: 200, content: { mimeType: "text/event-stream" } },
      _eventSourceMessages: [
        { time: (START + 20) / 1000, eventName: "message", eventId: "", data: "plain" },
        { time: (START + 21) / 1000, eventName: "price", eventId: "7", data: "42" },
      ],
    });
    expect(quiet).toMatchObject({
      comment: "Closed by the server with code 1000 (bye).",
      _webSocketMessages: [],
    });
  });

  it("has all that Chrome's importer reads with functions that throw", () => {
    const session = sessionOf(richBatches());
    const entry = { ...getEntry("https://a.example/?q", AT), _initiator: null, timings: { wait: "x" } };
    entry.request = {
      ...entry.request,
      bodySize: Number.NaN,
      cookies: [{ name: "a", expires: "Session" }],
      queryString: 3,
    };
    const writer = createBatchWriter();
    writer.record({ type: "request-finished", at: AT, entry });
    session.accept(writer.take("other", 0));
    const { log } = harOf(session);
    expect(log.entries.length).toBeGreaterThan(5);
    for (const it of log.entries) {
      expect(Number.isNaN(Date.parse(it.startedDateTime))).toBe(false);
      const { request, response, timings } = it;
      const numbers = [it.time, request.headersSize, request.bodySize, response.status, response.headersSize];
      numbers.push(response.bodySize, response.content.size, timings.send, timings.wait, timings.receive);
      for (const number of numbers) expect(number).toBeTypeOf("number");
      for (const list of [request.headers, request.cookies, request.queryString])
        expect(list).toBeInstanceOf(Array);
      expect(it._initiator).not.toBeNull();
      expect(it.request.cookies).toEqual(it.request.cookies.map(({ name }: { name: string }) => ({ name })));
    }
  });

  it("says which payloads are not whole", () => {
    const { log } = harOf(sessionOf(richBatches()));
    const remarked = log.entries
      .flatMap((it: Record<string, object[]>) => it._webSocketMessages ?? [])
      .filter((it: object) => "_duplex" in it);
    expect(remarked).toEqual([
      {
        type: "receive",
        time: (AT + 15) / 1000,
        opcode: 1,
        data: "a\ufffd",
        comment: "Not whole: 3 of 3,000 bytes were recorded.",
        _duplex: { size: 3000, base64: "YeKC" },
      },
      {
        type: "send",
        time: (AT + 17) / 1000,
        opcode: 1,
        data: "begun",
        comment: "Not whole: 5 of 500 bytes were recorded.",
        _duplex: { size: 500, unfinished: true },
      },
    ]);
  });

  it("brings back what the session knew", async () => {
    const session = sessionOf(richBatches());
    const before = describeSession(session) as { rows: { at: number }[]; connections: object[] };
    const after = describeSession(await read(session)) as typeof before;
    expect(after).toMatchObject({
      frames: (before as unknown as { frames: object }).frames,
      dropped: 17,
      hookFailures: 2,
    });
    // Rows come in order of time, times to the microsecond, connections in order of their beginning.
    const rounded = (rows: { at: number }[]) =>
      rows.map((it) => JSON.stringify({ ...it, at: Math.round(it.at * 1000), connection: 0 })).sort();
    const own = (rows: { at: number; kind?: number }[]) => rows.filter((it) => it.kind !== 3);
    expect(rounded(own(after.rows))).toEqual(rounded(own(before.rows)));
    expect(after.connections).toHaveLength(before.connections.length);
  });

  it("makes one entry of a socket and its handshake", async () => {
    const session = sessionFromText({ "ws wss://shop.example/prices": ["0ms > a", "5ms < b"] });
    const writer = createBatchWriter();
    const entry = getEntry("wss://shop.example/prices", START - 3, {
      _resourceType: "websocket",
      _webSocketMessages: [{ type: "send", time: 1, opcode: 1, data: "a" }],
    });
    entry.response = { ...entry.response, status: 101, headers: [{ name: "X-Server", value: "s" }] };
    writer.record({ type: "request-finished", at: START + 5, entry });
    session.accept(writer.take("devtools", 0));
    const { log } = harOf(session);
    expect(log.entries).toHaveLength(1);
    expect(log.entries[0]).toMatchObject({
      response: { status: 101, headers: [{ name: "X-Server", value: "s" }] },
      _webSocketMessages: [{ data: "a" }, { data: "b" }],
    });
    const restored = await read(session);
    expect(restored.connections.map(({ kind, sent, received }) => [kind, sent, received])).toEqual([
      ["http", 1, 1],
      ["websocket", 1, 1],
    ]);
  });

  it("comes in small pieces", () => {
    const writer = createBatchWriter();
    writer.record({ type: "socket-created", at: 1, connection: 1, url: "wss://a.example/", protocols: [] });
    for (let index = 0; index < 100_000; index += 1) {
      writer.message(index, 1, FLAG_RECEIVED, `message ${index}`, null, "", "");
    }
    const session = createSession();
    session.accept(writer.take("frame", 0));
    const pieces = [...toHar(session, ABOUT)] as string[];
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(66_000);
    expect(JSON.parse(pieces.join("")).log.entries[0]._webSocketMessages).toHaveLength(100_000);
  });

  it("passes on another program's entries", async () => {
    const batches: Batch[] = [];
    const chrome = readFileSync("test/fixtures/har/chrome.har", "utf8");
    await importHar(asPieces([chrome]), (batch) => void batches.push(batch));
    const written = harOf(sessionOf(batches)).log.entries;
    const { entries } = JSON.parse(chrome).log;
    const { _error, ...document } = entries[0].response;
    expect(written[0]).toMatchObject({ ...entries[0], response: document, pageref: "page_1" });
    expect(written[1]._webSocketMessages).toEqual(entries[1]._webSocketMessages.slice(0, 3));
    expect(written[2]._eventSourceMessages).toEqual(entries[2]._eventSourceMessages);
    expect(written).toHaveLength(4);
  });
});
