import { describe, expect, test } from "vitest";
import { importFile } from "../../../src/core/export/import-file.ts";
import { toHar } from "../../../src/core/export/to-har.ts";
import { toSessionFile } from "../../../src/core/export/to-session-file.ts";
import { formatRecord } from "../../../src/core/format/format-record.ts";
import { carryOver } from "../../../src/core/model/carry-over.ts";
import { ROW_MESSAGE, ROW_REQUEST } from "../../../src/core/model/message-log.ts";
import { createSession, type Session } from "../../../src/core/model/session.ts";
import {
  FLAG_BINARY,
  FLAG_CHUNK,
  FLAG_CUT,
  FLAG_PARTIAL,
  FLAG_RECEIVED,
} from "../../../src/core/wire/batch.ts";
import type { BatchWriter } from "../../../src/core/wire/batch-writer.ts";
import type { HarEntry, RecordEvent } from "../../../src/core/wire/events.ts";
import { parseBatch } from "../../../src/core/wire/parse-batch.ts";
import { streamPieces } from "../../../src/engine/stream-pieces.ts";
import { describeSession } from "../../support/compare-sessions.ts";
import { frameBatches } from "../../support/frame-batches.ts";
import { valuesOf } from "../../support/values-of.ts";

const AT = Date.UTC(2026, 0, 1, 12);
const URL_ = "https://shop.example/stream";

type Opened = Extract<RecordEvent, { type: "stream-opened" }>;

function opened(connection: number, change: Partial<Opened> = {}): Opened {
  return {
    type: "stream-opened",
    at: AT + 20,
    connection,
    requestedAt: AT,
    via: "fetch",
    reading: "stream",
    method: "POST",
    url: URL_,
    status: 200,
    contentType: "text/event-stream",
    ...change,
  };
}

function chunk(
  writer: BatchWriter,
  connection: number,
  ms: number,
  text: string,
  position: number,
  flags = 0,
): void {
  writer.message(
    AT + ms,
    connection,
    FLAG_RECEIVED | FLAG_CHUNK | FLAG_BINARY | flags,
    text,
    null,
    "",
    `${position}`,
  );
}

function entryOf(startedAt: number, change: { url?: string; type?: string; text?: string } = {}): HarEntry {
  const mimeType = change.type ?? "text/event-stream";
  return {
    startedDateTime: new Date(startedAt).toISOString(),
    time: 300,
    request: { method: "POST", url: change.url ?? URL_, headers: [{ name: "X-Asked", value: "1" }] },
    response: {
      status: 200,
      headers: [{ name: "Content-Type", value: mimeType }],
      content: { size: 1, mimeType, ...(change.text === undefined ? {} : { text: change.text }) },
    },
  };
}

function sessionOf(...writes: ((writer: BatchWriter) => void)[]): Session {
  const session = createSession();
  const frame = frameBatches("f1");
  session.accept(frame.start(AT));
  for (const write of writes) {
    const batch = parseBatch(frame.batch(write));
    if ("problem" in batch) throw new Error(batch.problem);
    session.accept(batch);
  }
  return session;
}

/** Messages and marks of a session, one text each. */
function rowsOf(session: Session): string[] {
  return Array.from({ length: session.log.length }, (_, row) => {
    const at = session.log.at.get(row) - AT;
    const record = session.record(row);
    if (record?.type === "stream-remarked") return `${at} ~${record.what} ${record.text}`.trimEnd();
    if (record !== null) return `${at} ${record.type}`;
    const place = session.streamPlace(row);
    const problem = place?.problem ? ` !${place.problem}` : "";
    return `${at} ${session.eventName(row)} ${Buffer.from(session.payload(row))}${problem}`;
  });
}

async function through(session: Session, write: typeof toHar): Promise<Session> {
  const about = { name: "n", startedAt: AT, exportedAt: AT + 1000, version: "1" };
  const text = [...write(session, about)].join("");
  const again = createSession();
  async function* bytes() {
    yield new TextEncoder().encode(text);
  }
  const result = await importFile(
    bytes(),
    (batch) => void again.accept(batch),
    () => bytes(),
  );
  expect(result).not.toHaveProperty("problem");
  return again;
}

const LIVELY = [
  (it: BatchWriter) => it.record(opened(1)),
  (it: BatchWriter) => chunk(it, 1, 30, ": hi\n\nda", 0),
  (it: BatchWriter) => chunk(it, 1, 40, "ta: one\n\ndata: two\n\nevent: x\nda", 8),
  (it: BatchWriter) => {
    it.record(
      opened(2, { url: "https://shop.example/lines", contentType: "application/x-ndjson", via: "xhr" }),
    );
    it.message(AT + 45, 2, FLAG_RECEIVED | FLAG_CHUNK, '{"ż":1}\n', null, "", "0");
  },
  (it: BatchWriter) => chunk(it, 1, 50, "ta: thr", 39, FLAG_PARTIAL),
  (it: BatchWriter) => chunk(it, 1, 50, "ee\n\ndata: cut", 46),
  (it: BatchWriter) => {
    it.record({ type: "stream-ended", at: AT + 60, connection: 1, by: "network", reason: "TypeError" });
    it.record({ type: "stream-unseen", at: AT + 70, connection: 2, why: "transferred" });
  },
];

describe("the fold of chunks", () => {
  test("events have the time of the chunk that completed them", () => {
    expect(rowsOf(sessionOf(...LIVELY))).toEqual([
      "20 stream-opened",
      "30 ~comment hi",
      "40 message one",
      "40 message two",
      "20 stream-opened",
      '45  {"ż":1}',
      "50 x three",
      "60 message cut !cut",
      "60 stream-ended",
      "70 stream-unseen",
    ]);
  });

  test("a connection tells what it is and how much came", () => {
    const [first, second] = sessionOf(...LIVELY).connections;
    expect(first).toMatchObject({ kind: "fetch-stream", method: "POST", url: URL_, state: "closed" });
    expect(first).toMatchObject({
      createdAt: AT,
      openedAt: AT + 20,
      received: 4,
      receivedBytes: 59,
      sent: 0,
    });
    expect(first?.close).toMatchObject({ by: "network", reason: "TypeError" });
    expect(first?.stream).toMatchObject({ chunks: 3, status: 200, reading: "stream", unseen: null });
    expect(second?.stream).toMatchObject({ chunks: 1, via: "xhr", unseen: "transferred" });
  });

  test("the parts of a large chunk are one", () => {
    const session = sessionOf(...LIVELY);
    expect([...session.chunks].map(({ number }) => number)).toEqual([1, 2, 1, 3, 3]);
    const three = rowsOf(session).indexOf("50 x three");
    expect(session.streamPlace(three)).toEqual({ firstChunk: 2, lastChunk: 3, problem: null });
  });

  test("bytes that are missing end what was begun, and are said", () => {
    const session = sessionOf(
      (it) => it.record(opened(1)),
      (it) => chunk(it, 1, 30, "data: a\n\ndata: b", 0),
      (it) => chunk(it, 1, 40, "c\n\ndata: d\n\ndata: e\n\n", 116),
    );
    expect(rowsOf(session).slice(1)).toEqual([
      "30 message a",
      "40 message b !gap",
      "40 ~missing 100",
      "40 ~ignored c",
      "40 message d",
      "40 message e",
    ]);
  });

  test("what is said twice is read once", () => {
    const session = sessionOf(
      (it) => it.record(opened(1)),
      (it) => chunk(it, 1, 30, "data: a\n\nda", 0),
      (it) => chunk(it, 1, 40, "\nda", 8),
      (it) => chunk(it, 1, 50, "data: b\n\n", 9),
    );
    expect(rowsOf(session).slice(1)).toEqual(["30 message a", "50 message b"]);
  });

  test("and what overlaps once, of its new bytes", () => {
    const session = sessionOf(
      (it) => it.record(opened(1)),
      (it) => chunk(it, 1, 30, "data: a\n\nda", 0),
      (it) => chunk(it, 1, 40, "data: a\n\ndata: b\n\n", 0),
    );
    expect(rowsOf(session).slice(1)).toEqual(["30 message a", "40 message b"]);
    expect([...session.chunks].map(({ position, length }) => [position, length])).toEqual([
      [0, 11],
      [11, 7],
    ]);
    expect(session.connections[0]?.receivedBytes).toBe(18);
  });

  test("a chunk that was cut says so, and how large it was; what follows is read on from there", async () => {
    const cut = (it: BatchWriter, ms: number, text: string, position: number, size: number) =>
      it.message(
        AT + ms,
        1,
        FLAG_RECEIVED | FLAG_CHUNK | FLAG_BINARY | FLAG_CUT,
        text,
        size,
        "",
        `${position}`,
      );
    const session = sessionOf(
      (it) => it.record(opened(1)),
      (it) => chunk(it, 1, 30, "data: a\n\n", 0, FLAG_PARTIAL),
      (it) => cut(it, 30, "data: b", 9, 91),
      (it) => chunk(it, 1, 40, "data: c\n\n", 100),
    );
    const rows = ["30 message a", "30 message b !gap", "30 ~cut 16 100", "40 message c !headless"];
    expect(rowsOf(session).slice(1)).toEqual(rows);
    expect(session.connections[0]?.receivedBytes).toBe(109);
    const place = session.streamPlace(1);
    expect(place).toEqual({ firstChunk: 1, lastChunk: 1, problem: null });
    expect(streamPieces(session, 1)?.pieces).toMatchObject([{ number: 1, size: 100, kept: 16, position: 0 }]);
    const record = session.record(3);
    expect(record && formatRecord(record).facts).toEqual([["Text", "at 16 B of 100 B"]]);
    for (const write of [toSessionFile, toHar]) {
      expect(rowsOf(await through(session, write)).slice(1)).toEqual(rows);
    }
  });

  test("a stream that nobody has told of is shown as it comes", () => {
    const session = sessionOf((it) => chunk(it, 7, 30, "data: a\n\n", 0));
    expect(rowsOf(session)).toEqual(["30  data: a\n\n"]);
    expect(session.connections[0]).toMatchObject({ kind: "fetch-stream", assumed: true });
  });

  test("a session that begins in the middle reads on from there", () => {
    const before = sessionOf(
      (it) => it.record(opened(1)),
      (it) => chunk(it, 1, 30, "data: a\n\nda", 0),
    );
    const after = createSession();
    for (const batch of carryOver(before)) after.accept(batch);
    const frame = frameBatches("f1");
    const batch = frame.batch((it) => chunk(it, 1, 40, "ta: b\n\ndata: c\n\n", 11));
    after.accept({ ...batch, seq: before.nextSeq(frame.key) });
    expect(rowsOf(after)).toEqual([
      "20 stream-opened",
      "40 ~missing 11",
      "40 ~ignored ta: b",
      "40 message c",
    ]);
    expect(after.connections[0]).toMatchObject({ method: "POST", url: URL_, assumed: false });
  });

  test("a document that is gone ends its streams", () => {
    const session = sessionOf(
      (it) => it.record(opened(1)),
      (it) => chunk(it, 1, 30, "data: a\n\ndata: b", 0),
      (it) => it.record({ type: "frame-left", at: AT + 90, url: URL_, kept: false }),
    );
    expect(rowsOf(session).slice(1)).toEqual(["30 message a", "90 message b !cut"]);
    expect(session.connections[0]?.close?.by).toBe("page");
  });

  test("a chunk without a position is refused", () => {
    const frame = frameBatches("f1");
    for (const place of ["", "-1", "1e3", "9".repeat(16)]) {
      const batch = frame.batch((it) => it.message(AT, 1, FLAG_CHUNK | FLAG_RECEIVED, "a", null, "", place));
      expect(parseBatch(batch)).toEqual({ problem: "a chunk has no position" });
    }
  });
});

describe("the request of a stream", () => {
  const finished = (entry: HarEntry) => (it: BatchWriter) =>
    it.record({ type: "request-finished", at: AT + 400, entry });

  test.each(["after", "before"])("that comes %s it is listed with it, once", (when) => {
    const writes = [(it: BatchWriter) => it.record(opened(1)), finished(entryOf(AT + 1))];
    const session = sessionOf(...(when === "after" ? writes : writes.reverse()));
    const row = valuesOf(session.log, "kind").indexOf(ROW_REQUEST);
    const stream = session.connections.find(({ kind }) => kind === "fetch-stream");
    expect(session.log.connection.get(row)).toBe(stream?.id);
    for (const { kind, sent, received, receivedBytes } of session.connections) {
      if (kind === "http") expect([sent, received, receivedBytes]).toEqual([0, 0, 0]);
    }
  });

  test("two to one URL are told apart by their time, another URL and another type are not its", () => {
    const session = sessionOf(
      (it) => it.record(opened(1)),
      (it) => it.record(opened(2, { requestedAt: AT + 5000, at: AT + 5010 })),
      finished(entryOf(AT + 5001)),
      finished(entryOf(AT + 2)),
      finished(entryOf(AT + 3)),
      finished(entryOf(AT, { url: `${URL_}?other` })),
    );
    const owners = valuesOf(session.log, "kind")
      .map((kind, row) => ({ kind, id: session.log.connection.get(row) }))
      .filter(({ kind }) => kind === ROW_REQUEST)
      .map(({ id }) => session.connections[id - 1]?.kind);
    expect(owners).toEqual(["fetch-stream", "fetch-stream", "http", "http"]);
    expect(session.log.connection.get(2)).toBe(2);
    expect(session.log.connection.get(3)).toBe(1);
  });

  test("a stream without an end, to the same URL, does not take the requests of others", () => {
    const asked = { requestedAt: null, method: null };
    const timings = { blocked: 2, dns: -1, send: 1, wait: 12, receive: 1 };
    const call = (at: number) => finished({ ...entryOf(AT + at), time: 16, timings });
    const session = sessionOf(
      (it) => it.record(opened(1, { ...asked, at: AT + 8 })),
      (it) => it.record(opened(2, { ...asked, at: AT + 16 })),
      call(0),
      // Told before the stream that it began.
      call(600),
      (it) => it.record(opened(3, { ...asked, at: AT + 617 })),
      finished(entryOf(AT + 700, { type: "application/json" })),
    );
    const owners = valuesOf(session.log, "kind")
      .map((kind, row) => ({ kind, id: session.log.connection.get(row) }))
      .filter(({ kind }) => kind === ROW_REQUEST)
      .map(({ id }) => session.connections[id - 1]);
    expect(owners.map((it) => it?.kind)).toEqual(["fetch-stream", "fetch-stream", "http"]);
    expect(owners.slice(0, 2).map((it) => it?.openedAt)).toEqual([AT + 16, AT + 617]);
  });

  test.each(["after", "before"])("has the bytes that json() does not give, told %s", (when) => {
    const contentType = "application/x-ndjson";
    const writes = [
      (it: BatchWriter) => it.record(opened(1, { reading: "json", contentType })),
      finished(entryOf(AT, { type: contentType, text: '{"a":1}\n[2]\n' })),
    ];
    const session = sessionOf(...(when === "after" ? writes : writes.reverse()));
    expect(rowsOf(session).filter((it) => it.startsWith("300"))).toEqual(['300  {"a":1}', "300  [2]"]);
  });
});

describe("files", () => {
  const finished = (it: BatchWriter) =>
    it.record({ type: "request-finished", at: AT + 400, entry: entryOf(AT + 1) });

  test("a session file gives back all of it", async () => {
    const session = sessionOf(...LIVELY, finished);
    const again = await through(session, toSessionFile);
    expect(describeSession(again)).toEqual(describeSession(session));
    expect([...again.chunks].map(({ address: _, ...it }) => it)).toEqual(
      [...session.chunks].map(({ address: _, ...it }) => it),
    );
    expect(describeSession(await through(again, toSessionFile))).toEqual(describeSession(session));
  });

  test("a HAR gives back its events, the times of its chunks, and its headers", async () => {
    const session = sessionOf(...LIVELY, finished);
    const again = await through(session, toHar);
    expect(rowsOf(again).sort()).toEqual(rowsOf(session).sort());
    expect([...again.chunks].map(({ at, position, length }) => [at, position, length]).sort()).toEqual(
      [...session.chunks].map(({ at, position, length }) => [at, position, length]).sort(),
    );
    expect(again.connections.filter(({ kind }) => kind === "fetch-stream").length).toBe(2);
  });

  test("a HAR has one entry for a stream and its request, in Chrome's form", () => {
    const about = { name: "n", startedAt: AT, exportedAt: AT + 1000, version: "1" };
    const { log } = JSON.parse([...toHar(sessionOf(...LIVELY, finished), about)].join(""));
    expect(log.entries.map((it: HarEntry) => [it.request.url, it._resourceType])).toEqual([
      [URL_, "fetch"],
      ["https://shop.example/lines", "xhr"],
    ]);
    const [first, second] = log.entries;
    expect(first.request.headers).toEqual([{ name: "X-Asked", value: "1" }]);
    expect(first._eventSourceMessages.map((it: { data: string }) => it.data)).toEqual([
      "one",
      "two",
      "three",
      "cut",
    ]);
    expect(first.response.content.text).toMatch(/^: hi\n\ndata: one/);
    expect(second).not.toHaveProperty("_eventSourceMessages");
    expect(second.response.content).toMatchObject({ text: '{"ż":1}\n', mimeType: "application/x-ndjson" });
    expect(second.request.method).toBe("POST");
  });

  test("Chrome's own HAR of a fetched event stream", async () => {
    const entry = {
      ...entryOf(AT),
      _resourceType: "fetch",
      _eventSourceMessages: [{ time: (AT + 50) / 1000, eventName: "message", eventId: "", data: "one" }],
    };
    const session = createSession();
    async function* bytes() {
      yield new TextEncoder().encode(JSON.stringify({ log: { entries: [entry] } }));
    }
    await importFile(
      bytes(),
      (batch) => void session.accept(batch),
      () => bytes(),
    );
    expect(session.connections.filter(({ kind }) => kind === "fetch-stream")).toMatchObject([
      { method: "POST", url: URL_, received: 1 },
    ]);
    expect(rowsOf(session)).toContain("50 message one");
    const again = await through(session, toHar);
    expect(rowsOf(again).filter((it) => it.includes("one"))).toEqual(["50 message one"]);
    const row = valuesOf(session.log, "kind").indexOf(ROW_MESSAGE);
    expect(session.streamPlace(row)).toBe(null);
  });
});
