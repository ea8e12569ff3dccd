import { expect, test, vi } from "vitest";
import { NO_WISHES, type PairingWishes } from "../../src/core/analysis/pairing/judge-pairing.ts";
import { ruleName } from "../../src/core/analysis/pairing/pairing-rule.ts";
import { createSession } from "../../src/core/model/session.ts";
import { FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import { createBatchWriter } from "../../src/core/wire/batch-writer.ts";
import { createPollingFinder } from "../../src/engine/polling-finder.ts";
import { createTripFinder } from "../../src/engine/trip-finder.ts";

/** Rules run every other second. */
const SOON = { timeout: 20_000 };

/** A connection on which requests are answered 30 ms later, but the fourth. */
function talk() {
  const session = createSession();
  const writer = createBatchWriter();
  let seq = 0;
  let asked = 0;
  const at = Date.UTC(2026, 0, 1);
  const send = (): void => {
    session.accept(writer.take("a", seq));
    seq = session.nextSeq("a");
  };
  writer.record({ type: "socket-created", at, connection: 1, url: "wss://a.example/", protocols: [] });
  writer.record({ type: "socket-opened", at, connection: 1, protocol: "", extensions: "" });
  send();
  return {
    session,
    ask(count: number): void {
      for (let index = 0; index < count; index += 1) {
        asked += 1;
        writer.message(at + asked * 500, 1, 0, `{"do":"x","rid":"r${asked}f9"}`, null, "", "");
        if (asked !== 4)
          writer.message(at + asked * 500 + 30, 1, FLAG_RECEIVED, `{"re":"r${asked}f9"}`, null, "", "");
      }
      send();
    },
  };
}

test("learns while a session goes on, pairs what came before too, and tells of it", async () => {
  const { session, ask } = talk();
  const told = vi.fn();
  let wishes: PairingWishes = NO_WISHES;
  const finder = createTripFinder(
    session,
    createPollingFinder(session, () => performance.now()),
    told,
    () => false,
    () => wishes,
  );
  ask(2);
  finder.wake();
  await vi.waitUntil(() => !finder.busy, SOON);
  expect(finder.trips.length).toBe(0);
  ask(30);
  finder.wake();
  await vi.waitUntil(() => !finder.busy && finder.trips.tripOf(2) !== null, SOON);
  expect([...finder.rules.values()].flat().map(ruleName)).toEqual(["rid → re"]);
  const spans = [];
  for (let row = 0; row < session.log.length; row += 1) {
    const id = finder.trips.tripOf(row);
    if (id !== null && finder.trips.get(id).request === row) spans.push(finder.trips.get(id).rttMs);
  }
  expect(spans).toEqual(Array.from({ length: 32 }, (_, index) => (index === 3 ? null : 30)));
  expect(told).toHaveBeenCalled();
  await vi.waitUntil(() => finder.findings.length > 0, SOON);
  expect(finder.findings.map(({ rule }) => rule)).toEqual(["request-unanswered"]);

  const wish = (changed: Partial<PairingWishes>) => {
    wishes = { ...NO_WISHES, ...changed };
    finder.decided();
  };
  expect(finder.candidatesOf(1)).toEqual([{ name: "rid → re", asks: "page", pairs: 31, requests: 32 }]);
  wish({ refused: new Set(["rid → re"]) });
  await vi.waitUntil(() => !finder.busy && finder.trips.length === 0, SOON);
  expect(finder.trips.tripOf(2)).toBeNull();
  wish({ wanted: new Set(["rid → re"]) });
  await vi.waitUntil(() => !finder.busy && finder.trips.length === 32, SOON);
  wish({ nothing: true });
  await vi.waitUntil(() => !finder.busy && finder.trips.length === 0, SOON);
  finder.end();
});

test("tells once more when a request that is under way is late, though nothing else happens", async () => {
  const { session, ask } = talk();
  const told = vi.fn();
  const begun = performance.now();
  let goesOn = true;
  const until = () => ({ at: 1_000_000 + performance.now() - begun, goesOn });
  const polling = createPollingFinder(session, () => performance.now());
  const finder = createTripFinder(session, polling, told, undefined, undefined, undefined, until);
  ask(2);
  finder.wake();
  await vi.waitUntil(() => !finder.busy, SOON);
  expect(finder.openUntil(1)).toBeGreaterThanOrEqual(1_000_000);
  told.mockClear();
  const revision = finder.revision;
  const moment = until().at + 40;
  finder.tellAt(moment + 1e6);
  finder.tellAt(moment);
  await vi.waitUntil(() => told.mock.calls.length > 0, SOON);
  expect(until().at).toBeGreaterThanOrEqual(moment);
  expect(finder.revision).toBeGreaterThan(revision);
  // Of what is over no moment comes.
  goesOn = false;
  told.mockClear();
  finder.tellAt(until().at - 1);
  expect(told).not.toHaveBeenCalled();
  finder.end();
});

test("rests while somebody waits for something else, and comes to its end after that", async () => {
  const { session, ask } = talk();
  const seen: number[] = [];
  const finder = createTripFinder(
    session,
    createPollingFinder(session, () => performance.now()),
    () => {},
    () => {
      seen.push(finder.trips.length);
      return seen.length < 5;
    },
  );
  ask(32);
  finder.wake();
  await vi.waitUntil(() => !finder.busy && finder.trips.tripOf(2) !== null, SOON);
  expect(seen.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
  await vi.waitUntil(() => finder.findings.length > 0, SOON);
  finder.end();
});

test("finds what a request asks and another connection answers, and keeps it while more comes", async () => {
  const { session } = talk();
  const told = vi.fn();
  const polling = createPollingFinder(session, () => performance.now());
  const finder = createTripFinder(session, polling, told);
  const writer = createBatchWriter();
  const at = 1_000_000;
  const url = "https://app.example/events";
  writer.record({ type: "source-created", at, connection: 2, url, withCredentials: false });
  writer.record({ type: "source-opened", at, connection: 2 });
  session.accept(writer.take("e2", 0));
  let seq = 0;
  function post(from: number, count: number): void {
    for (let n = from; n < from + count; n += 1) {
      const token = `t${n}k9f${n * 7}q2`;
      const askedAt = at + n * 400 + (n % 7) * 31;
      const text = JSON.stringify({ token, ok: true });
      writer.message(askedAt + 60, 2, FLAG_RECEIVED, text, null, "message", "");
      session.accept(writer.take("e2", session.nextSeq("e2")));
      const records = createBatchWriter();
      const entry = {
        startedDateTime: new Date(askedAt).toISOString(),
        time: 10,
        request: {
          method: "POST",
          url: "https://app.example/do",
          postData: { text: JSON.stringify({ token }) },
        },
        response: { status: 202, content: { mimeType: "text/plain", text: "" } },
      };
      records.record({ type: "request-finished", at: askedAt + 10, entry: entry as never });
      session.accept(records.take("devtools", seq));
      seq += 1;
    }
  }
  post(0, 12);
  finder.wake();
  await vi.waitUntil(() => finder.trips.length === 12, SOON);
  const asking = session.connections.find(({ kind }) => kind === "http")?.id as number;
  expect(finder.rules.get(asking)?.map(ruleName)).toEqual(["token"]);
  post(12, 8);
  finder.wake();
  expect(finder.trips.length, "those before stay").toBe(12);
  await vi.waitUntil(() => finder.trips.length === 20, { timeout: 15_000 });
  const first = finder.trips.get(finder.trips.tripAt(asking, 0));
  expect([first.connection, first.replies, first.rttMs]).toEqual([asking, 1, 60]);
  finder.end();
}, 20_000);
