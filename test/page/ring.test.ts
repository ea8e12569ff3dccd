import { describe, expect, it } from "vitest";
import type { RecordEvent } from "../../src/core/wire/events.ts";
import { createRing, RING_BYTES, RING_COUNT, type Waiting } from "../../src/page/ring.ts";
import { valuesOf } from "../support/queue-of.ts";

const message = (connection: number, payload = "x"): Waiting => ({
  kind: "message",
  at: 1,
  connection,
  flags: 0,
  payload,
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
    ring.evict(RING_COUNT, RING_BYTES, 1);
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
      told.evict(RING_COUNT, RING_BYTES, 1);
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
