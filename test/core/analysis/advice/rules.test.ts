import { describe, expect, it } from "vitest";
import { decodeSession } from "../../../../src/core/analysis/decode-session.ts";
import { gatherEvidence } from "../../../../src/core/analysis/findings/evidence.ts";
import { findFindings } from "../../../../src/core/analysis/findings/find-findings.ts";
import { findRoundTrips } from "../../../../src/core/analysis/pairing/find-round-trips.ts";
import { findLoops } from "../../../../src/core/analysis/polling/find-loops.ts";
import type { Loop } from "../../../../src/core/analysis/polling/loop.ts";
import { measureLoop } from "../../../../src/core/analysis/polling/measure-loop.ts";
import { importHar } from "../../../../src/core/export/import-har.ts";
import { createSession, type Session } from "../../../../src/core/model/session.ts";
import type { Traffic } from "../../../support/polling-traffic.ts";
import { type SessionText, START, sessionFromText } from "../../../support/session-from-text.ts";
import { loadSite } from "../polling/products/site.ts";
import { sessionOfTraffic } from "../polling/session-of-traffic.ts";

function rulesOf(session: Session): string[] {
  const decoder = decodeSession(session);
  const evidence = gatherEvidence(session, decoder, findRoundTrips(session, decoder));
  return findFindings(evidence).map(({ rule }) => rule);
}

/** WebSockets as other programs' HARs have them, one after the other: of none it is written when it ended. */
async function socketsOfHar(count: number): Promise<Session> {
  const session = createSession();
  async function* har(): AsyncIterable<string> {
    const entries = Array.from({ length: count }, (_, index) => ({
      startedDateTime: new Date(START + index * 200_000).toISOString(),
      time: 5,
      timings: { wait: 3 },
      request: { method: "GET", url: "wss://a.example/feed", headers: [] },
      response: { status: 101, headers: [], content: {} },
    }));
    yield JSON.stringify({ log: { version: "1.2", entries } });
  }
  await importHar(har(), (batch) => void session.accept(batch));
  return session;
}

it("a HAR that does not say when sockets ended is not told to have had them open at the same time, nor for long", async () => {
  expect(rulesOf(await socketsOfHar(5))).toEqual([]);
});

/** `count` lines, so many ms apart. */
function lines(count: number, apart: number, text: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => `${index * apart}ms ${text(index)}`);
}

const SOCKETS: readonly { name: string; text: SessionText; rules: readonly string[] }[] = [
  {
    name: "a socket that is used",
    text: { "ws wss://a.example/": ["0ms > a", "5ms < b", "900ms > c"] },
    rules: [],
  },
  {
    name: "a page that never sends",
    text: { "ws wss://a.example/": lines(40, 1000, (i) => `< news ${i}`) },
    rules: ["socket-one-way"],
  },
  {
    name: "a message every 40 s",
    text: { "ws wss://a.example/": lines(8, 40_000, (i) => (i % 2 ? `< ${i}` : `> ${i}`)) },
    rules: ["socket-idle"],
  },
  {
    name: "ws:// to another machine",
    text: { "ws ws://a.example/": ["0ms > a", "5ms < b"] },
    rules: ["socket-insecure"],
  },
  { name: "ws:// on this machine", text: { "ws ws://localhost:81/": ["0ms > a", "5ms < b"] }, rules: [] },
  {
    name: "a token in the URL",
    text: { "ws wss://a.example/?access_token=abcdefghijklmnop": ["0ms > a", "5ms < b"] },
    rules: ["secret-in-url"],
  },
  {
    name: "a room in the URL",
    text: { "ws wss://a.example/?room=abcdefghijklmnop&key=1": ["0ms > a", "5ms < b"] },
    rules: [],
  },
  {
    name: "tiny messages, all at once",
    text: { "ws wss://a.example/": lines(200, 1, (i) => `> {"x":${i}}`) },
    rules: ["chatty-frames"],
  },
  {
    name: "state that hardly changes",
    text: {
      "ws wss://a.example/": [
        "0ms > subscribe",
        ...lines(
          20,
          500,
          (i) =>
            `< ${JSON.stringify({ rows: Array.from({ length: 200 }, (_, at) => ({ at, n: at === i ? i : 0 })) })}`,
        ),
      ],
    },
    rules: ["repeated-state", "no-compression"],
  },
  {
    name: "much text that is alike, and not compressed",
    text: {
      "ws wss://a.example/": [
        "0ms > subscribe",
        ...lines(
          100,
          50,
          (i) => `< {"symbol":"ABC","price":${100 + (i % 7)},"text":"${"the same words ".repeat(60)}${i}"}`,
        ),
      ],
    },
    rules: ["no-compression"],
  },
  {
    name: "pictures in base64",
    text: {
      "ws wss://a.example/": [
        "0ms > subscribe",
        ...lines(5, 700, (i) => `< {"n":${i},"png":"${`aB3/xY9+kQ7w${i}aaa`.repeat(400)}"}`),
      ],
    },
    rules: ["base64-in-json"],
  },
  {
    name: "an event stream over HTTP",
    text: { "sse http://a.example/events": ["0ms < a", "5ms < b"] },
    rules: ["stream-limit"],
  },
];

describe("rules about sockets and streams", () => {
  it.each(SOCKETS)("$name", ({ text, rules }) => {
    expect(rulesOf(sessionFromText(text))).toEqual(rules);
  });
});

const LOOPS: readonly { name: string; fill(traffic: Traffic): void; rules: readonly string[] }[] = [
  { name: "a page that only loads", fill: (t) => t.load(), rules: [] },
  {
    name: "a large application that only loads",
    fill: (t) => loadSite(t, "https://app.example", ["/api/me", "/api/flags", "/api/me", "/api/list?page=1"]),
    rules: [],
  },
  {
    name: "held requests on HTTP/1.1",
    fill: (t) =>
      void t.row({
        count: 12,
        after: 5,
        ms: () => 5000 + 20_000 * t.random(),
        url: "https://a.example/wait",
        request: (i) => ({ http: "http/1.1", answer: { i } }),
      }),
    rules: ["stream-limit"],
  },
  {
    name: "held requests on HTTP/2",
    fill: (t) =>
      void t.row({
        count: 12,
        after: 5,
        ms: () => 5000 + 20_000 * t.random(),
        url: "https://a.example/wait",
        request: (i) => ({ http: "h2", answer: { i } }),
      }),
    rules: [],
  },
  {
    name: "2 s, mostly empty",
    fill: (t) =>
      void t.row({ count: 20, every: 2000, url: "https://a.example/new", request: { answer: [] } }),
    rules: ["polling-mostly-empty"],
  },
  {
    name: "2 s, always new",
    fill: (t) =>
      void t.row({
        count: 20,
        every: 2000,
        url: "https://a.example/at",
        request: (i) => ({ answer: { i } }),
      }),
    rules: ["polling-fits"],
  },
  {
    name: "a minute, mostly empty",
    fill: (t) =>
      void t.row({ count: 20, every: 60_000, url: "https://a.example/v", request: { answer: {} } }),
    rules: ["polling-fits"],
  },
  {
    name: "a large answer again and again",
    fill: (t) =>
      void t.row({
        count: 20,
        every: 40_000,
        url: "https://a.example/v",
        request: { answer: { text: "a".repeat(900) } },
      }),
    rules: ["polling-without-validators", "polling-fits"],
  },
  {
    name: "back before it was allowed",
    fill: (t) =>
      void t.row({
        count: 20,
        every: 16_000,
        url: "https://a.example/limit",
        request: (i) =>
          i > 3 && i < 8 ? { status: 429, answerHeaders: { "retry-after": "60" } } : { answer: { i } },
      }),
    rules: ["retry-after-ignored", "polling-fits"],
  },
  ...["GET", "POST"].map((method) => ({
    name: `an event stream that says how long it is, asked for with ${method}`,
    fill: (t: Traffic) =>
      t.ask({
        at: 0,
        method,
        url: "https://a.example/mcp",
        http: "h2",
        mime: "text/event-stream",
        answer: "data: {}\n\n",
        answerHeaders: { "content-length": "10", "content-type": "text/event-stream" },
      }),
    rules: method === "GET" ? ["stream-headers"] : [],
  })),
  {
    name: "two parts of a page that ask the same",
    fill: (t) => {
      for (const [every, part] of [
        [20_000, "header"],
        [25_000, "list"],
      ] as const)
        t.row({
          from: every / 9,
          count: 20,
          every,
          url: "https://a.example/new",
          request: { answer: [], stack: ["fetch", part, "timer"] },
        });
    },
    rules: ["polling-same-question"],
  },
  {
    name: "two calls of one endpoint, each of which is another question",
    fill: (t) => {
      for (const method of ["list", "stats"])
        t.row({
          from: method.length * 30,
          count: 20,
          every: 3000,
          url: "https://a.example/rpc",
          request: (i) => ({
            method: "POST",
            body: { method },
            answer: { i },
            stack: ["fetch", method, "timer"],
          }),
        });
    },
    rules: ["polling-fits", "polling-fits"],
  },
  {
    name: "one thing after the other, as a person chooses",
    fill: (t) =>
      void t.row({
        count: 30,
        every: 4000,
        url: "https://a.example/graphql",
        request: (i) => ({
          method: "POST",
          body: { operationName: "Room", variables: { id: `room-${1 + Math.floor(i / 10)}` } },
          answer: { i },
          stack: ["fetch", "poll", "timer"],
        }),
      }),
    rules: ["polling-fits"],
  },
  {
    name: "what is left of the time, and nothing else that is new",
    fill: (t) =>
      void t.row({
        count: 30,
        every: 5000,
        url: "https://a.example/exam",
        request: (_, at) => ({ answer: { remaining: 3600 - Math.floor(at / 1000), locked: false } }),
      }),
    rules: ["polling-mostly-empty"],
  },
];

describe("event streams over HTTP", () => {
  it("hold as many connections as are open at one time", async () => {
    const session = await sessionOfTraffic(7, (t) => {
      for (let index = 0; index < 20; index += 1)
        t.ask({
          at: 3000 * index,
          ms: 200,
          url: "http://a.example/events",
          http: "http/1.1",
          type: "eventsource",
          mime: "text/event-stream",
          headers: { accept: "text/event-stream" },
        });
    });
    const decoder = decodeSession(session);
    const found = findFindings(gatherEvidence(session, decoder, findRoundTrips(session, decoder)));
    expect(found.find(({ rule }) => rule === "stream-limit")?.numbers[0]?.[1]).toBe("1");
  });
});

describe("rules about loops", () => {
  it("say nothing of what answers told where none was recorded", async () => {
    const session = await sessionOfTraffic(7, (t) => {
      t.row({ count: 20, every: 2000, url: "https://a.example/new", request: { answerBytes: 40 } });
    });
    expect(rulesOf(session)).toEqual([]);
    const [loop] = findLoops(session);
    const { emptyShare, full, unseen } = measureLoop(loop as Loop);
    expect({ emptyShare, full, unseen }).toEqual({ emptyShare: null, full: 0, unseen: 20 });
  });

  it.each(LOOPS)("$name", async ({ fill, rules }) => {
    expect(rulesOf(await sessionOfTraffic(7, fill))).toEqual(rules);
  });
});
