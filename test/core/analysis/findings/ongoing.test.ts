import { describe, expect, it } from "vitest";
import { decodeSession } from "../../../../src/core/analysis/decode-session.ts";
import { gatherEvidence } from "../../../../src/core/analysis/findings/evidence.ts";
import { findFindings } from "../../../../src/core/analysis/findings/find-findings.ts";
import { findRoundTrips } from "../../../../src/core/analysis/pairing/find-round-trips.ts";
import { analyse } from "../../../../src/core/analysis/report.ts";
import { formatTime } from "../../../../src/core/format/format-time.ts";
import { type SessionText, START, sessionFromText } from "../../../support/session-from-text.ts";

const URL = "ws wss://a.example/";
const time = (ms: number) => formatTime(START + ms);

/** What is found of a session that is still recorded, so long after its beginning; and when it would be something else though nothing happened. */
function foundAt(text: SessionText, nowMs: number | null): { found: string[]; nextMs: number | null } {
  const session = sessionFromText(text);
  const decoder = decodeSession(session);
  const now = nowMs === null ? null : START + nowMs;
  const evidence = gatherEvidence(session, decoder, findRoundTrips(session, decoder), new Map(), now);
  const findings = findFindings(evidence).filter(({ rule }) => !rule.startsWith("socket-"));
  const found = findings.map(({ rule, severity, title }) => `${severity} ${rule}: ${title}`);
  const { nextAt } = evidence;
  return { found, nextMs: nextAt === null ? null : nextAt - START };
}

/** A session in which nothing happens any more has one more finding from a moment on, the last, in words that stay true. */
function expectFrom(text: SessionText, momentMs: number, found: readonly string[]): void {
  const before = foundAt(text, momentMs - 1);
  expect(before.found).toEqual(found.slice(0, -1));
  expect(before.nextMs, "the moment is known").toBeLessThanOrEqual(momentMs);
  expect(foundAt(text, momentMs).found).toEqual(found);
  expect(foundAt(text, momentMs + 3_600_000).found).toEqual(expect.arrayContaining([...found]));
  expect(foundAt(text, null).found, "a session that has ended ends with its last row").not.toEqual(
    expect.arrayContaining([...found]),
  );
}

const pings = (from: number, to: number, step = 20_000): string[] =>
  Array.from({ length: Math.floor((to - from) / step) }, (_, n) => [
    `${from + n * step}ms > ping`,
    `${from + n * step + 30}ms < pong`,
  ]).flat();
const feed = (from: number, to: number): string[] =>
  Array.from(
    { length: Math.floor((to - from) / 50) },
    (_, n) => `${from + n * 50}ms < {"type":"price","price":${100 + (n % 7)},"seq":${from / 50 + n + 1}}`,
  );

describe("while a session is recorded, time goes on though nothing happens", () => {
  it("a long life without a heartbeat", () => {
    expectFrom({ [URL]: ['0ms < {"hello":1}'] }, 300_000, [
      `info no-heartbeat: Open since ${time(0)} and quiet since ${time(0)}, with no heartbeat that a page can see`,
    ]);
    const said = [0, 38, 95, 131, 190, 244, 290].map(
      (second, n) => `${second}000ms < {"news${n}":"${n * 7}"}`,
    );
    expectFrom({ [URL]: said }, 290_000 + 60_000, [
      `info no-heartbeat: Open since ${time(0)} and quiet since ${time(290_000)}, with no heartbeat that a page can see`,
    ]);
  });

  it("a ping that nobody answers", () => {
    expectFrom({ [URL]: [...pings(0, 100_000), "100000ms > ping"] }, 110_000, [
      `warning heartbeat-unanswered: The page's ping of ${time(100_000)} has not been answered, and nothing else has come since`,
    ]);
    // Who says something else is there.
    const lines = [...pings(0, 100_000), "100000ms > ping", '101000ms < {"news":1}'];
    expect(foundAt({ [URL]: lines }, 200_000).found).toEqual([]);
  });

  it("a heartbeat of the server that stops", () => {
    const beats = Array.from({ length: 12 }, (_, n) => `${n * 5000}ms < {"t":"hb"}`);
    expectFrom({ [URL]: beats }, 55_000 + 15_000, [
      `info heartbeat-stopped: The server said every 5.00 s that it is there, and has not since ${time(55_000)}`,
    ]);
  });

  it("a feed that stops", () => {
    expectFrom({ [URL]: ['0ms > {"subscribe":"prices"}', ...feed(100, 60_000)] }, 59_950 + 2500, [
      `info feed-ended: A message every 50 ms, and none since ${time(59_950)}`,
    ]);
  });

  it("a connection that took another's place and is asked for nothing", () => {
    const before = ['0ms > {"subscribe":"prices"}', ...feed(100, 20_000), "20000ms closed 1006 network"];
    const text = { "ws wss://a.example/?a": before, "ws wss://a.example/?b": ["21000ms opened"] };
    expectFrom(text, 26_000, [
      "warning bad-close: The connection ended with 1006 Abnormal Closure, after 20.0 s",
      `warning no-resync: Since the reconnect at ${time(21_000)} the page has asked for nothing, and nothing has come`,
    ]);
  });

  it("requests that are not answered any more, each of which may take its time", () => {
    const asked = (n: number) => `${n * 1000}ms > {"do":"x","rid":"a${n}f9k${n * 7}"}`;
    const lines = Array.from({ length: 30 }, (_, n) => [
      asked(n),
      ...(n < 26 ? [`${n * 1000 + 40}ms < {"re":"a${n}f9k${n * 7}"}`] : []),
    ]).flat();
    // The answers to others took 40 ms; five seconds are given to each.
    expect(foundAt({ [URL]: lines }, 30_999)).toEqual({ found: [], nextMs: 31_000 });
    expect(foundAt({ [URL]: lines }, 34_000)).toEqual({
      found: [
        `warning request-unanswered: Nothing is answered any more: 4 requests paired by rid → re since ${time(26_000)}`,
      ],
      nextMs: 300_000,
    });
  });

  it("finds nothing else on a connection that is well, however long it goes on, and then waits for nothing", () => {
    const lines = ['0ms > {"subscribe":"prices"}', ...feed(100, 3000), ...pings(4000, 100_000)];
    const { found, nextMs } = foundAt({ [URL]: [...lines, "101000ms closed 1000 page"] }, 3_600_000);
    expect([found, nextMs]).toEqual([[], null]);
  });

  it("a session that was recorded to some time is judged by that, and keeps what was found then", () => {
    const { found } = foundAt({ [URL]: [...pings(0, 100_000), "100000ms > ping"] }, 131_000);
    const session = sessionFromText({ [URL]: [...pings(0, 100_000), "100000ms > ping"] });
    const titles = (endedAt: number | null) =>
      analyse(session, undefined, endedAt).findings.map(
        ({ rule, severity, title }) => `${severity} ${rule}: ${title}`,
      );
    expect(titles(START + 131_000)).toEqual(found);
    expect(found).toHaveLength(1);
    expect(titles(null)).toEqual([]);
  });

  it("does not wait where recording is over", () => {
    expect(foundAt({ [URL]: ['0ms < {"hello":1}'] }, null)).toEqual({ found: [], nextMs: null });
  });
});
