import { describe, expect, it } from "vitest";
import { ROW_MARK, ROW_MESSAGE, ROW_REQUEST } from "../../../src/core/model/message-log.ts";
import { createSession, type Session } from "../../../src/core/model/session.ts";
import { type Batch, FLAG_PARTIAL, FLAG_RECEIVED } from "../../../src/core/wire/batch.ts";
import { type BatchWriter, createBatchWriter } from "../../../src/core/wire/batch-writer.ts";
import { sessionFromText } from "../../support/session-from-text.ts";
import { valuesOf } from "../../support/values-of.ts";
import { getEntry } from "../export/rich-session.ts";

function batch(frame: string, seq: number, write: (writer: BatchWriter) => void): Batch {
  const writer = createBatchWriter();
  write(writer);
  return writer.take(frame, seq);
}

function numbers(frame: string, seq: number, ...payloads: number[]): Batch {
  return batch(frame, seq, (writer) => {
    for (const number of payloads) writer.message(number, 1, FLAG_RECEIVED, String(number), null, "", "");
  });
}

function textOf(session: Session, row: number): string {
  return Buffer.from(session.payload(row)).toString();
}

function textsOf(session: Session): string[] {
  return Array.from({ length: session.log.length }, (_, row) => textOf(session, row));
}

describe("a session", () => {
  it("takes no batch twice, nor the part of one that it has", () => {
    const session = createSession();
    expect(session.accept(numbers("a", 0, 0, 1, 2))).toBe(true);
    expect(session.accept(numbers("a", 0, 0, 1, 2))).toBe(false);
    expect(session.accept(numbers("a", 1, 1, 2, 3))).toBe(true);
    expect(session.accept(numbers("a", 0, 0))).toBe(false);
    expect(session.accept(numbers("b", 0, 10))).toBe(true);
    expect(textsOf(session)).toEqual(["0", "1", "2", "3", "10"]);
    expect(session.dropped).toBe(0);
    expect(session.nextSeq("a")).toBe(4);
  });

  it("counts what never came, but not what was before it", () => {
    const session = createSession();
    session.accept(numbers("a", 100, 0));
    session.accept(numbers("a", 106, 1));
    expect(session.dropped).toBe(5);
    expect(textsOf(session)).toEqual(["0", "1"]);
  });

  it("puts together a payload that came in pieces, whatever came between", () => {
    const session = createSession();
    session.accept(
      batch("a", 0, (writer) => {
        writer.message(1, 1, FLAG_PARTIAL, "one ", 13, "", "");
        writer.message(2, 1, 0, "between", null, "", "");
      }),
    );
    expect([textOf(session, 0), session.log.size.get(0)]).toEqual(["one ", 13]);
    session.accept(batch("a", 2, (writer) => writer.payload(3, 0, FLAG_PARTIAL, Buffer.from("two "))));
    session.accept(batch("b", 0, (writer) => writer.payload(3, 0, 0, Buffer.from("of another frame"))));
    session.accept(batch("a", 3, (writer) => writer.payload(4, 0, 0, Buffer.from("three"))));
    session.accept(batch("a", 4, (writer) => writer.payload(5, 0, 0, Buffer.from("too late"))));
    expect(textOf(session, 0)).toBe("one two three");
    expect(textOf(session, 1)).toBe("between");
    expect(session.log.flags.get(0) & FLAG_PARTIAL).toBe(0);
  });

  it("reads names and IDs that are no UTF-8 from where they lie", () => {
    const session = createSession();
    const crooked = batch("a", 0, (writer) => {
      writer.message(1, 1, FLAG_RECEIVED, "payload", null, "ab", "cd");
    });
    crooked.bytes.set([0xff, 0xfe, 0xe2, 0x82]);
    session.accept(crooked);
    expect([session.eventName(0), session.eventId(0), textOf(session, 0)]).toEqual([
      "\ufffd\ufffd",
      "\ufffd",
      "payload",
    ]);
  });

  it("follows a socket from its creation to its end", () => {
    const session = sessionFromText({
      "ws wss://a.example/": [
        "0ms > {ping}",
        "12ms < {pong}",
        "13ms < 0x00ff",
        "30ms closed 1001 server going away",
      ],
    });
    expect(session.connections).toMatchObject([
      {
        id: 1,
        kind: "websocket",
        state: "closed",
        sent: 1,
        received: 2,
        sentBytes: 6,
        receivedBytes: 8,
        close: { code: 1001, reason: "going away", by: "server" },
      },
    ]);
    expect(valuesOf(session.log, "kind")).toEqual([
      ROW_MARK,
      ROW_MARK,
      ROW_MESSAGE,
      ROW_MESSAGE,
      ROW_MESSAGE,
      ROW_MARK,
    ]);
    expect(session.record(5)).toMatchObject({ type: "socket-closed", code: 1001 });
    expect(session.record(2)).toBeNull();
  });

  it("follows an EventSource through a lost connection", () => {
    const session = sessionFromText({ "sse https://a.example/": ["0ms <[price #7] 42", "5ms lost"] });
    expect(session.connections).toMatchObject([
      { kind: "eventsource", state: "reconnecting", reconnects: 1 },
    ]);
    expect([session.eventName(2), session.eventId(2)]).toEqual(["price", "7"]);
  });

  it("closes the connections of a document that is gone, and only those", () => {
    const session = sessionFromText({ "ws wss://a.example/": ["0ms > a"] });
    session.accept(
      batch("b", 0, (writer) => {
        writer.record({
          type: "socket-created",
          at: 1,
          connection: 1,
          url: "wss://b.example/",
          protocols: [],
        });
        writer.record({ type: "frame-left", at: 9, url: "", kept: false });
      }),
    );
    expect(session.connections.map((it) => it.state)).toEqual(["open", "closed"]);
    expect(session.connections[1]?.close).toMatchObject({ at: 9, by: "page", code: null });
  });

  it("groups requests by endpoint", () => {
    const session = createSession();
    session.accept(
      batch("devtools", 0, (writer) => {
        for (const url of [
          "https://a.example/new?since=1",
          "https://a.example/new?since=2#x",
          "https://a.example/other",
        ]) {
          writer.record({ type: "request-finished", at: 2000, entry: getEntry(url, 1000) });
        }
      }),
    );
    expect(session.connections).toMatchObject([
      {
        kind: "http",
        method: "GET",
        url: "https://a.example/new",
        sent: 2,
        received: 2,
        sentBytes: 80,
        receivedBytes: 124,
      },
      { kind: "http", method: "GET", url: "https://a.example/other", sent: 1, received: 1 },
    ]);
    expect([session.log.kind.get(0), session.log.at.get(0), session.log.size.get(0)]).toEqual([
      ROW_REQUEST,
      1000,
      62,
    ]);
  });

  it("assumes a connection of which it only sees a message, until it is told", () => {
    const session = createSession();
    session.accept(numbers("a", 7, 50));
    expect(session.connections).toMatchObject([
      { id: 1, url: "", assumed: true, state: "open", received: 1 },
    ]);
    session.accept(
      batch("a", 8, (writer) => {
        writer.record({
          type: "socket-created",
          at: 10,
          connection: 1,
          url: "wss://a.example/",
          protocols: [],
        });
        writer.record({ type: "socket-opened", at: 20, connection: 1, protocol: "v1", extensions: "" });
        writer.record({ type: "socket-opened", at: 20, connection: 1, protocol: "v1", extensions: "" });
      }),
    );
    expect(session.connections).toMatchObject([
      {
        id: 1,
        url: "wss://a.example/",
        assumed: false,
        createdAt: 10,
        openedAt: 20,
        protocol: "v1",
        received: 1,
      },
    ]);
    expect(session.log.length).toBe(3);
  });

  it("adds up what pages say they dropped and where their hook failed", () => {
    const session = sessionFromText({ "ws wss://a.example/": ["0ms > a"] });
    session.accept(
      batch("frame-1", session.nextSeq("frame-1"), (writer) => {
        writer.record({ type: "messages-dropped", at: 1, connection: 1, count: 3, bytes: 9, why: "" });
        writer.record({ type: "messages-dropped", at: 1, connection: null, count: 4, bytes: 9, why: "" });
        writer.record({ type: "hook-failed", at: 1, count: 2, message: "" });
      }),
    );
    expect([session.dropped, session.connections[0]?.dropped, session.hookFailures]).toEqual([7, 3, 2]);
  });

  it("keeps all columns when the log grows", () => {
    const session = createSession();
    session.accept(numbers("a", 0, ...Array.from({ length: 5000 }, (_, index) => index)));
    expect(session.log.length).toBe(5000);
    expect([
      session.log.at.get(4999),
      textOf(session, 4999),
      session.log.at.get(1023),
      textOf(session, 1024),
    ]).toEqual([4999, "4999", 1023, "1024"]);
  });
});
