import { describe, expect, it } from "vitest";
import { CODE_MESSAGE, CODE_RECORD, FLAG_BINARY, FLAG_CUT, FLAG_PARTIAL } from "../../src/core/wire/batch.ts";
import { type Dropped, FLAG_APART, type Haul } from "../../src/core/wire/haul.ts";
import { DEFAULT_LIMITS } from "../../src/core/wire/page-limits.ts";
import { createRing, ENTRY_BYTES, type Ring } from "../../src/page/ring.ts";

const { ringCount: RING_COUNT } = DEFAULT_LIMITS;

function setUp() {
  const spared: Haul[] = [];
  const dropped: Dropped[] = [];
  // As all who are given a haul do: its arrays are used again.
  const ring = createRing((gone) => {
    if ("rows" in gone) spared.push({ ...gone, rows: gone.rows.slice() });
    else dropped.push(gone);
  });
  ring.evict(PLENTY, PLENTY);
  return { ring, spared, dropped };
}

/** With a quarter of so much a haul is full. */
const PLENTY = 1e9;

const text = (ring: Ring, at: number, connection: number, payload: string) =>
  ring.push(CODE_MESSAGE, at, connection, payload.length, 0, 0, payload);
const bytes = (ring: Ring, at: number, connection: number, payload: Uint8Array) =>
  ring.push(CODE_MESSAGE, at, connection, payload.length, 0, FLAG_BINARY, "", payload);
const record = (ring: Ring, json: string) => ring.push(CODE_RECORD, 1, 0, json.length, 0, 0, json);

/** What a haul's rows say: "at payload". */
function wordsOf({ rows, count, text, bytes, apart }: Haul): string[] {
  const words: string[] = [];
  let [textAt, bytesAt, apartAt] = [0, 0, 0];
  for (let row = 0; row < count * 8; row += 8) {
    const [at, length, flags] = [rows[row + 1], rows[row + 3], rows[row + 5]] as [number, number, number];
    if (!(flags & FLAG_BINARY)) {
      words.push(`${at} ${text.slice(textAt, textAt + length)}`);
      textAt += length;
    } else if (flags & FLAG_APART) {
      words.push(`${at} ${apart[apartAt]?.join()}`);
      apartAt += 1;
    } else {
      words.push(`${at} ${bytes.subarray(bytesAt, bytesAt + length).join()}`);
      bytesAt += length;
    }
  }
  expect([textAt, apartAt]).toEqual([text.length, apart.length]);
  expect(bytesAt).toBeLessThanOrEqual(bytes.length);
  return words;
}

function take(ring: Ring): Haul | null {
  const haul = ring.peek(false);
  ring.removeFirst();
  return haul;
}

function takeAll(ring: Ring): Haul[] {
  const hauls: Haul[] = [];
  for (let haul = take(ring); haul !== null; haul = take(ring)) hauls.push(haul);
  return hauls;
}

describe("a ring", () => {
  it("gives out in the order in which it got, however full it was", () => {
    const { ring } = setUp();
    const wanted: string[] = [];
    let number = 0;
    for (const count of [3, 100, 5000, 20, 70_000, 1]) {
      for (let index = 0; index < count; index += 1) {
        number += 1;
        const array = Uint8Array.of(number, number >> 8);
        if (number % 1001 === 0) bytes(ring, number, 1, new Uint8Array(1025));
        else if (number % 5 === 0) bytes(ring, number, 1, array);
        else text(ring, number, 1, `${number}`);
        wanted.push(
          `${number} ${number % 1001 === 0 ? new Uint8Array(1025) : number % 5 === 0 ? array : number}`,
        );
        array.fill(0);
      }
      const got = wordsOf(take(ring) as Haul);
      expect(got).toEqual(wanted.splice(0, got.length));
    }
    expect(takeAll(ring).flatMap(wordsOf)).toEqual(wanted);
    expect(ring.peek(true)).toBeNull();
  });

  it("gives out at most 1,000 events, or a mebibyte of them and one more", () => {
    const { ring } = setUp();
    for (let at = 0; at < 2500; at += 1) text(ring, at, 1, "x");
    expect(takeAll(ring).map(({ count }) => count)).toEqual([1000, 1000, 500]);
    for (let at = 0; at < 5; at += 1) text(ring, at, 1, "x".repeat(400_000));
    expect(takeAll(ring).map(({ count }) => count)).toEqual([3, 2]);
  });

  it("runs no setter that the page put on arrays, however many there are", () => {
    const trap = { get: () => expect.fail("read"), set: () => expect.fail("written"), configurable: true };
    const indexes = Array.from({ length: 300 }, (_, index) => `${index}`);
    const { ring } = setUp();
    let haul: Haul | null = null;
    let caught: unknown = null;
    for (const index of indexes) Object.defineProperty(Array.prototype, index, trap);
    try {
      for (let index = 0; index < 300; index += 1) bytes(ring, index, 1, new Uint8Array(index * 10));
      haul = take(ring);
    } catch (error) {
      caught = error;
    } finally {
      for (const index of indexes) Reflect.deleteProperty(Array.prototype, index);
    }
    expect(caught).toBeNull();
    expect(haul?.count).toBe(300);
  });
});

describe("what cannot be pushed", () => {
  it("leaves nothing behind: a call at the end of the page's stack can fail anywhere", () => {
    const { ring } = setUp();
    bytes(ring, 1, 1, Uint8Array.of(1, 2));
    const tooLong = () => ring.push(CODE_MESSAGE, 2, 1, 3, 0, FLAG_BINARY, "", new Uint8Array(5000));
    expect(tooLong).toThrow(RangeError);
    bytes(ring, 3, 1, Uint8Array.of(3, 4));
    expect(takeAll(ring).flatMap(wordsOf)).toEqual(["1 1,2", "3 3,4"]);
    expect(ring.peek(true)).toBeNull();
  });
});

describe("a full ring", () => {
  it("writes no bytes that come late where there is no element any more", () => {
    const { ring } = setUp();
    const pending = ring.push(CODE_MESSAGE, 1, 1, 3, 3, FLAG_BINARY | FLAG_PARTIAL, "");
    ring.evict(0, 0);
    let written = false;
    Object.defineProperty(Array.prototype, "0", { set: () => (written = true), configurable: true });
    try {
      pending?.settle(new Uint8Array(3));
    } finally {
      Reflect.deleteProperty(Array.prototype, "0");
    }
    expect([written, ring.peek(true)]).toEqual([false, null]);
  });

  const numbersOf = ({ rows, count }: Haul) => Array.from({ length: count }, (_, row) => rows[8 * row + 1]);

  it("gives away the oldest a haul at a time, and keeps at least so many", () => {
    const { ring, spared } = setUp();
    for (let at = 1; at <= 125; at += 1) {
      text(ring, at, at % 2, `${at}`);
      ring.evict(40, PLENTY);
    }
    expect(spared.map(numbersOf).slice(0, 2)).toEqual([
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      [11, 12, 13, 14, 15, 16, 17, 18, 19, 20],
    ]);
    expect(takeAll(ring).flatMap(numbersOf)[0]).toBe(81);
  });

  it("gives away of messages of one connection how many there were, of how many bytes, and when", () => {
    const { ring, dropped } = setUp();
    text(ring, 1, 7, "12345");
    bytes(ring, 2, 7, new Uint8Array(2000));
    ring.evict(0, 0);
    text(ring, 3, 9, "x");
    ring.evict(0, 0);
    expect(dropped).toEqual([
      [7, 2, 2005, 2, 0],
      [9, 1, 1, 3, 2],
    ]);
  });

  it("gives away the row of what was cut: it is larger than what is here", () => {
    const { ring, spared, dropped } = setUp();
    ring.push(CODE_MESSAGE, 1, 1, 3, 5000, FLAG_BINARY | FLAG_CUT, "", new Uint8Array(3));
    ring.evict(0, 0);
    expect([spared[0]?.rows[4], dropped]).toEqual([5000, []]);
  });

  it("gives away rows alone, and texts where a record is among them", () => {
    const { ring, spared } = setUp();
    text(ring, 1, 1, "x");
    bytes(ring, 2, 2, new Uint8Array(2000));
    ring.evict(0, 0);
    ring.evict(PLENTY, PLENTY);
    record(ring, "created");
    text(ring, 3, 1, "y");
    ring.evict(0, 0);
    expect(spared).toMatchObject([
      { count: 2, text: "", apart: [], bytes: new Uint8Array(0) },
      { count: 2, text: "createdy" },
    ]);
    expect(ring.peek(true)).toBeNull();
  });

  it("is bounded by bytes, too, but keeps the newest whatever its size", () => {
    const { ring, dropped } = setUp();
    for (let at = 1; at <= 9; at += 1) {
      bytes(ring, at, 1, new Uint8Array(300));
      ring.evict(RING_COUNT, 1000);
    }
    const left = dropped.reduce((sum, [, count]) => sum - count, 9);
    expect(left * (300 + ENTRY_BYTES)).toBeLessThanOrEqual(1000 + 300 + ENTRY_BYTES);
    text(ring, 10, 1, "x".repeat(5000));
    ring.evict(RING_COUNT, 1000);
    expect(takeAll(ring).flatMap(wordsOf).at(-1)).toBe(`10 ${"x".repeat(5000)}`);
  });

  it("counts long names and IDs, which come again with each event of a source", () => {
    const { ring, spared, dropped } = setUp();
    const id = "i".repeat(10_000);
    for (let at = 1; at <= 100; at += 1) {
      ring.push(CODE_MESSAGE, at, 1, 4, 0, 0, `price${id}data`, null, 5, id.length);
      ring.evict(RING_COUNT, 100_000);
    }
    const kept = takeAll(ring).reduce((sum, { count }) => sum + count, 0);
    expect(kept * id.length).toBeLessThanOrEqual(150_000);
    // What went is said by rows, of which the payloads' bytes are to be counted.
    expect([spared.reduce((sum, { count }) => sum + count, kept), dropped]).toEqual([100, []]);
  });

  it("makes no more arrays once it is full, and says nothing that was in them before", () => {
    const arrays = new Set<ArrayBuffer>();
    const spared: string[] = [];
    const ring = createRing((gone) => "rows" in gone && arrays.add(gone.rows.buffer));
    const say = (at: number) => {
      if (at % 2 === 0) text(ring, at, 2, `${at}`);
      else bytes(ring, at, 1, new Uint8Array(at % 90).fill(at));
    };
    for (let at = 1; at <= 5000; at += 1) {
      say(at);
      ring.evict(100, PLENTY);
      const oldest = ring.peek(true);
      if (at % 25 === 24 && oldest !== null) spared.push(...wordsOf(oldest));
    }
    // As many as are in it at a time, and those that they grew from.
    expect(arrays.size).toBeLessThan(10);
    const said = (at: number) => `${at} ${at % 2 === 0 ? at : new Uint8Array(at % 90).fill(at)}`;
    const first = Number(spared.at(-25)?.split(" ")[0]);
    expect(spared.slice(-25)).toEqual(Array.from({ length: 25 }, (_, index) => said(first + index)));
  });

  it("turns for ever", () => {
    const { ring, spared } = setUp();
    for (let at = 1; at <= 50_000; at += 1) {
      if (at % 2 === 0) text(ring, at, 2, `${at}`);
      else bytes(ring, at, 1, new Uint8Array(at % 90).fill(at));
      ring.evict(100, 2000);
    }
    const kept = takeAll(ring);
    expect([...spared, ...kept].flatMap(numbersOf)).toEqual(
      Array.from({ length: 50_000 }, (_, at) => at + 1),
    );
    expect(kept.flatMap(wordsOf).at(-2)).toBe(`49999 ${new Uint8Array(49_999 % 90).fill(49_999)}`);
  });
});
