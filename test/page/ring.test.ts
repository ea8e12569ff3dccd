import { describe, expect, it } from "vitest";
import type { RecordEvent } from "../../src/core/wire/events.ts";
import { DEFAULT_LIMITS } from "../../src/core/wire/page-limits.ts";
import { createRing } from "../../src/page/ring.ts";
import { ENTRY_BYTES, type Waiting } from "../../src/page/waiting.ts";
import { valuesOf } from "../support/queue-of.ts";

const { ringCount: RING_COUNT, ringBytes: RING_BYTES } = DEFAULT_LIMITS;

const message = (connection: number, payload = "x"): Waiting => ({
  kind: "message",
  at: 1,
  connection,
  flags: 0,
  payload,
  start: 0,
  length: payload.length,
  size: null,
  weight: payload.length,
  eventName: "",
  eventId: "",
  seq: null,
  evicted: false,
});
const record = (it: object): Waiting => ({ kind: "record", record: { at: 1, ...it } as RecordEvent });
const created = (connection: number) =>
  record({ type: "socket-created", connection, url: "", protocols: [] });
const closed = (connection: number) => record({ type: "socket-closed", connection });

function filled(...entries: Waiting[]) {
  const ring = createRing();
  for (const entry of entries) {
    ring.push(entry);
    ring.evict(RING_COUNT, RING_BYTES);
  }
  return ring;
}
const many = (count: number, make: (index: number) => Waiting[]) =>
  Array.from({ length: count }, (_, index) => make(index + 1)).flat();
const recordsOf = (entries: readonly Waiting[]) =>
  entries.flatMap((it) => (it.kind === "record" ? [it.record] : []));

describe("a full ring", () => {
  it("keeps what happened to connections while it drops their messages, in order", () => {
    const ring = filled(created(1), message(1), closed(1), ...many(RING_COUNT, () => [message(2)]));
    const types = valuesOf(ring.drain()).map((it) => (it.kind === "record" ? it.record.type : it.kind));
    expect(types.slice(0, 4)).toEqual(["socket-created", "socket-closed", "messages-dropped", "message"]);
  });

  it("forgets connections that came and went untold, but not that they lost messages", () => {
    const ring = filled(...many(20_000, (index) => [created(index), message(index), closed(index)]));
    expect(ring.length).toBeLessThan(4 * RING_COUNT);
    const kept = valuesOf(ring.drain());
    const dropped = recordsOf(kept).filter((it) => it.type === "messages-dropped");
    const still = kept.filter(({ kind }) => kind === "message").length;
    expect(dropped.reduce((sum, { count }) => sum + count, 0) + still).toBe(20_000);
    expect(dropped.some(({ connection, count }) => connection === null && count > 10_000)).toBe(true);
  });

  it("keeps how each connection ended that a listener was told of", () => {
    const told = createRing();
    for (let index = 1; index <= 3000; index += 1) told.push(created(index));
    told.drain();
    for (const entry of many(3000, (index) => [closed(index), message(0), message(0)])) {
      told.push(entry);
      told.evict(RING_COUNT, RING_BYTES);
    }
    expect(recordsOf(valuesOf(told.drain())).filter(({ type }) => type === "socket-closed")).toHaveLength(
      3000,
    );
  });

  it("keeps little of a source that fails again and again", () => {
    const errored = record({ type: "source-errored", connection: 1, reconnecting: true });
    const ring = filled(record({ type: "source-created", connection: 1 }), ...many(50_000, () => [errored]));
    expect(ring.length).toBeLessThan(4 * RING_COUNT);
    expect(recordsOf(valuesOf(ring.drain()))[0]).toMatchObject({ type: "source-created" });
  });

  it("gives out a part at a time, oldest first", () => {
    const ring = filled(message(1, "aa"), message(2, "b"), message(3, "c"));
    const take = (count: number, bytes: number) =>
      valuesOf(ring.drain(count, bytes)).map((it) => (it.kind === "message" ? it.connection : 0));
    expect(take(9, 1)).toEqual([1]);
    expect(ring.length).toBe(2);
    expect(take(1, 9)).toEqual([2]);
    expect(take(9, 9)).toEqual([3]);
    expect([ring.length, ring.bytes]).toEqual([0, 0]);
  });
});

describe("what went out of a ring", () => {
  it("is told of at the time of the last that went, before what is kept", () => {
    const ring = createRing();
    for (let at = 1; at <= 5; at += 1) ring.push({ ...message(1), at } as Waiting);
    ring.push({ ...message(2), at: 6 } as Waiting);
    ring.evict(3, RING_BYTES);
    const entries = valuesOf(ring.drain());
    expect(recordsOf(entries)).toMatchObject([{ type: "messages-dropped", connection: 1, count: 3, at: 3 }]);
    expect(entries.slice(1)).toMatchObject([{ at: 4 }, { at: 5 }, { at: 6 }]);
  });

  it("is everything, where nothing is to be kept", () => {
    const ring = createRing();
    ring.push(message(1));
    ring.push(created(2));
    ring.evict(0, 0);
    expect(ring.bytes).toBe(0);
    expect(recordsOf(valuesOf(ring.drain())).map(({ type }) => type)).toEqual([
      "socket-created",
      "messages-dropped",
    ]);
  });
});

describe("plain messages and entries", () => {
  it("come out in the order in which they came, however full the ring was", () => {
    const ring = createRing();
    const bytes = Uint8Array.of(9, 8, 7);
    const wanted: string[] = [];
    let number = 0;
    for (const count of [3, 100, 5000, 20, 70_000, 1]) {
      for (let index = 0; index < count; index += 1) {
        number += 1;
        if (number % 7 === 0) ring.push({ ...message(2), at: number } as Waiting);
        else if (number % 5 === 0) ring.pushMessage(number, 1, 2, bytes, 1, 2);
        else ring.pushMessage(number, 1, 0, `${number}`, 0, `${number}`.length);
        wanted.push(
          number % 7 === 0 ? `${number} x` : number % 5 === 0 ? `${number} 8,7` : `${number} ${number}`,
        );
      }
      const take = Math.ceil(wanted.length / 2);
      const got = valuesOf(ring.drain(take)).map((it) => {
        if (it.kind !== "message") return it.kind;
        const { at, payload, start, length } = it;
        return `${at} ${typeof payload === "string" ? payload : payload.subarray(start, start + length)}`;
      });
      expect(got).toEqual(wanted.splice(0, take));
    }
    ring.drain();
    expect([ring.length, ring.bytes]).toEqual([0, 0]);
  });

  it("weigh the same, and are counted the same when they go", () => {
    const [plain, entries] = [createRing(), createRing()];
    for (let at = 1; at <= 5000; at += 1) {
      const connection = at % 3;
      const text = "x".repeat(at % 50);
      plain.pushMessage(at, connection, 0, text, 0, text.length);
      entries.push({ ...message(connection, text), at, weight: text.length + ENTRY_BYTES } as Waiting);
      for (const ring of [plain, entries]) ring.evict(1000, 20_000);
      expect(plain.bytes).toBe(entries.bytes);
    }
    const dropped = (ring: typeof plain) => recordsOf(valuesOf(ring.drain()));
    expect(dropped(plain)).toEqual(dropped(entries));
  });

  it("run no setter that the page put on arrays, however many there are", () => {
    const trap = { get: () => expect.fail("read"), set: () => expect.fail("written"), configurable: true };
    const indexes = Array.from({ length: 300 }, (_, index) => `${index}`);
    const ring = createRing();
    let caught: unknown = null;
    for (const index of indexes) Object.defineProperty(Array.prototype, index, trap);
    try {
      for (let index = 0; index < 300; index += 1) ring.pushMessage(index, 1, 0, "x", 0, 1);
    } catch (error) {
      caught = error;
    } finally {
      for (const index of indexes) Reflect.deleteProperty(Array.prototype, index);
    }
    expect(caught).toBeNull();
    expect(valuesOf(ring.drain())).toHaveLength(300);
  });
});
