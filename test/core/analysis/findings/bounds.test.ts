import { describe, expect, it } from "vitest";
import { sampleRows } from "../../../../src/core/analysis/advice/sample-texts.ts";
import { decodeSession } from "../../../../src/core/analysis/decode-session.ts";
import { type Evidence, gatherEvidence } from "../../../../src/core/analysis/findings/evidence.ts";
import { findDoubledConnections } from "../../../../src/core/analysis/findings/find-doubled-connections.ts";
import { findHeartbeatTrouble } from "../../../../src/core/analysis/findings/find-heartbeat-trouble.ts";
import { findRequestTrouble } from "../../../../src/core/analysis/findings/find-request-trouble.ts";
import { findSilence } from "../../../../src/core/analysis/findings/find-silence.ts";
import { findRoundTrips } from "../../../../src/core/analysis/pairing/find-round-trips.ts";
import { groupTrips } from "../../../../src/core/analysis/pairing/group-trips.ts";
import { createTripLog, type TripLog } from "../../../../src/core/analysis/pairing/trip-log.ts";
import type { Exchange } from "../../../../src/core/analysis/polling/exchange.ts";
import { readAnswer } from "../../../../src/core/analysis/polling/read-answer.ts";
import type { Connection } from "../../../../src/core/model/connection.ts";
import { type SessionText, sessionFromText } from "../../../support/session-from-text.ts";

/** More than a call takes as arguments. */
const MANY = 200_000;

function evidenceOf(text: SessionText): Evidence {
  const session = sessionFromText(text);
  const decoder = decodeSession(session);
  return gatherEvidence(session, decoder, findRoundTrips(session, decoder));
}

/** Answered requests, of which each is a row of its own, and one more that is not answered. */
function tripsOf(type: string): TripLog {
  const trips = createTripLog();
  const common = { connection: 1, by: "rid", type, fromServer: false };
  for (let n = 0; n < MANY; n += 1) {
    const id = trips.ask({ ...common, request: n * 2, requestAt: n });
    trips.reply(id, n * 2 + 1, n + 30, true, false);
  }
  trips.ask({ ...common, request: MANY * 2, requestAt: MANY });
  return trips;
}

describe("what a page can make large or slow stays within bounds", () => {
  it("very many requests of one kind", () => {
    const session = { connections: [{ id: 1, close: null, dropped: 0 }] };
    const summary = { connection: 1, pairedBy: "rid", types: [{ type: "get" }], certainty: 1, maxMs: 30 };
    const evidence = {
      session,
      tripGroups: groupTrips(tripsOf("get")),
      summaries: [{ ...summary, answeredTwice: 0, pairs: MANY, requests: MANY + 1, p50Ms: 30, p95Ms: 30 }],
      endOf: () => MANY + 60_000,
      isStillOpen: () => false,
    };
    const found = findRequestTrouble(evidence as unknown as Evidence);
    expect(found.map(({ rule }) => rule)).toEqual(["request-unanswered"]);
  });

  it("very many heartbeats", () => {
    const close = { at: MANY + 60_000, by: "network", code: 1006 };
    const connection = { id: 1, kind: "websocket", close, dropped: 0 } as unknown as Connection;
    const evidence = {
      connections: [connection],
      marks: { unseen: [] },
      roundTrips: { trips: tripsOf("ping") },
      messagesOf: () => Uint32Array.from({ length: MANY * 2 + 1 }, (_, row) => row),
    };
    const found = findHeartbeatTrouble(evidence as unknown as Evidence);
    expect(found.map(({ rule }) => rule)).toEqual(["heartbeat-unanswered"]);
  });

  it("very many silences, of which the longest are looked into", () => {
    const times = new Float64Array(MANY);
    for (let n = 1; n < MANY; n += 1)
      times[n] = (times[n - 1] as number) + (n % 100 === 0 ? 3000 + n / MANY : 50);
    const rows = Uint32Array.from(times, (_, row) => row);
    const connections = [1, 2].map((id) => ({ id, dropped: 0 }));
    const evidence = {
      session: { log: { at: { get: (row: number) => times[row] } } },
      connections,
      marks: { pauses: [], unseen: [], of: () => [] },
      messagesOf: () => rows,
      isReceived: () => true,
    };
    const found = findSilence(evidence as unknown as Evidence);
    expect(found.map(({ numbers }) => numbers.at(-1))).toEqual([
      ["silences", "200 or more"],
      ["silences", "200 or more"],
    ]);
  });

  it("messages that are on the disk alone: none is read", () => {
    const feed = Array.from({ length: 400 }, (_, n) => `${n * 50}ms < {"price":${n % 7},"seq":${n}}`);
    const evidence = evidenceOf({ "ws wss://a.example/live": feed, "ws wss://a.example/live again": feed });
    expect(findDoubledConnections(evidence)).toHaveLength(1);
    const refuse = () => {
      throw new Error("a disk read was begun");
    };
    const session = { ...evidence.session, load: refuse, loadStart: refuse };
    expect(findDoubledConnections({ ...evidence, session })).toHaveLength(1);
    expect(findDoubledConnections({ ...evidence, session: { ...session, has: () => false } })).toEqual([]);
  });

  it("a script that is nearly a call", () => {
    const answerOf = (answer: string) =>
      readAnswer({ method: "GET", answer } as Partial<Exchange> as Exchange).value;
    expect(answerOf(`a()${" ".repeat(500_000)}x`)).toBeUndefined();
    expect(answerOf(`a(${") ".repeat(250_000)}x`)).toBeUndefined();
    expect(answerOf(' /**/ jQuery["a"].b_1( {"n":1} ) ; \n')).toEqual({ n: 1 });
    expect(answerOf("cb([1,2])")).toEqual([1, 2]);
  });

  it.each([
    ["large", 60, 100_000],
    ["larger", 200, 300_000],
    ["small", 5000, 100],
  ])("%s messages that are looked into, in whole", (_, count, size) => {
    const lines = Array.from({ length: count }, (_, n) => `${n}ms < ${"x".repeat(size)}`);
    const session = sessionFromText({ "ws wss://a.example/": lines });
    const messagesOf = () =>
      Uint32Array.from({ length: session.log.length }, (_, row) => row).filter(
        (row) => session.log.size.get(row) === size,
      );
    const rows = sampleRows({ session, messagesOf }, session.connections[0] as Connection);
    expect(rows.length).toBe(Math.min(120, Math.floor(1024 ** 2 / size)));
  });
});
