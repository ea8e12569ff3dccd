import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { decodeSession } from "../../src/core/analysis/decode-session.ts";
import { gatherEvidence } from "../../src/core/analysis/findings/evidence.ts";
import { findRoundTrips } from "../../src/core/analysis/pairing/find-round-trips.ts";
import { createSessionFindings } from "../../src/engine/session-findings.ts";
import { START, sessionFromText } from "../support/session-from-text.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("looks once more where something was decided while the rules ran, though no row came", async () => {
  const session = sessionFromText({ "ws wss://a.example/": ["0ms > a", "5ms < b"] });
  const decoder = decodeSession(session);
  let revision = 1;
  let looks = 0;
  const findings = createSessionFindings({
    rows: session.log.length,
    get revision() {
      return revision;
    },
    busy: false,
    async evidence() {
      looks += 1;
      return gatherEvidence(session, decoder, findRoundTrips(session, decoder));
    },
    now: () => null,
    rest: () => new Promise((resolve) => setTimeout(resolve, 10)),
    told: () => {},
  });
  expect(findings.hasLooked).toBe(false);
  findings.look();
  await vi.advanceTimersByTimeAsync(50);
  // Round trips are other ones: whoever found them asks for a look, while one is under way.
  revision += 1;
  findings.look();
  await vi.advanceTimersByTimeAsync(20_000);
  expect([looks, findings.hasLooked]).toEqual([2, true]);
  findings.look();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(looks, "nothing is new").toBe(2);
  findings.end();
});

it("looks again when a rule's moment comes, though nothing happens, and not before", async () => {
  const session = sessionFromText({ "ws wss://a.example/": ["0ms < hello"] });
  const decoder = decodeSession(session);
  const begun = performance.now();
  const now = () => START + 1000 + performance.now() - begun;
  let isRecording = true;
  let looks = 0;
  let told = 0;
  const findings = createSessionFindings({
    rows: session.log.length,
    revision: 1,
    busy: false,
    async evidence() {
      looks += 1;
      return gatherEvidence(session, decoder, findRoundTrips(session, decoder), new Map(), now());
    },
    now: () => (isRecording ? now() : null),
    rest: () => new Promise((resolve) => setTimeout(resolve, 10)),
    told: () => {
      told += 1;
    },
  });
  findings.look();
  await vi.advanceTimersByTimeAsync(298_000);
  expect([looks, findings.all], "it is not time yet").toEqual([1, []]);
  expect(told, "that there are none is known now").toBe(1);
  await vi.advanceTimersByTimeAsync(4000);
  expect([findings.all.map(({ rule }) => rule), told]).toEqual([["no-heartbeat"], 2]);
  const before = looks;
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect([looks, told], "there is nothing to wait for any more").toEqual([before, 2]);
  isRecording = false;
  findings.look();
  expect(vi.getTimerCount(), "no time passes").toBe(0);
  findings.end();
});

it("looks at the moment that a rule waits for, however short ago it looked last", async () => {
  const lines = Array.from({ length: 80 }, (_, n) => `${n * 50}ms < {"tick":${n},"price":${n % 7}}`);
  const session = sessionFromText({ "ws wss://a.example/": lines });
  const decoder = decodeSession(session);
  const begun = performance.now();
  // When it looks first the feed has stood still for 2.4 s: 2.5 s are enough.
  const now = () => START + 79 * 50 + 2400 + performance.now() - begun;
  const findings = createSessionFindings({
    rows: session.log.length,
    revision: 1,
    busy: false,
    evidence: async () =>
      gatherEvidence(session, decoder, findRoundTrips(session, decoder), new Map(), now()),
    now,
    rest: () => new Promise((resolve) => setTimeout(resolve, 10)),
    told: () => {},
  });
  findings.look();
  await vi.advanceTimersByTimeAsync(50);
  expect(findings.all).toEqual([]);
  await vi.advanceTimersByTimeAsync(1500);
  expect(findings.all.map(({ rule }) => rule)).toEqual(["feed-ended"]);
  findings.end();
});
