import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { importSessionFile } from "../../../src/core/export/import-session-file.ts";
import { toSessionFile } from "../../../src/core/export/to-session-file.ts";
import { createSession, type Session } from "../../../src/core/model/session.ts";
import { type Batch, FLAG_BINARY, FLAG_RECEIVED } from "../../../src/core/wire/batch.ts";
import { createBatchWriter } from "../../../src/core/wire/batch-writer.ts";
import { parseBatch } from "../../../src/core/wire/parse-batch.ts";
import { describeSession } from "../../support/compare-sessions.ts";
import { inPieces } from "../../support/pieces.ts";
import { sessionFromText } from "../../support/session-from-text.ts";
import { richBatches, sessionOf } from "./rich-session.ts";

const ABOUT = {
  name: 'Shop – "test"',
  startedAt: 1767268800000,
  exportedAt: 1767268900000,
  endedAt: 1767268890000.5,
  version: "0.1.0",
};

function textOf(session: Session): string {
  return [...toSessionFile(session, ABOUT)].join("");
}

async function read(text: string, length = 1000) {
  const batches: Batch[] = [];
  const result = await importSessionFile(inPieces(text, length), (batch) => void batches.push(batch));
  return { result, batches, session: sessionOf(batches) };
}

describe("a session file", () => {
  it("brings back every row, payload, record, connection and count", async () => {
    const session = sessionOf(richBatches());
    const { result, batches, session: restored } = await read(textOf(session), 7);
    expect(result).toEqual({
      about: {
        format: "session",
        name: ABOUT.name,
        startedAt: ABOUT.startedAt,
        exportedAt: ABOUT.exportedAt,
        endedAt: ABOUT.endedAt,
        generator: "Duplex 0.1.0",
        notes: [],
        annotations: new Map(),
      },
    });
    expect(describeSession(restored)).toEqual(describeSession(session));
    for (const batch of batches) expect(parseBatch(batch)).not.toHaveProperty("problem");
    expect(textOf(restored)).toBe(textOf(session));
  });

  it("brings back what the reader said of rows, also of those that were found in streams", async () => {
    const session = sessionOf(richBatches());
    const annotations = new Map([
      [session.log.length - 1, { marked: true, pinned: false, note: "" }],
      [0, { marked: false, pinned: true, note: "why?\nhere" }],
    ]);
    const text = [...toSessionFile(session, { ...ABOUT, annotations })].join("");
    expect(text).toContain('{"type":"annotation","row":1,"pinned":true,"note":"why?\\nhere"}');
    const { result, session: restored } = await read(text);
    expect(result).toMatchObject({ about: { annotations } });
    expect(describeSession(restored)).toEqual(describeSession(session));
  });

  it.each([
    ['{"type":"annotation","row":0,"marked":true}', "its row"],
    ['{"type":"annotation","marked":true}', "its row"],
    ['{"type":"annotation","row":1}', "says nothing"],
    ['{"type":"annotation","row":1,"note":7}', "its note"],
    [JSON.stringify({ type: "annotation", row: 1, note: "x".repeat(10_001) }), "its note"],
  ])("refuses %s", async (line, why) => {
    const text = textOf(sessionOf(richBatches()));
    const [first, ...rest] = text.split("\n");
    expect((await read([first, line, ...rest].join("\n"))).result).toMatchObject({
      problem: expect.stringContaining(why),
    });
  });

  it("holds lines that a stranger can read", () => {
    const session = sessionFromText({
      "ws wss://shop.example/prices": ["0ms > {ping}", "12ms < {pong}", "13ms < 0x00ff"],
      "sse https://shop.example/events": ["20ms <[price #7] 42"],
    });
    const lines = textOf(session)
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ format: "duplex-session", version: 1, name: ABOUT.name });
    expect(lines.at(-1)).toEqual({ type: "end", lines: lines.length - 1 });
    const at = Date.UTC(2026, 0, 1, 12);
    expect(lines.filter(({ type }) => type === "message")).toEqual([
      {
        type: "message",
        connection: 1,
        frame: "frame-1",
        direction: "sent",
        at,
        payloadType: "text",
        size: 6,
        text: "{ping}",
      },
      {
        type: "message",
        connection: 1,
        frame: "frame-1",
        direction: "received",
        at: at + 12,
        payloadType: "text",
        size: 6,
        text: "{pong}",
      },
      {
        type: "message",
        connection: 1,
        frame: "frame-1",
        direction: "received",
        at: at + 13,
        payloadType: "binary",
        size: 2,
        base64: "AP8=",
      },
      {
        type: "message",
        connection: 2,
        frame: "frame-1",
        direction: "received",
        at: at + 20,
        payloadType: "text",
        size: 2,
        text: "42",
        eventName: "price",
        eventId: "7",
      },
    ]);
  });

  it("comes in small pieces, each a batch's worth at most", async () => {
    const writer = createBatchWriter();
    writer.record({ type: "socket-created", at: 1, connection: 1, url: "wss://a.example/", protocols: [] });
    for (let index = 0; index < 100_000; index += 1) {
      writer.message(
        index / 8,
        1,
        index % 2 ? FLAG_RECEIVED : FLAG_BINARY,
        `message ${index} äö`,
        null,
        "",
        "",
      );
    }
    const session = createSession();
    session.accept(writer.take("frame", 0));
    const pieces = [...toSessionFile(session, ABOUT)] as string[];
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(66_000);
    const { batches, session: restored } = await read(pieces.join(""), 64 * 1024);
    expect(restored.log.length).toBe(100_001);
    // As text, since comparing so many objects takes longer than all the rest.
    expect(textOf(restored) === pieces.join("")).toBe(true);
    for (const { rows, bytes } of batches)
      expect(rows.byteLength + bytes.length).toBeLessThan(1.1 * 1024 * 1024);
  });

  it("of version 1 is read for ever", async () => {
    const text = gunzipSync(readFileSync("test/fixtures/session-files/v1.duplex")).toString();
    const { result, session } = await read(text);
    expect(result).toHaveProperty("about.name", "A sample of version 1");
    expect(
      session.connections.map(({ kind, sent, received, state }) => ({ kind, sent, received, state })),
    ).toEqual([
      { kind: "websocket", sent: 2, received: 2, state: "closed" },
      { kind: "eventsource", sent: 0, received: 2, state: "open" },
      { kind: "http", sent: 1, received: 1, state: "closed" },
    ]);
    expect(session.dropped).toBe(5);
    expect(session.connections[0]?.close).toMatchObject({ code: 1000, reason: "done", by: "server" });
  });
});

describe("a session file that is not right", () => {
  const good = () => textOf(sessionFromText({ "ws wss://a.example/": ["0ms > a", "1ms < b"] })).split("\n");
  const without = (index: number) => good().toSpliced(index, 1).join("\n");
  const changed = (index: number, change: object | string) =>
    good()
      .with(
        index,
        typeof change === "string"
          ? change
          : JSON.stringify({ ...JSON.parse(good()[index] as string), ...change }),
      )
      .join("\n");

  it.each([
    ["no header", without(0), "This is not a session file: its first line does not say so."],
    ["nothing", "", "This is not a session file: its first line does not say so."],
    [
      "a newer version",
      changed(0, { version: 3 }),
      "This session file was written by a newer Duplex (format 3; this one reads up to 1).",
    ],
    [
      "no version",
      changed(0, { version: "1" }),
      "This session file is damaged: its first line has no format version.",
    ],
    ["no end", without(6), "This session file is cut short: 6 of its lines were read, its end is missing."],
    [
      "a cut line",
      good().join("\n").slice(0, -60),
      "This session file is cut short: 5 of its lines were read, its end is missing.",
    ],
    [
      "a missing line",
      without(4),
      "Line 6 of this session file is damaged: it says that 6 lines come before it, and there are 5.",
    ],
    [
      "something after the end",
      `${good().join("\n")}{}\n`,
      "Line 8 of this session file is damaged: it comes after the end.",
    ],
    [
      "a line that is not JSON",
      changed(4, "{]"),
      "Line 5 of this session file is damaged: it is not a JSON object.",
    ],
    [
      "an unknown type",
      changed(2, { type: "x" }),
      'Line 3 of this session file is damaged: it is no valid record of type "x".',
    ],
    [
      "a record without its fields",
      changed(2, { url: 7 }),
      'Line 3 of this session file is damaged: it is no valid record of type "socket-created".',
    ],
    [
      "no direction",
      changed(4, { direction: "up" }),
      'Line 5 of this session file is damaged: its direction is neither "sent" nor "received".',
    ],
    ["no time", changed(4, { at: null }), "Line 5 of this session file is damaged: it has no time."],
    [
      "no payload type",
      changed(4, { payloadType: 1 }),
      'Line 5 of this session file is damaged: its payload type is neither "text" nor "binary".',
    ],
    [
      "no payload",
      changed(4, { text: undefined }),
      "Line 5 of this session file is damaged: its payload is neither text nor base64.",
    ],
    [
      "bad base64",
      changed(4, { text: undefined, base64: "a*==" }),
      "Line 5 of this session file is damaged: its payload is neither text nor base64.",
    ],
    [
      "too small a size",
      changed(4, { size: 0 }),
      "Line 5 of this session file is damaged: its size is less than its payload.",
    ],
    [
      "a strange size",
      changed(4, { size: 1.5 }),
      "Line 5 of this session file is damaged: its size is less than its payload.",
    ],
    [
      "no connection",
      changed(4, { connection: -1 }),
      "Line 5 of this session file is damaged: its connection is not a number from 1.",
    ],
    [
      "a connection twice",
      changed(3, good()[2] as string),
      "Line 4 of this session file is damaged: its connection was opened before.",
    ],
    [
      "a long frame name",
      changed(4, { frame: "x".repeat(65) }),
      "Line 5 of this session file is damaged: its frame is not a short text.",
    ],
    [
      "an event name that is none",
      changed(4, { eventName: {} }),
      "Line 5 of this session file is damaged: its event name or ID is not a text.",
    ],
    [
      "endless nesting",
      changed(2, `{"type":"navigated","at":1,"url":"","x":${"[".repeat(50_000)}${"]".repeat(50_000)}}`),
      "Line 3 of this session file is damaged: it is nested too deeply.",
    ],
  ])("with %s is refused", async (_, text, problem) => {
    const { result } = await read(text);
    expect(result).toEqual({ problem });
  });

  it("is taken with Windows line ends and without the last line feed", async () => {
    const { result } = await read(good().join("\r\n").trimEnd());
    expect(result).toHaveProperty("about");
  });

  it("may begin a connection in the middle", async () => {
    const { session } = await read(without(2).replace('"lines":6', '"lines":5'));
    expect(session.connections).toHaveLength(1);
    expect(session.connections[0]).toMatchObject({ url: "", frame: "frame-1", sent: 1, received: 1 });
  });
});
