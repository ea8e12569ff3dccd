import { expect, test } from "vitest";
import { decodeSession } from "../../src/core/analysis/decode-session.ts";
import { createSession } from "../../src/core/model/session.ts";
import { createBatchWriter } from "../../src/core/wire/batch-writer.ts";
import { parseBatch } from "../../src/core/wire/parse-batch.ts";
import { createPollingFinder } from "../../src/engine/polling-finder.ts";
import { sessionOfTraffic } from "../core/analysis/polling/session-of-traffic.ts";
import { createTraffic, type Traffic } from "../support/polling-traffic.ts";
import { FRAME, START } from "../support/session-from-text.ts";

const now = () => performance.now();

/** A session that grows. */
function growing() {
  const session = createSession();
  let seq = 0;
  function accept(write: (writer: ReturnType<typeof createBatchWriter>) => number): void {
    const writer = createBatchWriter();
    const rows = write(writer);
    const batch = parseBatch(writer.take(FRAME, seq));
    if ("problem" in batch) throw new Error(batch.problem);
    seq += rows;
    session.accept(batch);
  }
  return {
    session,
    accept,
    ask(fill: (traffic: Traffic) => void) {
      const traffic = createTraffic(1);
      fill(traffic);
      accept((writer) => {
        const entries = traffic.entries();
        for (const entry of entries) {
          const at = Date.parse(entry.startedDateTime) + entry.time;
          writer.record({ type: "request-finished", at, entry });
        }
        return entries.length;
      });
    },
  };
}

test("goes on where it was, and counts a loop whole", async () => {
  const { session, ask } = growing();
  const finder = createPollingFinder(session, now);
  const decoder = decodeSession(session);
  const url = "https://a.example/new";
  ask((t) => void t.row({ count: 600, every: 1000, url, request: { answer: [] } }));
  const first = await finder.find(decoder, true);
  expect(first).toMatchObject({ requests: 600, looked: 600, reading: false, forgotten: 0 });
  expect(first.loops.map(({ facts }) => facts.requests)).toEqual([600]);
  ask((t) => void t.row({ from: 600_000, count: 600, every: 1000, url, request: { answer: [] } }));
  const second = await finder.find(decoder, true);
  expect(second.loops.map(({ facts }) => facts.requests)).toEqual([1200]);
  expect(second.loops[0]?.facts.looked).toBeLessThan(500);
});

test("counts only the requests that it has looked at, where more come while it answers", async () => {
  const { session, accept, ask } = growing();
  const finder = createPollingFinder(session, now);
  accept((writer) => {
    writer.record({
      type: "frame-started",
      at: START,
      url: "https://a.example/",
      top: true,
      origin: "https://a.example",
    });
    writer.record({
      type: "socket-created",
      at: START,
      connection: 1,
      url: "wss://a.example/",
      protocols: [],
    });
    writer.message(START + 1, 1, 1, "hello", null, "", "");
    return 3;
  });
  const url = "https://a.example/new";
  let isAsked = false;
  const decoder = decodeSession(session);
  /** Sockets are counted after the requests are read. */
  const revisionOf = (id: number) => {
    if (!isAsked) ask((t) => void t.row({ count: 34, every: 500, url, request: { answer: [] } }));
    isAsked = true;
    return decoder.revisionOf(id);
  };
  const first = await finder.find({ ...decoder, revisionOf });
  expect(isAsked).toBe(true);
  expect(first).toMatchObject({ requests: 0, looked: 0, reading: false, loops: [] });
  const second = await finder.find(decoder);
  expect(second).toMatchObject({ requests: 34, looked: 34, reading: false });
  expect(second.loops.map(({ facts }) => facts.requests)).toEqual([34]);
});

test("looks at single requests of all that there were", async () => {
  const { session, ask } = growing();
  const finder = createPollingFinder(session, now);
  const sse = { mime: "text/event-stream", answerHeaders: { "cache-control": "public, max-age=60" } };
  ask((t) => t.ask({ at: 0, url: "https://a.example/stream", ...sse, answer: "data: 1\n\n" }));
  ask(
    (t) =>
      void t.row({
        from: 1000,
        count: 2500,
        every: 300,
        url: (i) => `https://b.example/item/${i}`,
        jitter: 0.9,
      }),
  );
  const { notes, requests } = await finder.look();
  expect(requests).toBe(2501);
  expect([...notes.streams].map(({ url, count }) => [url, count])).toEqual([["https://a.example/stream", 1]]);
  expect(notes.versionOf("https://a.example")).toBe("http/2.0");
});

test("looks at event streams that end, though no request is finished", async () => {
  const { session, accept } = growing();
  const finder = createPollingFinder(session, now);
  const decoder = decodeSession(session);
  const url = "https://a.example/events";
  accept((writer) => {
    writer.record({
      type: "frame-started",
      at: START,
      url: "https://a.example/",
      top: true,
      origin: "https://a.example",
    });
    writer.record({ type: "source-created", at: START, connection: 1, url, withCredentials: false });
    return 2;
  });
  const open = (turns: number, from: number) =>
    accept((writer) => {
      for (let turn = from; turn < from + turns; turn += 1) {
        const at = START + turn * 3000;
        writer.record({ type: "source-opened", at, connection: 1 });
        writer.message(at + 5, 1, 1, `{"turn":${turn}}`, null, "message", "");
        writer.record({ type: "source-errored", at: at + 20, connection: 1, reconnecting: true });
      }
      return 3 * turns;
    });
  open(2, 0);
  expect((await finder.find(decoder, true)).loops).toEqual([]);
  open(6, 2);
  const { loops, requests } = await finder.find(decoder, true);
  expect(requests).toBe(0);
  expect(loops.map(({ facts }) => facts.requests)).toEqual([8]);
  open(2, 8);
  expect((await finder.find(decoder, true)).loops.map(({ facts }) => facts.requests)).toEqual([10]);
});

test("judges all answers anew when it is taught what is empty, also those that it let go of", async () => {
  const session = await sessionOfTraffic(1, (t) => {
    t.row({
      count: 700,
      every: 1000,
      url: "https://a.example/x",
      request: (i) => ({ answer: { mood: "quiet", n: i } }),
    });
  });
  const finder = createPollingFinder(session, now);
  const decoder = decodeSession(session);
  expect((await finder.find(decoder, true)).loops[0]?.facts).toMatchObject({ requests: 700, empty: 0 });
  finder.teach(new Map([["GET https://a.example/x", { field: { path: "mood", is: '"quiet"' } }]]));
  expect((await finder.find(decoder, true)).loops[0]?.facts).toMatchObject({ requests: 700, empty: 700 });
  finder.teach(new Map());
  expect((await finder.find(decoder, true)).loops[0]?.facts).toMatchObject({ requests: 700, empty: 0 });
});
