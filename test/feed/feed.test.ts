import { describe, expect, it } from "vitest";
import { createSession } from "../../src/core/model/session.ts";
import {
  type Batch,
  CODE_MESSAGE,
  CODE_RECORD,
  countEvents,
  FLAG_BINARY,
  FLAG_CHUNK,
  FLAG_RECEIVED,
} from "../../src/core/wire/batch.ts";
import type { RecordEvent } from "../../src/core/wire/events.ts";
import { FLAG_DISCARDED, type Haul } from "../../src/core/wire/haul.ts";
import { encodePageBatch, type PageBatch } from "../../src/core/wire/page-batch.ts";
import { DEFAULT_LIMITS } from "../../src/core/wire/page-limits.ts";
import {
  type RecordValue,
  SOCKET_CLOSED,
  SOCKET_CLOSING,
  SOCKET_CREATED,
  SOCKET_ERRORED,
  SOCKET_OPENED,
} from "../../src/core/wire/page-records.ts";
import { createFeed, type Feed } from "../../src/feed/feed.ts";
import { createRing, type Ring } from "../../src/page/ring.ts";
import { eventsOf, recordsOf, wordsOf } from "../support/events-of.ts";
import { createRandom } from "../support/random.ts";

const FRAME: RecordEvent = { type: "frame-started", at: 0, url: "https://a.example/", top: true, origin: "" };
type Said = string | Uint8Array | readonly [kind: number, connection: number, ...values: RecordValue[]];

const created = (connection: number): Said => [SOCKET_CREATED, connection, "wss://a.example/", ""];
const opened = (connection: number): Said => [SOCKET_OPENED, connection, "", ""];
const closed = (connection: number): Said => [SOCKET_CLOSED, connection, 1000, "", true, null];
const errored = (connection: number): Said => [SOCKET_ERRORED, connection];

/** What a hook would hand over: records, texts and bytes of connection 1. */
function haulsOf(...entries: Said[]): Haul[] {
  const ring = createRing(() => {});
  ring.evict(4000, 4 * 1024 * 1024);
  for (const it of entries) say(ring, it);
  const hauls: Haul[] = [];
  for (let haul = ring.peek(false); haul !== null; haul = ring.peek(false)) {
    hauls.push(haul);
    ring.removeFirst();
  }
  return hauls;
}
const haulOf = (...entries: Said[]) => haulsOf(...entries)[0] as Haul;

function say(ring: Ring, it: Said, connection = 1): void {
  if (typeof it === "string") ring.push(CODE_MESSAGE, 4, connection, it.length, 0, 0, it);
  else if (it instanceof Uint8Array)
    ring.push(CODE_MESSAGE, 4, connection, it.length, 0, FLAG_BINARY, "", it);
  else {
    const [kind, of, ...values] = it;
    const json = JSON.stringify(values).slice(1, -1);
    ring.push(CODE_RECORD, 4, of, json.length, kind, 0, json);
  }
}

/** Two messages of each connection go out of a ring of its own. */
function lose(feed: Feed, ...connections: number[]): void {
  const ring = createRing(feed.spare);
  ring.evict(1e9, 1e9);
  for (const connection of connections) for (const it of ["1234567890", "x"]) say(ring, it, connection);
  ring.evict(0, 0);
}

function setUp() {
  const batches: Batch[] = [];
  const state = { taking: true, left: Infinity };
  const feed = createFeed("f", FRAME, DEFAULT_LIMITS, (batch) => {
    if (!state.taking || state.left === 0) return false;
    state.left -= 1;
    batches.push(encodePageBatch(structuredClone(batch)) as Batch);
    return true;
  });
  return { feed, batches, state };
}

/** As `wordsOf`, of batches whose numbers have no gap from `next` on. */
function numberedWords(batches: readonly Batch[], next = 0): string[] {
  for (const batch of batches) {
    expect(batch.seq).toBe(next);
    next += countEvents(batch);
  }
  return wordsOf(batches);
}

describe("a feed", () => {
  it("does not know who closed a socket with 1001 where the browser does so as the page is left", () => {
    const closedBy = (tellsLeaving: boolean, code: number, reason: string) => {
      const batches: Batch[] = [];
      const put = (batch: PageBatch) => batches.push(encodePageBatch(structuredClone(batch)) as Batch) > 0;
      const feed = createFeed("f", FRAME, DEFAULT_LIMITS, put, tellsLeaving);
      feed.take(haulOf(created(1), [SOCKET_CLOSED, 1, code, reason, true, null]));
      return recordsOf(batches, "socket-closed").map((it) => it.by);
    };
    expect(closedBy(true, 1001, "")).toEqual(["unknown"]);
    expect(closedBy(true, 1001, "restart")).toEqual(["server"]);
    expect(closedBy(true, 1000, "")).toEqual(["server"]);
    expect(closedBy(false, 1001, "")).toEqual(["server"]);
  });

  it("tells the beginning of an address that no port would let through", () => {
    const { feed, batches } = setUp();
    // In JSON each of these takes six units.
    const url = `wss://a.example/${"\u0001".repeat(1024 * 1024)}`;
    for (const haul of haulsOf([SOCKET_CREATED, 1, url, ""], "a")) feed.take(haul);
    const told = recordsOf(batches, "socket-created").map((it) => it.url);
    expect(told).toEqual([`${url.slice(0, 64 * 1024)}…`]);
    expect(numberedWords(batches)).toEqual(["frame-started", "socket-created", "message a"]);
  });

  it("numbers what it takes, and takes what it can send", () => {
    const { feed, batches, state } = setUp();
    expect(feed.take(haulOf("a"))).toBe(true);
    state.taking = false;
    expect([feed.take(haulOf("b")), feed.flush()]).toEqual([false, true]);
    state.taking = true;
    expect(feed.take(haulOf("b"))).toBe(true);
    expect(numberedWords(batches)).toEqual(["frame-started", "message a", "message b"]);
  });

  it("tells a new listener of connections that are alive, before what waits, and of that not twice", () => {
    const { feed, batches } = setUp();
    feed.announce();
    expect(feed.flush()).toBe(true);
    expect(batches, "nothing was said yet").toEqual([]);
    feed.take(haulOf(created(1), created(2), closed(2)));
    feed.spare(haulOf(opened(1)));
    batches.length = 0;
    feed.announce();
    feed.take(haulOf("a"));
    expect(numberedWords(batches, 4)).toEqual([
      "frame-started",
      "socket-created",
      "socket-opened",
      "message a",
    ]);
    feed.announce();
    feed.flush();
    expect(wordsOf(batches).slice(-3)).toEqual(["frame-started", "socket-created", "socket-opened"]);
  });

  it("finds the message again whose pieces were behind a new listener's account", () => {
    const { feed, batches, state } = setUp();
    feed.take(haulOf(created(1)));
    const large = createRandom(3).bytes(2_500_000);
    // Of its pieces one goes.
    state.left = 2;
    expect([feed.take(haulOf("small", large)), feed.take(haulOf("more"))]).toEqual([true, false]);
    feed.announce();
    state.left = Infinity;
    expect(feed.flush()).toBe(true);
    const session = createSession();
    for (const batch of batches) session.accept(batch);
    const rows = Array.from({ length: session.log.length }, (_, row) => session.log.kind.get(row));
    expect(Buffer.from(session.payload(rows.lastIndexOf(1))).equals(large)).toBe(true);
  });

  it("tells of losses before what is left, and only of connections that the listener knows", () => {
    const { feed, batches } = setUp();
    feed.take(haulOf(created(1)));
    feed.spare(haulOf(created(2)));
    lose(feed, 1, 2, 7, 8);
    feed.spare(haulOf(closed(2)));
    feed.take(haulOf("kept"));
    expect(wordsOf(batches).slice(2)).toEqual([
      "socket-created",
      "socket-closed",
      "messages-dropped",
      "messages-dropped",
      "messages-dropped",
      "message kept",
    ]);
    expect(recordsOf(batches, "messages-dropped")).toMatchObject([
      { connection: 1, count: 2, bytes: 11, at: 4 },
      { connection: 2, count: 2, bytes: 11 },
      { connection: null, count: 4, bytes: 22, at: 4 },
    ]);
    feed.flush();
    expect(recordsOf(batches, "messages-dropped"), "no loss twice").toHaveLength(3);
  });

  it("tells apart the losses of 1,000 connections, and sums those of others", () => {
    const { feed, batches } = setUp();
    feed.take(haulOf(...Array.from({ length: 900 }, (_, index) => created(index + 1))));
    lose(feed, ...Array.from({ length: 5000 }, (_, index) => index + 1));
    feed.flush();
    const losses = recordsOf(batches, "messages-dropped");
    expect(losses).toHaveLength(901);
    expect(losses.reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
  });

  it("says who closed a socket: the page that said so before, else the server, or nobody", () => {
    const { feed, batches } = setUp();
    feed.take(haulOf(created(1), [SOCKET_CLOSING, 1, 3000, "enough"], closed(1)));
    feed.take(haulOf(created(2), closed(2), created(3), [SOCKET_CLOSED, 3, 1006, "", false, null]));
    const closes = recordsOf(batches, "socket-closed");
    expect(closes.map(({ connection, by }) => [connection, by])).toEqual([
      [1, "page"],
      [2, "server"],
      [3, "network"],
    ]);
  });

  it("says where the chunks of a text begin in bytes, of which the hook counts UTF-16 code units", () => {
    const { feed, batches, state } = setUp();
    const chunk = (units: number, text: string, connection = 1) => {
      const ring = createRing(() => {});
      ring.evict(4000, 1e9);
      const flags = FLAG_CHUNK | FLAG_RECEIVED;
      const id = `${units}`;
      ring.push(CODE_MESSAGE, 4, connection, text.length, 0, flags, id + text, null, 0, id.length);
      return ring.peek(false) as Haul;
    };
    feed.take(chunk(0, "aé語"));
    state.taking = false;
    expect(feed.take(chunk(3, "🎌"))).toBe(false);
    state.taking = true;
    feed.take(chunk(3, "🎌"));
    feed.take(chunk(9, "after what was dropped"));
    feed.take(chunk(0, "another", 2));
    const positions = eventsOf(batches).flatMap((it) => (it.type === "chunk" ? [it.position] : []));
    expect(positions).toEqual([0, 6, 6 + 4 + 4, 0]);
  });

  it("cuts what is too long, and says how long it was", () => {
    const batches: Batch[] = [];
    const limits = { ...DEFAULT_LIMITS, payloadBytes: 5 };
    const feed = createFeed("f", FRAME, limits, (batch) => batches.push(encodePageBatch(batch) as Batch) > 0);
    feed.take(haulOf("abcdefgh", "next"));
    expect(eventsOf(batches).slice(1)).toMatchObject([
      { size: 8, cut: true, payload: new TextEncoder().encode("abcde") },
      { size: 4 },
    ]);
  });

  it("makes a record of what goes nowhere", () => {
    const { feed, batches } = setUp();
    const ring = createRing(() => {});
    ring.evict(4000, 1e9);
    ring.push(CODE_MESSAGE, 4, 1, 2, 0, FLAG_DISCARDED, "é語");
    ring.push(CODE_MESSAGE, 4, 1, 0, 7, FLAG_DISCARDED | FLAG_BINARY, "");
    say(ring, Uint8Array.of(1, 2));
    feed.take(ring.peek(false) as Haul);
    expect(recordsOf(batches, "send-discarded").map(({ bytes }) => bytes)).toEqual([5, 7]);
    expect(eventsOf(batches).at(-1)).toMatchObject({ payload: Uint8Array.of(1, 2) });
  });

  it("loses no record that has nothing to say but itself, and no send that went nowhere", () => {
    const { feed, batches } = setUp();
    const ring = createRing(feed.spare);
    ring.evict(4000, 1e9);
    say(ring, errored(1));
    ring.evict(0, 0);
    say(ring, "dropped");
    ring.push(CODE_MESSAGE, 4, 1, 2, 0, FLAG_DISCARDED, "é語");
    ring.evict(0, 0);
    feed.flush();
    expect(wordsOf(batches)).toEqual([
      "frame-started",
      "socket-errored",
      "send-discarded",
      "messages-dropped",
    ]);
    expect(recordsOf(batches, "send-discarded")).toMatchObject([{ bytes: 5 }]);
    expect(recordsOf(batches, "messages-dropped")).toMatchObject([{ count: 1, bytes: 7 }]);
  });

  it("tells of very many connections in several batches", () => {
    const { feed, batches } = setUp();
    for (let from = 1; from <= 3500; from += 500) {
      feed.take(haulOf(...Array.from({ length: 500 }, (_, index) => created(from + index))));
    }
    batches.length = 0;
    feed.announce();
    feed.flush();
    expect(batches.map(({ rows }) => rows.length / 8)).toEqual([1000, 1000, 1000, 501]);
    expect(new Set(recordsOf(batches, "socket-created").map(({ connection }) => connection)).size).toBe(3500);
  });

  it("forgets spared connections that came and went untold", () => {
    const { feed, batches } = setUp();
    for (let connection = 1; connection <= 20_000; connection += 1) {
      feed.spare(haulOf(created(connection)));
      feed.spare(haulOf(closed(connection)));
    }
    lose(feed, 3);
    feed.flush();
    expect(batches.length).toBeLessThan(3000);
    expect(recordsOf(batches, "messages-dropped")).toMatchObject([{ connection: null }]);
  });

  it("keeps of a connection that is alive how it was opened, which nobody was told of", () => {
    const { feed, batches } = setUp();
    feed.take(haulOf(created(1)));
    feed.spare(haulOf(opened(1), created(2), opened(2), errored(2), [SOCKET_CLOSING, 2, null, ""]));
    for (let connection = 3; connection <= 1000; connection += 1) {
      feed.spare(haulOf(created(connection), opened(connection), closed(connection)));
    }
    feed.announce();
    feed.flush();
    const session = createSession();
    for (const batch of batches) session.accept(batch);
    const [first, second] = session.connections;
    expect([first?.state, second?.state]).toEqual(["open", "closing"]);
    expect(session.connections.length, "of those that came and went it keeps few").toBeLessThan(350);
    expect(recordsOf(batches, "socket-errored")).toEqual([]);
  });

  it("tells how much went nowhere, of what went out of a ring too", () => {
    const { feed, batches } = setUp();
    const ring = createRing(feed.spare);
    ring.evict(4000, 1e9);
    say(ring, "hello");
    ring.push(CODE_MESSAGE, 4, 1, 3, 0, FLAG_DISCARDED, "é\u{1f38c}");
    ring.evict(0, 0);
    feed.flush();
    expect(recordsOf(batches, "send-discarded").map(({ bytes }) => bytes)).toEqual([6]);
    expect(recordsOf(batches, "messages-dropped")).toMatchObject([{ count: 1, bytes: 5 }]);
  });

  it("keeps how each connection ended that a listener was told of", () => {
    const { feed, batches } = setUp();
    feed.take(haulOf(...Array.from({ length: 900 }, (_, index) => created(index + 1))));
    for (let connection = 1; connection <= 900; connection += 1) {
      feed.spare(haulOf(closed(connection)));
      feed.spare(haulOf(errored(5000 + connection)));
    }
    feed.flush();
    expect(recordsOf(batches, "socket-closed")).toHaveLength(900);
    expect(recordsOf(batches, "socket-errored").length, "of what nobody knows it keeps little").toBeLessThan(
      800,
    );
  });

  it.each([11, 12, 13])("brings back anything, in order (seed %i)", (seed) => {
    const random = createRandom(seed);
    const { feed, batches, state } = setUp();
    const originals: (string | Uint8Array<ArrayBuffer>)[] = [];
    const kept: Haul[] = [];
    for (let round = 0; round < 8; round += 1) {
      state.taking = random.chance(0.7);
      const entries = Array.from({ length: random.integer(20) + 1 }, () => {
        const large = random.chance(0.05);
        return random.chance(0.5)
          ? random.text(random.integer(large ? 1_200_000 : 300))
          : random.bytes(random.integer(large ? 2_200_000 : 2000));
      });
      originals.push(...entries);
      kept.push(...haulsOf(...entries));
      while (kept[0] !== undefined && feed.take(kept[0])) kept.shift();
    }
    state.taking = true;
    expect(kept.every((haul) => feed.take(haul))).toBe(true);
    expect(feed.flush()).toBe(true);
    eventsOf(batches);
    numberedWords(batches);
    const session = createSession();
    for (const batch of batches) expect(session.accept(batch)).toBe(true);
    expect(session.log.length).toBe(originals.length);
    originals.forEach((original, row) => {
      const expected = Buffer.from(original as string);
      expect(session.log.size.get(row)).toBe(expected.length);
      expect(Buffer.from(session.payload(row)).equals(expected)).toBe(true);
    });
  });
});
