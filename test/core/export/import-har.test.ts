import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { analyse } from "../../../src/core/analysis/report.ts";
import { importHar } from "../../../src/core/export/import-har.ts";
import { toHar } from "../../../src/core/export/to-har.ts";
import { createSession } from "../../../src/core/model/session.ts";
import type { Batch } from "../../../src/core/wire/batch.ts";
import { parseBatch } from "../../../src/core/wire/parse-batch.ts";
import { inPieces } from "../../support/pieces.ts";
import { sessionOf } from "./rich-session.ts";

const AT = Date.UTC(2026, 0, 1, 12);

/** Stands for a value nested 20,000 levels deep, which `JSON.stringify` could not write. */
const DEEP = "<deep>";

function toText(value: object): string {
  return JSON.stringify(value).replace(`"${DEEP}"`, "[".repeat(20_000) + "]".repeat(20_000));
}

async function read(text: string) {
  const batches: Batch[] = [];
  const result = await importHar(inPieces(text, 500), (batch) => void batches.push(batch));
  for (const batch of batches) expect(parseBatch(batch)).not.toHaveProperty("problem");
  return { result, session: sessionOf(batches) };
}

function readFixture(name: string) {
  return read(readFileSync(`test/fixtures/har/${name}.har`, "utf8"));
}

describe("a HAR of Chrome", () => {
  it("gives its connections, messages and page", async () => {
    const { result, session } = await readFixture("chrome");
    expect(result).toEqual({
      about: {
        format: "har",
        name: "",
        startedAt: AT,
        exportedAt: null,
        endedAt: null,
        generator: "WebInspector 537.36",
        notes: [],
      },
    });
    expect([...session.frames.values()]).toEqual([
      {
        key: "har-page_1",
        url: "https://shop.example/",
        origin: "https://shop.example",
        top: true,
        worker: null,
        startedAt: AT,
        leftAt: null,
        seen: null,
      },
    ]);
    const report = analyse(session);
    expect(report.connections).toMatchObject([
      { id: 1, kind: "http", url: "https://shop.example/", protocol: null, sent: 1, received: 1 },
      {
        id: 2,
        kind: "websocket",
        url: "wss://shop.example/prices",
        protocol: "v2.json",
        sent: 1,
        received: 2,
        sentBytes: 19,
        receivedBytes: 19,
      },
      {
        id: 3,
        kind: "eventsource",
        url: "https://shop.example/events",
        protocol: null,
        sent: 0,
        received: 2,
      },
      { id: 4, kind: "http", url: "https://shop.example/api/new", sent: 1, received: 1 },
    ]);
    expect(
      report.messages.map(({ connection, direction, atMs, bytes, type, event }) => [
        connection,
        direction,
        atMs - AT,
        bytes,
        type,
        event,
      ]),
    ).toEqual([
      [2, "sent", 1500, 19, "text", null],
      [2, "received", 1512, 16, "text", null],
      [2, "received", 1612, 3, "binary", null],
      [3, "received", 2250, 5, "text", "message"],
      [3, "received", 3250, 13, "text", "price"],
    ]);
    expect(session.connections[1]).toMatchObject({
      state: "open",
      openedAt: AT + 1030,
      asked: ["v2.json", "v1.json"],
      extensions: "permessage-deflate",
      frame: "har-page_1",
    });
    const marks = Array.from({ length: session.log.length }, (_, row) => session.record(row)?.type);
    expect(marks).toContain("socket-errored");
    expect(marks).toContain("navigated");
  });
});

/** A WebSocket as Chromium 156 writes it that was refused: it knows no date, and its own clock's reading alone. */
function refused(clock: number): object {
  return {
    _resourceType: "websocket",
    request: { method: "", url: "wss://shop.example/feed", headers: [], headersSize: -1, bodySize: 0 },
    response: { status: 0, headers: [], content: { size: 0, mimeType: "x-unknown" } },
    startedDateTime: "1969-12-31T23:59:59.000Z",
    time: (clock + 1) * 1000,
    timings: { send: 0, wait: (clock + 1) * 1000, receive: 0.7 },
    _webSocketMessages: [{ type: "error", time: clock, opcode: -1, data: "net::ERR_CONNECTION_REFUSED" }],
  };
}

describe("WebSockets that Chromium knows no date of", () => {
  const dated = (at: number, time: number) => ({
    request: { method: "GET", url: "https://shop.example/", headers: [] },
    response: { status: 200, headers: [], content: {} },
    startedDateTime: new Date(AT + at).toISOString(),
    time,
  });
  const readEntries = (entries: object[]) => read(JSON.stringify({ log: { version: "1.2", entries } }));
  const timesOf = ({ session }: Awaited<ReturnType<typeof read>>) =>
    session.connections.filter(({ kind }) => kind === "websocket").map(({ createdAt }) => createdAt - AT);

  it("stand where they were in the file, as far apart as they were", async () => {
    const one = await readEntries([dated(0, 500), refused(1034.5), refused(1035.25), dated(60_000, 5)]);
    expect(timesOf(one)).toEqual([500, 1250]);
    expect(one.session.connections.filter(({ kind }) => kind === "websocket")).toMatchObject([
      { state: "closed", openedAt: null, close: { code: 1006, by: "network", at: AT + 500 } },
      { state: "closed", openedAt: null, close: { code: 1006, by: "network", at: AT + 1250 } },
    ]);
    expect(one.result).toMatchObject({
      about: {
        startedAt: AT,
        notes: ["2 entries have no time of their own: they stand where they were in the file."],
      },
    });
  });

  it("are not later than what comes after them, and not left out where nothing was before", async () => {
    expect(timesOf(await readEntries([dated(0, 9000), refused(10), refused(20), dated(1000, 5)]))).toEqual([
      1000, 1000,
    ]);
    expect(timesOf(await readEntries([refused(10), dated(1000, 5)]))).toEqual([1000]);
    expect(timesOf(await readEntries([refused(10)]))).toHaveLength(1);
  });
});

describe("a HAR of Firefox", () => {
  it("has handshakes and no messages", async () => {
    const { result, session } = await readFixture("firefox");
    expect(result).toHaveProperty("about.notes", [expect.stringContaining("this file has no messages")]);
    expect(analyse(session)).toMatchObject({
      connections: [
        { kind: "websocket", url: "wss://shop.example/prices", sent: 0, received: 0 },
        { kind: "eventsource", url: "https://shop.example/events", sent: 0, received: 0 },
        { kind: "http", url: "https://shop.example/api/new", sent: 1, received: 1, receivedBytes: 202 },
      ],
      messages: [],
    });
    // The title of the page is not its URL.
    expect(session.frames.get("har-page_1")?.url).toBe("");
  });
});

describe("a HAR of Playwright", () => {
  it("gives what can be used, and counts what cannot", async () => {
    const { result, session } = await readFixture("playwright");
    expect(result).toMatchObject({
      about: {
        notes: [
          "1 entry was left out: no request URL (log.entries[1]).",
          "1 entry was left out: no start time (log.entries[2]).",
          "1 message was left out: no time (log.entries[0]._webSocketMessages[2]).",
          "1 message was left out: no data (log.entries[0]._webSocketMessages[3]).",
          "1 message was left out: neither text nor binary (log.entries[0]._webSocketMessages[4]).",
          "1 message was left out: binary data that is not base64 (log.entries[0]._webSocketMessages[5]).",
          "1 message was left out: not an object (log.entries[0]._webSocketMessages[6]).",
        ],
      },
    });
    expect(analyse(session)).toMatchObject({
      connections: [
        { kind: "websocket", sent: 1, received: 1 },
        { kind: "http", url: "https://shop.example/api/new", sent: 1, received: 0 },
      ],
      messages: [{ atMs: AT + 1125 }, { atMs: AT + 1250, bytes: 4, type: "binary" }],
    });
  });
});

describe("a stream that another program wrote down as a body", () => {
  const entry = (mimeType: string, text: string, more: object = {}) => ({
    startedDateTime: new Date(AT).toISOString(),
    time: 500,
    request: { method: "POST", url: "https://ai.example/v1/chat/completions", headers: [] },
    response: {
      status: 200,
      headers: [{ name: "Content-Type", value: mimeType }],
      content: { size: text.length, mimeType, text },
    },
    ...more,
  });

  async function read(entries: readonly object[]) {
    const session = createSession();
    async function* pieces() {
      yield JSON.stringify({ log: { version: "1.2", creator: { name: "p", version: "1" }, entries } });
    }
    await importHar(pieces(), (batch) => void session.accept(batch));
    return { report: analyse(session), session };
  }

  it("has its events, with no times of their own", async () => {
    const chunk = (delta: object) =>
      `data: ${JSON.stringify({ object: "chat.completion.chunk", model: "m", choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`;
    const text = `${chunk({ role: "assistant" })}${chunk({ content: "Hello" })}${chunk({ content: " you" })}data: [DONE]\n\n`;
    const { report } = await read([entry("text/event-stream", text)]);
    expect(report.connections).toMatchObject([
      { kind: "fetch-stream", protocol: "openai-chat", received: 4 },
    ]);
    expect(report.messages.map(({ kind, summary }) => `${kind} ${summary}`)).toEqual([
      'start {"role":"assistant"}',
      "text Hello",
      "text  you",
      "done [DONE]",
    ]);
    expect(report.answers).toMatchObject([{ pieces: 2, firstMs: null, tokensPerSecond: null }]);
  });

  it("is told apart from a request whose answer is none, and from one whose events are there", async () => {
    const { report } = await read([
      entry("application/json", '{"a":1}'),
      entry("text/event-stream", ""),
      entry("text/event-stream", "data: body\n\n", {
        _resourceType: "fetch",
        _eventSourceMessages: [{ time: AT / 1000, eventName: "message", eventId: "", data: "told" }],
      }),
    ]);
    expect(report.messages.map(({ bytes }) => bytes)).toEqual([4]);
  });
});

describe("a HAR of mitmproxy", () => {
  it("may write times as dates and opcodes by name", async () => {
    const { result, session } = await readFixture("mitmproxy");
    expect(result).toHaveProperty("about.notes", []);
    expect(analyse(session)).toMatchObject({
      connections: [
        { kind: "websocket", sent: 1, received: 1, sentBytes: 19, receivedBytes: 3 },
        { kind: "http", url: "https://shop.example/cart", sent: 1, received: 0 },
      ],
      messages: [
        { direction: "sent", atMs: AT + 1100.001 },
        { direction: "received", atMs: AT + 1250, type: "binary" },
      ],
    });
  });
});

describe("a HAR that is not right", () => {
  it.each([
    [
      "cut short",
      '{"log":\n  {"entries": [1',
      "This HAR is cut short: its JSON ends on line 2, in the middle.",
    ],
    ["broken in a text", '{"log":"\n', "This is not a HAR: it is not valid JSON (line 1, column 9)."],
    ["empty", "", "This HAR is cut short: its JSON ends on line 1, in the middle."],
    ["not JSON", '{"ü👋":\n "ü👋", x', "This is not a HAR: it is not valid JSON (line 2, column 8)."],
    ["more than JSON", "{}\r\n{}", "This is not a HAR: it is not valid JSON (line 2, column 1)."],
    ["not an object", "[]", "This is not a HAR: it has no log.entries."],
    ["another's JSON", '{"log":{"entries":{}}}', "This is not a HAR: it has no log.entries."],
    ["null", '{"log":null}', "This is not a HAR: it has no log.entries."],
  ])("%s is refused", async (_, text, problem) => {
    expect((await read(text)).result).toEqual({ problem });
  });

  it.each([
    ["nothing", {}],
    ["a page that is none", { pages: [null, 1, { id: 7 }, { id: "p", startedDateTime: "x" }], creator: 4 }],
    [
      "a page with a wild name",
      { pages: [{ id: "p".repeat(500), startedDateTime: 1767268800, title: "a:b" }] },
    ],
    [
      "remarks of ours that are none",
      { _duplex: { frames: [{}, 1, { frame: "x", record: null }], marks: {}, left: 3, lost: -1 } },
    ],
    ["remarks nested without end", { _duplex: { marks: DEEP } }],
  ])("%s in its head does no harm", async (_, head) => {
    const entries = [
      { startedDateTime: AT, request: { url: "https://a.example/" }, pageref: "p".repeat(500) },
    ];
    const { result, session } = await read(toText({ log: { ...head, entries } }));
    expect(result).toHaveProperty("about");
    expect(session.connections).toHaveLength(1);
  });

  it.each([
    ["a number", 3],
    ["no request", {}],
    ["a request without URL", { startedDateTime: AT, request: {} }],
    [
      "an endless one",
      {
        startedDateTime: AT,
        request: { url: "a", x: DEEP },
      },
    ],
    ["a time beyond all calendars", { startedDateTime: 1e300, request: { url: "a" } }],
  ])("%s as an entry is counted", async (_, entry) => {
    const { result, session } = await read(toText({ log: { entries: [entry] } }));
    expect(result).toHaveProperty("about.notes.length", 1);
    expect(session.log.length).toBe(0);
  });

  it("keeps the beginning of a connection before its messages, whatever their times say", async () => {
    const _webSocketMessages = [{ type: "send", time: 1, opcode: 1, data: "early" }];
    const entry = { startedDateTime: AT, request: { url: "wss://a.example/" }, _webSocketMessages };
    const { session } = await read(JSON.stringify({ log: { entries: [entry] } }));
    expect(session.connections).toMatchObject([
      { url: "wss://a.example/", state: "open", sent: 1, assumed: false },
    ]);
  });

  it("says of what is left out how much there is, and where it begins", async () => {
    const _eventSourceMessages = [{ time: AT, data: "x" }, { time: AT }, { time: AT }];
    const entry = {
      startedDateTime: AT,
      request: { url: "https://a.example/" },
      _resourceType: "eventsource",
      _eventSourceMessages,
    };
    const { result } = await read(JSON.stringify({ log: { entries: [null, entry, 1] } }));
    expect(result).toMatchObject({
      about: {
        notes: [
          "2 entries were left out: not an object (first: log.entries[0]).",
          "2 messages were left out: no data (first: log.entries[1]._eventSourceMessages[1]).",
        ],
      },
    });
  });

  it("says of how many connections its writer kept no messages", async () => {
    const socket = { startedDateTime: AT, request: { url: "wss://a.example/" }, response: { status: 101 } };
    const entries = [
      socket,
      socket,
      { ...socket, _webSocketMessages: [] },
      { ...socket, response: { status: 403 } },
    ];
    const { result } = await read(JSON.stringify({ log: { entries } }));
    expect(result).toMatchObject({
      about: {
        notes: ["Of 2 connections this file has no messages: the program that wrote it did not keep them."],
      },
    });
  });

  it("tells control frames, which some proxies write among the messages, from what cannot be read", async () => {
    const _webSocketMessages = [8, 9, 10, 3].map((opcode) => ({
      type: "receive",
      time: AT,
      opcode,
      data: "",
    }));
    const entry = { startedDateTime: AT, request: { url: "wss://a.example/" }, _webSocketMessages };
    const { result } = await read(JSON.stringify({ log: { entries: [entry] } }));
    expect(result).toMatchObject({
      about: {
        notes: [
          "3 messages were left out: a close, ping or pong frame (first: log.entries[0]._webSocketMessages[0]).",
          "1 message was left out: neither text nor binary (log.entries[0]._webSocketMessages[3]).",
        ],
      },
    });
  });

  it("is understood where its numbers are written as texts", async () => {
    const get = {
      startedDateTime: String(AT),
      time: "12.5",
      request: { url: "https://a.example/" },
      response: { status: "304", bodySize: "7", content: { size: "9" } },
    };
    const text = { type: "receive", opcode: "1", time: String(AT / 1000 + 1), data: "a" };
    const binary = { type: "send", opcode: "2", time: String(AT + 2000), data: "AQI=" };
    const socket = {
      ...get,
      startedDateTime: String(AT / 1000),
      request: { url: "wss://a.example/" },
      _webSocketMessages: [text, binary],
    };
    const { result, session } = await read(JSON.stringify({ log: { entries: [get, socket] } }));
    expect(result).toMatchObject({ about: { startedAt: AT, notes: [] } });
    expect(session.connections).toMatchObject([
      { kind: "http", createdAt: AT, receivedBytes: 7 },
      { kind: "websocket", createdAt: AT, sent: 1, sentBytes: 2, received: 1 },
    ]);
    const about = { name: "", startedAt: null, exportedAt: 0, version: "" };
    const { log } = JSON.parse([...toHar(session, about)].join(""));
    expect(log.entries[1]).toMatchObject({
      startedDateTime: new Date(AT).toISOString(),
      time: 12.5,
      response: { status: 304, bodySize: 7, content: { size: 9 } },
    });
  });

  it("has no number of a text that is none, and no date of a number", async () => {
    const entry = { startedDateTime: "5", time: "1e", request: { url: "a" }, response: { status: " " } };
    const { session } = await read(JSON.stringify({ log: { entries: [entry] } }));
    expect(session.connections).toMatchObject([{ createdAt: 5000 }]);
  });

  it("counts no bytes by a size that is none", async () => {
    const sizes = [1e300, 2 ** 53, 0.5, -7, 1e13];
    const entries = sizes.map((size) => ({
      startedDateTime: AT,
      request: { url: "https://a.example/", headersSize: size, bodySize: size },
      response: { status: 200, headersSize: size, bodySize: size, content: { size } },
    }));
    const { session } = await read(JSON.stringify({ log: { entries } }));
    expect(session.connections).toMatchObject([{ sent: sizes.length, sentBytes: 0, receivedBytes: 0 }]);
  });

  it("is analysed where optional fields are of another type than HAR says", async () => {
    const odd = [null, -1, [], {}, true, "x"];
    const entries = odd.flatMap((value) => [
      {
        startedDateTime: AT,
        request: {
          url: "https://a.example/",
          httpVersion: value,
          bodySize: value,
          postData: { text: value },
        },
        response: {
          httpVersion: value,
          statusText: value,
          content: { text: value, encoding: "base64", mimeType: value, size: value },
        },
        timings: value,
      },
      {
        startedDateTime: AT,
        request: { url: "https://a.example/", httpVersion: value },
        _resourceType: "eventsource",
      },
    ]);
    const { session } = await read(JSON.stringify({ log: { entries } }));
    expect(analyse(session).connections).toMatchObject([
      { kind: "http", sent: odd.length },
      {},
      {},
      {},
      {},
      {},
      {},
    ]);
  });
});
