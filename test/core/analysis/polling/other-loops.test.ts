import { describe, expect, it } from "vitest";
import { decodeSession } from "../../../../src/core/analysis/decode-session.ts";
import { gatherEvidence } from "../../../../src/core/analysis/findings/evidence.ts";
import { findFindings } from "../../../../src/core/analysis/findings/find-findings.ts";
import { findRoundTrips } from "../../../../src/core/analysis/pairing/find-round-trips.ts";
import { findLoops } from "../../../../src/core/analysis/polling/find-loops.ts";
import { importHar } from "../../../../src/core/export/import-har.ts";
import { createSession, type Session } from "../../../../src/core/model/session.ts";
import { createBatchWriter } from "../../../../src/core/wire/batch-writer.ts";
import { parseBatch } from "../../../../src/core/wire/parse-batch.ts";
import { createTraffic, type Traffic } from "../../../support/polling-traffic.ts";
import { FRAME, START } from "../../../support/session-from-text.ts";
import { sessionOfTraffic } from "./session-of-traffic.ts";

/** An EventSource that is opened `count` times; the server ends it after `events` events. */
function sourceThatEnds(count: number, events: number): Session {
  const session = createSession();
  const writer = createBatchWriter();
  const url = "https://a.example/events";
  writer.record({
    type: "frame-started",
    at: START,
    url: "https://a.example/",
    top: true,
    origin: "https://a.example",
  });
  writer.record({ type: "source-created", at: START, connection: 1, url, withCredentials: false });
  for (let turn = 0; turn < count; turn += 1) {
    const at = START + turn * 3000;
    writer.record({ type: "source-opened", at, connection: 1 });
    for (let index = 0; index < events; index += 1) {
      writer.message(at + 5 + index, 1, 1, `{"turn":${turn}}`, null, "message", "");
    }
    writer.record({ type: "source-errored", at: at + 20, connection: 1, reconnecting: true });
  }
  const batch = parseBatch(writer.take(FRAME, 0));
  if ("problem" in batch) throw new Error(batch.problem);
  session.accept(batch);
  return session;
}

describe("an event stream", () => {
  it("that ends after each event is a loop", () => {
    const [loop, ...others] = findLoops(sourceThatEnds(8, 1));
    expect(others).toEqual([]);
    expect(loop).toMatchObject({ kind: "short", method: "GET", url: "https://a.example/events" });
    expect(loop?.name).toMatch(/event stream/);
    expect(loop?.rhythm.intervalMs).toBeCloseTo(3000);
  });

  it("that brings more each time, or was lost now and then, is none", () => {
    expect(findLoops(sourceThatEnds(8, 5))).toEqual([]);
    expect(findLoops(sourceThatEnds(3, 1))).toEqual([]);
  });

  it("that is none has no payload read", () => {
    const session = sourceThatEnds(8, 5);
    const payload = () => {
      throw new Error("a payload was read");
    };
    expect(findLoops({ ...session, payload })).toEqual([]);
  });
});

describe("Engine.IO", () => {
  async function engineIo(upgraded: boolean): Promise<Session> {
    const traffic = createTraffic(1);
    traffic.row({
      count: 6,
      after: 5,
      ms: upgraded ? 30 : 20_000,
      url: () =>
        `https://a.example/socket.io/?EIO=4&transport=polling&t=P${traffic.hex(6)}&sid=abcdefghij0123456789`,
      request: { type: "xhr", mime: "text/plain", answer: "6" },
    });
    const socket = {
      ...traffic.entries()[0],
      startedDateTime: new Date(START + 300).toISOString(),
      _resourceType: "websocket",
      _webSocketMessages: [{ type: "send", time: (START + 320) / 1000, opcode: 1, data: "2probe" }],
      request: {
        method: "GET",
        url: "wss://a.example/socket.io/?EIO=4&transport=websocket&sid=abcdefghij0123456789",
        headers: [],
      },
      response: { status: 101, headers: [{ name: "Upgrade", value: "websocket" }] },
    };
    const entries = upgraded ? [...traffic.entries(), socket] : traffic.entries();
    const session = createSession();
    async function* har(): AsyncIterable<string> {
      yield JSON.stringify({ log: { version: "1.2", entries } });
    }
    await importHar(har(), (batch) => void session.accept(batch));
    return session;
  }

  function rulesOf(session: Session): string[] {
    const decoder = decodeSession(session);
    return findFindings(gatherEvidence(session, decoder, findRoundTrips(session, decoder))).map(
      ({ rule }) => rule,
    );
  }

  it("is no loop where it went over to a WebSocket, and that is said", async () => {
    const session = await engineIo(true);
    expect(findLoops(session)).toEqual([]);
    expect(rulesOf(session)).toEqual(["engine-io-upgraded"]);
  });

  it("is a loop with its name where it did not", async () => {
    const session = await engineIo(false);
    expect(findLoops(session)).toMatchObject([{ kind: "long", name: "Engine.IO's polling transport" }]);
    expect(rulesOf(session)).toEqual(["engine-io-polling"]);
  });
});

describe("held answers that each bring news, from a place that moves on", () => {
  const held = (ms: (t: Traffic) => number, url: (index: number) => string) =>
    sessionOfTraffic(1, (t) => {
      t.row({
        count: 12,
        after: 3,
        ms: () => ms(t),
        url,
        request: (i) => ({ answer: { events: [{ id: i + 1, type: "deploy" }], next: i + 1 } }),
      });
    });
  const since = (index: number) => `https://a.example/events?since=${index}`;

  it("are a loop where the server's clock ends the wait", async () => {
    const session = await held((t) => 3998 + 4 * t.random(), since);
    expect(findLoops(session)).toMatchObject([{ kind: "long", url: "https://a.example/events?since={…}" }]);
  });

  it("are somebody who reads on where the server takes its time", async () => {
    expect(findLoops(await held((t) => 3000 * (0.85 + 0.3 * t.random()), since))).toEqual([]);
    expect(findLoops(await held(() => 1200, since))).toEqual([]);
    expect(
      findLoops(
        await held(
          () => 4000,
          (index) => `https://a.example/items/${index}`,
        ),
      ),
    ).toEqual([]);
  });
});

describe("empty answers", () => {
  const envelope = { ok: true, data: { items: [] }, server_time: 1 };

  it.each([
    ["[]", []],
    ["{}", {}],
    ["null", null],
    ["empty envelope", envelope],
    ["no body", ""],
  ])("%s", async (why, answer) => {
    const session = await sessionOfTraffic(1, (t) => {
      t.row({
        count: 6,
        every: 2000,
        url: "https://a.example/x",
        request: { answer, mime: "application/json" },
      });
    });
    expect(findLoops(session)[0]?.answers[0]?.empty).toBe(why);
  });

  it("are those that differ in a time and a request's name only, and these are told", async () => {
    const session = await sessionOfTraffic(1, (t) => {
      t.row({
        count: 10,
        every: 2000,
        url: "https://a.example/x",
        request: (i, at) => ({ answer: { now: START + at, requestId: t.uuid(), price: i < 5 ? 1 : 2 } }),
      });
    });
    const [loop] = findLoops(session);
    expect(loop?.ignored.toSorted()).toEqual(["now", "requestId"]);
    const told = loop?.answers.map(({ empty }) => empty) ?? [];
    expect(told.map((it, index) => (it === null ? index : null)).filter((it) => it !== null)).toEqual([0, 5]);
    expect(loop?.answers[5]?.changed).toEqual(["price"]);
  });

  it("are what the reader says they are", async () => {
    const session = await sessionOfTraffic(1, (t) => {
      t.row({
        count: 6,
        every: 2000,
        url: "https://a.example/x",
        request: (i) => ({ answer: { mood: "quiet", n: i } }),
      });
    });
    const empty = (rule: object | null) =>
      findLoops(
        session,
        rule === null ? new Map() : new Map([["GET https://a.example/x", rule]]),
      )[0]?.answers.filter((it) => it.empty !== null).length;
    expect(empty(null)).toBe(0);
    expect(empty({ field: { path: "mood", is: '"quiet"' } })).toBe(6);
    expect(empty({ field: { path: "mood", is: '"loud"' } })).toBe(0);
    expect(empty({ atMostBytes: 100 })).toBe(6);
    expect(empty({})).toBe(0);
  });
});
