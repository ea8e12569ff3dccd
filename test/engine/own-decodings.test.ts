import { expect, test, vi } from "vitest";
import { decodeWithOwn } from "../../src/core/analysis/decode-with-own.ts";
import type { OwnDecoder } from "../../src/core/decode/own/own-decoder.ts";
import { createSession } from "../../src/core/model/session.ts";
import { parseQuery } from "../../src/core/query/parse-query.ts";
import type { Query } from "../../src/core/query/query.ts";
import { FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import type { OwnJob } from "../../src/core/wire/own-job.ts";
import { createPollingFinder } from "../../src/engine/polling-finder.ts";
import { rowTrip } from "../../src/engine/row-trip.ts";
import { createScanWorkers } from "../../src/engine/scan-workers.ts";
import { createScanners } from "../../src/engine/scanner.ts";
import { createSessionMeanings } from "../../src/engine/session-meanings.ts";
import { createStatistics } from "../../src/engine/statistics.ts";
import { createTripFinder } from "../../src/engine/trip-finder.ts";
import { createView } from "../../src/engine/view.ts";
import { createFakeScanWorkers } from "../support/fake-scan-worker.ts";
import { frameBatches } from "../support/frame-batches.ts";

const CHESS: OwnDecoder = {
  id: "a",
  name: "Chess",
  url: "wss://chess.example/*",
  code: "function decode() {}",
  on: true,
};

/** What the panel would answer for a message of `move PIECE NUMBER`. */
function answer(text: string, received: boolean): string {
  const [word, event, key] = text.split(" ");
  const role = received ? "reply" : "request";
  if (word === "wrong") return '{"failure":"TypeError: x"}';
  if (word !== "move") return '{"parts":[]}';
  return JSON.stringify({
    parts: [{ kind: word, event, summary: `piece ${event}`, key, role, tree: '{"a":1}' }],
  });
}

function stage(decoders: readonly OwnDecoder[] = [CHESS]) {
  const session = createSession();
  const frame = frameBatches("f");
  session.accept(frame.start(0));
  session.accept(
    frame.batch((it) => {
      const url = "wss://chess.example/board?game=7";
      it.record({ type: "socket-created", at: 1, connection: 1, url, protocols: [] });
      it.record({ type: "socket-opened", at: 2, connection: 1, protocol: "", extensions: "" });
    }),
  );
  let at = 3;
  const say = (received: boolean, ...texts: string[]) => {
    for (const it of texts) {
      at += 1;
      const flags = received ? FLAG_RECEIVED : 0;
      session.accept(frame.batch((writer) => writer.message(at, 1, flags, it, null, "", "")));
    }
  };
  const jobs: OwnJob[] = [];
  const changed = vi.fn();
  const meanings = createSessionMeanings(session, {
    id: "s",
    rules: () => [],
    ownDecoders: decoders,
    ask(job) {
      jobs.push(job);
      const answers = job.messages.map(({ bytes, received }) => {
        return answer(new TextDecoder().decode(bytes), received);
      });
      // As a panel does: later.
      setTimeout(() => meanings.own.answered(job.job, answers), 0);
    },
    changed,
    spoken: () => {},
  });
  /** Rows are looked at until all is known of them. */
  async function look(...rows: number[]) {
    meanings.rows.look();
    return vi.waitUntil(
      () => {
        const look = meanings.rows.look();
        const found = rows.map((row) => look.meaningOf(row));
        look.end();
        return rows.every((row) => meanings.own.meant(row) !== null || meanings.own.of(1) === null) && found;
      },
      { interval: 5, timeout: 5000 },
    );
  }
  return { session, say, meanings, jobs, changed, look };
}

test("rows are decoded together, by what the panel answers; what is none of its, by others", async () => {
  const { say, meanings, jobs, changed } = stage();
  say(true, "move knight 1", "wrong", '{"type":"other"}');
  const look = meanings.rows.look();
  expect([2, 3, 4].map((row) => look.meaningOf(row))).toEqual([null, null, null]);
  look.end();
  await vi.waitUntil(() => meanings.rows.seen().length === 3, { interval: 1, timeout: 5000 });
  expect(changed).toHaveBeenCalled();
  expect(jobs).toHaveLength(1);
  expect(jobs[0]).toMatchObject({
    decoder: CHESS,
    whole: false,
    connection: { kind: "websocket", url: "wss://chess.example/board?game=7", subprotocol: "" },
    messages: [{ index: 0, received: true, binary: false, cut: false }, { index: 1 }, { index: 2 }],
  });
  expect(meanings.rows.known(2)).toMatchObject({ protocol: "own:Chess", kind: "move", event: "knight" });
  expect(meanings.rows.known(3)).toMatchObject({
    kind: "not decoded",
    problem: "Chess failed: TypeError: x",
  });
  expect(meanings.rows.known(4)).toMatchObject({ protocol: null, kind: "json", event: "other" });
});

test("the Decoded tab has its tree, which is asked for whole", async () => {
  const { say, meanings, jobs } = stage();
  say(true, "move knight 1");
  const message = await meanings.messages.message(2, null, meanings.own.of(1));
  expect(message).toMatchObject({ own: { id: "own:Chess", name: "Chess" }, parts: [{ kind: "move" }] });
  expect(jobs.at(-1)?.whole).toBe(true);
  const children = await meanings.messages.children({ row: 2, part: 0, path: [] }, 0, 9);
  expect(children).toMatchObject([{ key: "a", text: "1" }]);
});

test("a filter, statistics and round trips ask it too", async () => {
  const { session, say, meanings } = stage();
  say(false, "move knight 1", "something", "move rook 2");
  say(true, "move knight 1");
  const workers = createFakeScanWorkers();
  const scanners = createScanners(createScanWorkers(workers.start.bind(workers)));
  const query = parseQuery("kind=move event:knight proto:chess").query as Query;
  const view = createView(session, null, { query, scanners, changed: () => {}, meanings: meanings.scan });
  await vi.waitUntil(
    () => {
      view.advance(performance.now.bind(performance));
      return !view.filtering;
    },
    { interval: 1, timeout: 5000 },
  );
  expect(Array.from({ length: view.matched }, (_, index) => view.rowAt(index))).toEqual([2, 5]);

  const all = createView(session, null, null);
  all.advance(performance.now.bind(performance));
  const statistics = createStatistics(
    session,
    all,
    "meaning",
    performance.now.bind(performance),
    meanings.decoder,
  );
  const counted = await vi.waitUntil(
    () => {
      const answered = statistics.answer();
      return answered.counted === answered.total && answered;
    },
    { interval: 5, timeout: 5000 },
  );
  expect(counted.groups.filter((it) => it.meaning === "move").map((it) => [it.event, it.count])).toEqual([
    ["knight", 1],
    ["rook", 1],
    ["knight", 1],
  ]);

  const finder = createTripFinder(
    session,
    createPollingFinder(session, () => performance.now()),
    () => {},
    undefined,
    undefined,
    (base) => decodeWithOwn(base, meanings.own),
  );
  finder.wake();
  // A request is one before its reply is read.
  const trip = await vi.waitUntil(
    () => {
      const found = rowTrip(finder.trips, session.log, 2);
      return found !== null && found.partner !== null && found;
    },
    { interval: 5, timeout: 5000 },
  );
  expect(trip).toMatchObject({ role: "request", partner: 5 });
  finder.end();
});

test("another code is another decoder, one that stays as it is keeps what it said, off leaves it to others", async () => {
  const { say, meanings, jobs, look } = stage();
  say(true, "move knight 1");
  await look(2);
  const before = jobs.length;
  expect(meanings.own.change([{ ...CHESS }])).toEqual([]);
  await look(2);
  expect(jobs).toHaveLength(before);
  expect(meanings.own.change([{ ...CHESS, code: "function decode() { }" }])).toEqual([1]);
  expect(meanings.own.meant(2)).toBeNull();
  await look(2);
  expect(jobs).toHaveLength(before + 1);
  expect(meanings.own.forget("a")).toEqual([1]);
  await look(2);
  expect(jobs).toHaveLength(before + 2);
  expect(meanings.own.change([{ ...CHESS, on: false }])).toEqual([1]);
  expect(meanings.own.of(1)).toBeNull();
});

test("many messages go in jobs of some, and those after one that is asked for along with it", async () => {
  const { say, meanings, jobs } = stage();
  say(true, ...Array.from({ length: 200 }, (_, at) => `move pawn ${at}`));
  await meanings.own.findAll(Array.from({ length: 100 }, (_, at) => at + 2));
  expect(jobs.map(({ messages }) => messages.length)).toEqual([64, 36]);
  await meanings.own.partsOf(110);
  expect(jobs.at(-1)?.messages[0]?.index).toBe(108);
  expect(jobs.at(-1)?.messages).toHaveLength(64);
});

test("when the panel goes nothing waits for ever", async () => {
  const { say, meanings } = stage();
  say(true, "move knight 1");
  const asked = meanings.own.partsOf(2);
  const whole = meanings.own.whole(2);
  meanings.end();
  await expect(asked).resolves.toBeUndefined();
  await expect(whole).resolves.toBeNull();
  expect(meanings.own.of(1)).toBeNull();
});
