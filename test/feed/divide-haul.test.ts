import { describe, expect, it } from "vitest";
import { createSession } from "../../src/core/model/session.ts";
import {
  type Batch,
  CODE_MESSAGE,
  FLAG_BINARY,
  FLAG_CHUNK,
  FLAG_CUT,
  FLAG_RECEIVED,
} from "../../src/core/wire/batch.ts";
import type { Haul } from "../../src/core/wire/haul.ts";
import { encodePageBatch } from "../../src/core/wire/page-batch.ts";
import { divideHaul } from "../../src/feed/divide-haul.ts";
import { createWholeHauls } from "../../src/feed/whole-haul.ts";
import { createRing } from "../../src/page/ring.ts";
import { eventsOf } from "../support/events-of.ts";
import { createRandom } from "../support/random.ts";

const MIB = 1024 * 1024;

interface Said {
  payload: string | Uint8Array;
  flags?: number;
  size?: number;
  name?: string;
  id?: string;
}

function ringOf() {
  const ring = createRing(() => {});
  ring.evict(1000, MIB);
  return ring;
}

function dividedBatches(...messages: Said[]): Batch[] {
  const ring = ringOf();
  for (const { payload, flags = 0, size = 0, name = "", id = "" } of messages) {
    const isText = typeof payload === "string";
    const all = flags | (isText ? 0 : FLAG_BINARY);
    const text = name + id + (isText ? payload : "");
    const data = isText ? null : payload;
    ring.push(CODE_MESSAGE, 1, 1, payload.length, size, all, text, data, name.length, id.length);
  }
  const batches: Batch[] = [];
  let seq = 0;
  for (let haul = ring.peek(true); haul !== null; haul = ring.peek(true)) {
    ring.removeFirst();
    divideHaul(createWholeHauls(Infinity).whole(haul), (part) => {
      const first = seq;
      batches.push(encodePageBatch({ frame: "f", seq, ...part }) as Batch);
      seq += part.rows.length / 8;
      return first;
    });
  }
  eventsOf(batches);
  return batches;
}

describe("a divided haul", () => {
  it("has the beginning of names and IDs that no port would let through, and says so", () => {
    const name = "n".repeat(MIB);
    const batches = dividedBatches(
      { payload: "a", name: "tick", id: "1" },
      { payload: "b", name, id: "7" },
      { payload: "c", id: `${name}${name}` },
      { payload: "d", name: "tock", id: "2" },
    );
    const begun = `${"n".repeat(64 * 1024)}…`;
    const words = eventsOf(batches).map((it) => {
      if (it.type !== "message") return [it.type];
      return [it.eventName, it.eventId, new TextDecoder().decode(it.payload)];
    });
    expect(words).toEqual([
      ["tick", "1", "a"],
      [begun, "7", "b"],
      ["", begun, "c"],
      ["tock", "2", "d"],
    ]);
  });

  it("is the haul itself where nothing in it is large", () => {
    const ring = ringOf();
    ring.push(CODE_MESSAGE, 1, 1, 1, 0, 0, "a");
    ring.push(CODE_MESSAGE, 1, 1, 2, 0, FLAG_BINARY, "", Uint8Array.of(1, 2));
    const haul = createWholeHauls(Infinity).whole(ring.peek(false) as Haul);
    const parts: unknown[] = [];
    divideHaul(haul, (part) => parts.push(part));
    expect(parts).toEqual([{ rows: haul.rows, text: haul.text, bytes: haul.bytes }]);
  });

  it.each([
    ["a text of a mebibyte", "x".repeat(MIB), 1],
    ["a text of a mebibyte and a byte", "x".repeat(MIB + 1), 2],
    ["a text whose characters lie across the pieces", "語".repeat(1_100_000), 4],
    ["a text of surrogate pairs", `a${"🎌".repeat(600_000)}`, 3],
    ["bytes of a mebibyte", new Uint8Array(MIB).fill(7), 1],
    ["bytes of a mebibyte and a byte", new Uint8Array(MIB + 1).fill(7), 2],
    ["bytes of three mebibytes", createRandom(1).bytes(3 * MIB), 3],
  ])("sends %s in pieces that make the whole again", (_, payload, pieces) => {
    const batches = dividedBatches({ payload }, { payload: "next" });
    const events = eventsOf(batches);
    expect(events.map((it) => ("partial" in it ? it.partial : null))).toEqual([
      ...Array.from({ length: pieces - 1 }, () => true),
      false,
      false,
    ]);
    const session = createSession();
    for (const batch of batches) session.accept(batch);
    const expected = Buffer.from(payload as string);
    expect(session.log.size.get(0)).toBe(expected.length);
    expect(Buffer.from(session.payload(0)).equals(expected)).toBe(true);
    expect(Buffer.from(session.payload(1)).toString()).toBe("next");
  });

  it("is small in each of its parts, whatever is in it", () => {
    const texts = Array.from({ length: 30 }, (_, index) => ({ payload: "z".repeat(index * 50_000) }));
    const batches = dividedBatches(...texts, { payload: new Uint8Array(9 * MIB) });
    for (const batch of batches) expect(batch.bytes.length).toBeLessThan(2.5 * MIB);
  });

  it("keeps event names and IDs, of large messages and of those around them", () => {
    const payload = "é".repeat(1.5 * MIB);
    const batches = dividedBatches(
      { payload: "a", name: "één", id: "1" },
      { payload, name: "prix", id: "№ 7" },
      { payload: "b", name: "deux", id: "" },
    );
    const session = createSession();
    for (const batch of batches) session.accept(batch);
    const names = [0, 1, 2].map((row) => [session.eventName(row), session.eventId(row)]);
    expect(names).toEqual([
      ["één", "1"],
      ["prix", "№ 7"],
      ["deux", ""],
    ]);
    expect(Buffer.from(session.payload(1)).toString()).toBe(payload);
  });

  it("turns halves of characters into the replacement character, as the wire does, and joins none", () => {
    const batches = dividedBatches({ payload: "a\ud83c" }, { payload: "\udf8cb" });
    const payloads = eventsOf(batches).map((it) => "payload" in it && Buffer.from(it.payload).toString());
    expect(payloads).toEqual(["a\ufffd", "\ufffdb"]);
  });

  it("has a large chunk of a stream in its places; the last has what was cut", () => {
    const flags = FLAG_RECEIVED | FLAG_CHUNK | FLAG_CUT;
    const payload = new Uint8Array(2.5 * MIB).fill(7);
    const chunks = eventsOf(
      dividedBatches(
        { payload: new Uint8Array(100), flags: FLAG_RECEIVED | FLAG_CHUNK, id: "0" },
        { payload, flags, size: 80 * MIB, id: "100" },
      ),
    ).filter((it) => it.type === "chunk");
    expect(chunks.map((it) => [it.position, it.payload.length, it.size, it.partial])).toEqual([
      [0, 100, 100, false],
      [100, MIB, MIB, true],
      [100 + MIB, MIB, MIB, true],
      [100 + 2 * MIB, MIB / 2, 78 * MIB, false],
    ]);
  });
});
