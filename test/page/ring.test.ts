import { describe, expect, it } from "vitest";
import { CODE_MESSAGE, CODE_RECORD, FLAG_BINARY } from "../../src/core/wire/batch.ts";
import { FLAG_APART, type Haul } from "../../src/core/wire/haul.ts";
import { DEFAULT_LIMITS } from "../../src/core/wire/page-limits.ts";
import { createRing, ENTRY_BYTES, type Ring } from "../../src/page/ring.ts";

const { ringCount: RING_COUNT, ringBytes: RING_BYTES } = DEFAULT_LIMITS;

function setUp() {
  const spared: Haul[] = [];
  return { ring: createRing((haul) => spared.push(haul)), spared };
}

const text = (ring: Ring, at: number, connection: number, payload: string) =>
  ring.push(CODE_MESSAGE, at, connection, payload.length, 0, 0, payload);
const bytes = (ring: Ring, at: number, connection: number, payload: Uint8Array) =>
  ring.push(CODE_MESSAGE, at, connection, payload.length, 0, FLAG_BINARY, "", payload);
const record = (ring: Ring, json: string) => ring.push(CODE_RECORD, 1, 0, json.length, 0, 0, json);

/** What a haul's rows say: "at payload". */
function wordsOf({ rows, text, bytes, apart }: Haul): string[] {
  const words: string[] = [];
  let [textAt, bytesAt, apartAt] = [0, 0, 0];
  for (let row = 0; row < rows.length; row += 8) {
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
  expect([textAt, bytesAt, apartAt]).toEqual([text.length, bytes.length, apart.length]);
  return words;
}

function take(ring: Ring): Haul | null {
  const haul = ring.peek(false);
  if (haul !== null) ring.remove(haul.rows.length / 8);
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
      for (let half = wanted.length / 2; half > 0; ) {
        const got = wordsOf(take(ring) as Haul);
        half -= got.length;
        expect(got).toEqual(wanted.splice(0, got.length));
      }
    }
    expect(takeAll(ring).flatMap(wordsOf)).toEqual(wanted);
    expect([ring.length, ring.bytes]).toEqual([0, 0]);
  });

  it("gives out at most 1,000 events, or a mebibyte of them and one more", () => {
    const { ring } = setUp();
    for (let at = 0; at < 2500; at += 1) text(ring, at, 1, "x");
    expect(takeAll(ring).map(({ rows }) => rows.length / 8)).toEqual([1000, 1000, 500]);
    for (let at = 0; at < 5; at += 1) text(ring, at, 1, "x".repeat(400_000));
    expect(takeAll(ring).map(({ rows }) => rows.length / 8)).toEqual([3, 2]);
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
    expect(haul?.rows).toHaveLength(2400);
  });
});

describe("a full ring", () => {
  it("spares records while it drops messages, in order", () => {
    const { ring, spared } = setUp();
    record(ring, "created");
    text(ring, 1, 1, "x");
    record(ring, "closed");
    for (let at = 1; at <= RING_COUNT; at += 1) text(ring, at, 2, "y");
    ring.evict(RING_COUNT, RING_BYTES);
    expect(spared.flatMap(wordsOf)).toEqual(["1 created", "1 closed"]);
    expect([...(take(ring)?.dropped ?? [])]).toEqual([1, 1, 1, 1]);
  });

  it("counts what went by connection, with the time of the last, and tells of no loss twice", () => {
    const { ring } = setUp();
    for (let at = 1; at <= 5; at += 1) text(ring, at, 1, "ab");
    bytes(ring, 6, 2, new Uint8Array(3));
    text(ring, 7, 1, "x");
    ring.evict(1, RING_BYTES);
    const [haul] = takeAll(ring);
    expect([...(haul?.dropped ?? [])]).toEqual([1, 5, 10, 5, 2, 1, 3, 6]);
    expect(haul && wordsOf(haul)).toEqual(["7 x"]);
    expect(ring.length).toBe(0);
  });

  it("tells apart the losses of 1,000 connections, and sums those of others", () => {
    const { ring } = setUp();
    for (let connection = 1; connection <= 5000; connection += 1) text(ring, connection, connection, "x");
    ring.evict(0, 0);
    const dropped = take(ring)?.dropped ?? [];
    const counts = Array.from({ length: dropped.length / 4 }, (_, index) => dropped[4 * index + 1] ?? 0);
    expect(counts).toHaveLength(1001);
    expect(counts.reduce((sum, count) => sum + count)).toBe(5000);
  });

  it("is bounded by bytes, too, but keeps the newest whatever its size", () => {
    const { ring } = setUp();
    for (let at = 1; at <= 5; at += 1) bytes(ring, at, 1, new Uint8Array(300));
    ring.evict(RING_COUNT, 1000);
    expect(ring.bytes).toBe(2 * (300 + ENTRY_BYTES));
    text(ring, 6, 1, "x".repeat(5000));
    ring.evict(RING_COUNT, 1000);
    expect(takeAll(ring).flatMap(wordsOf)).toEqual([`6 ${"x".repeat(5000)}`]);
  });

  it("turns for ever", () => {
    const { ring } = setUp();
    for (let at = 1; at <= 50_000; at += 1) {
      if (at % 2 === 0) text(ring, at, 1, `${at}`);
      else bytes(ring, at, 1, new Uint8Array(at % 90).fill(at));
      ring.evict(100, 2000);
      expect(ring.bytes).toBeLessThanOrEqual(2000);
    }
    const words = takeAll(ring).flatMap(wordsOf);
    expect(words.at(-1)).toBe("50000 50000");
    expect(words.at(-2)).toBe(`49999 ${new Uint8Array(49_999 % 90).fill(49_999)}`);
  });
});
