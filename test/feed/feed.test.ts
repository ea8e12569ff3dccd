import { describe, expect, it } from "vitest";
import { createSession } from "../../src/core/model/session.ts";
import { type Batch, CODE_MESSAGE, countEvents, FLAG_BINARY } from "../../src/core/wire/batch.ts";
import type { RecordEvent } from "../../src/core/wire/events.ts";
import type { Haul } from "../../src/core/wire/haul.ts";
import { encodePageBatch } from "../../src/core/wire/page-batch.ts";
import { createFeed } from "../../src/feed/feed.ts";
import { createRing, type Ring } from "../../src/page/ring.ts";
import { eventsOf, recordsOf, wordsOf } from "../support/events-of.ts";
import { createRandom } from "../support/random.ts";

const FRAME: RecordEvent = { type: "frame-started", at: 0, url: "https://a.example/", top: true, origin: "" };
const created = (connection: number): RecordEvent => ({
  type: "socket-created",
  at: 1,
  connection,
  url: "wss://a.example/",
  protocols: [],
});
const opened = (connection: number): RecordEvent => ({
  type: "socket-opened",
  at: 2,
  connection,
  protocol: "",
  extensions: "",
});
const closed = (connection: number): RecordEvent => ({
  type: "socket-closed",
  at: 3,
  connection,
  code: 1000,
  reason: "",
  wasClean: true,
  by: "page",
});

/** What a hook would hand over: records, texts and bytes of connection 1. */
function haulOf(...entries: (RecordEvent | string | Uint8Array)[]): Haul {
  const ring = createRing(() => {});
  for (const it of entries) {
    if (typeof it === "string") ring.push(CODE_MESSAGE, 4, 1, it.length, 0, 0, it);
    else if (it instanceof Uint8Array) ring.push(CODE_MESSAGE, 4, 1, it.length, 0, FLAG_BINARY, "", it);
    else ring.push(0, it.at, 0, JSON.stringify(it).length, 0, 0, JSON.stringify(it));
  }
  return ring.peek(false) as Haul;
}

/** The losses of connections. */
const lost = (...connections: number[]): Haul => ({
  ...haulOf("kept"),
  dropped: Float64Array.from(connections.flatMap((connection) => [connection, 2, 20, 9])),
});

function setUp() {
  const batches: Batch[] = [];
  const state = { taking: true, left: Infinity };
  const feed = createFeed("f", (batch) => {
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
  it("numbers what it takes, and takes what it can send", () => {
    const { feed, batches, state } = setUp();
    expect(feed.take(haulOf(FRAME, "a"))).toBe(true);
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
    feed.take(haulOf(FRAME, created(1), created(2), closed(2)));
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
    feed.take(haulOf(FRAME, created(1)));
    const large = createRandom(3).bytes(2_500_000);
    // Of its pieces one goes.
    state.left = 2;
    expect([feed.take(haulOf("small", large)), feed.take(haulOf("more"))]).toEqual([true, false]);
    feed.announce();
    state.left = Infinity;
    expect(feed.flush()).toBe(true);
    const session = createSession();
    for (const batch of batches) session.accept(batch);
    const rows = Array.from(session.log.kind.slice(0, session.log.length));
    expect(Buffer.from(session.payload(rows.lastIndexOf(1))).equals(large)).toBe(true);
  });

  it("tells of losses before what is left, and only of connections that the listener knows", () => {
    const { feed, batches } = setUp();
    feed.take(haulOf(FRAME, created(1)));
    feed.spare(haulOf(created(2)));
    feed.spare(haulOf(closed(2)));
    feed.take(lost(1, 2, 7, 8));
    expect(wordsOf(batches).slice(2)).toEqual([
      "socket-created",
      "socket-closed",
      "messages-dropped",
      "messages-dropped",
      "messages-dropped",
      "message kept",
    ]);
    expect(recordsOf(batches, "messages-dropped")).toMatchObject([
      { connection: null, count: 4, bytes: 40, at: 9 },
      { connection: 1, count: 2, bytes: 20 },
      { connection: 2, count: 2, bytes: 20 },
    ]);
  });

  it("forgets spared connections that came and went untold", () => {
    const { feed, batches } = setUp();
    for (let connection = 1; connection <= 20_000; connection += 1) {
      feed.spare(haulOf(created(connection)));
      feed.spare(haulOf(closed(connection)));
    }
    feed.take(lost(3));
    expect(batches.length).toBeLessThan(3000);
    expect(recordsOf(batches, "messages-dropped")).toMatchObject([{ connection: null }]);
  });

  it("keeps how each connection ended that a listener was told of", () => {
    const { feed, batches } = setUp();
    feed.take(haulOf(FRAME, ...Array.from({ length: 900 }, (_, index) => created(index + 1))));
    for (let connection = 1; connection <= 900; connection += 1) {
      feed.spare(haulOf(closed(connection)));
      feed.spare(haulOf({ type: "socket-errored", at: 2, connection: 5000 + connection }));
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
    const kept: Ring[] = [];
    const handOver = (ring: Ring) => {
      for (let haul = ring.peek(false); haul !== null; haul = ring.peek(false)) {
        if (!feed.take(haul)) return false;
        ring.remove(haul.rows.length / 8);
      }
      return true;
    };
    for (let round = 0; round < 8; round += 1) {
      state.taking = random.chance(0.7);
      const entries = Array.from({ length: random.integer(20) + 1 }, () => {
        const large = random.chance(0.05);
        return random.chance(0.5)
          ? random.text(random.integer(large ? 1_200_000 : 300))
          : random.bytes(random.integer(large ? 2_200_000 : 2000));
      });
      originals.push(...entries);
      const ring = createRing(() => {});
      for (const it of entries) {
        const isText = typeof it === "string";
        ring.push(
          CODE_MESSAGE,
          4,
          1,
          it.length,
          0,
          isText ? 0 : FLAG_BINARY,
          isText ? it : "",
          isText ? null : it,
        );
      }
      kept.push(ring);
      while (kept[0] !== undefined && handOver(kept[0])) kept.shift();
    }
    state.taking = true;
    expect(kept.every(handOver)).toBe(true);
    eventsOf(batches);
    numberedWords(batches);
    const session = createSession();
    for (const batch of batches) expect(session.accept(batch)).toBe(true);
    expect(session.log.length).toBe(originals.length);
    originals.forEach((original, row) => {
      const expected = Buffer.from(original as string);
      expect(session.log.size[row]).toBe(expected.length);
      expect(Buffer.from(session.payload(row)).equals(expected)).toBe(true);
    });
  });
});
