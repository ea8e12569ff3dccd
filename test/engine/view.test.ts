import { describe, expect, it } from "vitest";
import { createSession } from "../../src/core/model/session.ts";
import { FLAG_PARTIAL } from "../../src/core/wire/batch.ts";
import { createView, type View } from "../../src/engine/view.ts";
import { frameBatches } from "../support/frame-batches.ts";
import { createRandom } from "../support/random.ts";

const stopped = () => 0;
const rowsOf = (view: View) => Array.from({ length: view.matched }, (_, position) => view.rowAt(position));

function sessionWith(times: readonly number[], connectionOf: (index: number) => number = () => 1) {
  const session = createSession();
  const frame = frameBatches("f");
  const add = (more: readonly number[]) =>
    more.forEach((at, index) => void session.accept(frame.text(at, connectionOf(index), `m${at}`)));
  add(times);
  return { session, frame, add };
}

describe("a view", () => {
  it("gives rows in order of time, those of the same time as they came", () => {
    const { session } = sessionWith([5, 3, 5, 9, 1, 5]);
    const view = createView(session, null, "");
    expect([view.matched, view.filtering]).toEqual([0, true]);
    expect(view.advance(stopped)).toBe(true);
    expect(rowsOf(view)).toEqual([4, 1, 0, 2, 5, 3]);
    expect([view.matched, view.total, view.filtering, view.revision]).toEqual([6, 6, false, 1]);
    expect(view.rowAt(6)).toBeUndefined();
  });

  it.each([1, 2, 3])("takes new rows in as they come, wherever they belong (seed %i)", (seed) => {
    const random = createRandom(seed);
    const { session, add } = sessionWith([]);
    const view = createView(session, null, "");
    let at = 0;
    for (let round = 0; round < 60; round += 1) {
      add(
        Array.from({ length: random.integer(80) }, () => {
          at += random.integer(3);
          return random.chance(0.1) ? Math.max(0, at - random.integer(500)) : at;
        }),
      );
      view.advance(stopped);
      const { log } = session;
      const expected = Array.from({ length: log.length }, (_, row) => row).sort(
        (a, b) => log.at.get(a) - log.at.get(b) || a - b,
      );
      expect(rowsOf(view)).toEqual(expected);
    }
    expect(view.matched).toBeGreaterThan(1024);
  });

  it("changes its revision when it has looked at something, and only then", () => {
    const { session, add } = sessionWith([1]);
    const view = createView(session, null, "");
    view.advance(stopped);
    expect(view.advance(stopped)).toBe(false);
    expect(view.revision).toBe(1);
    add([2]);
    expect(view.filtering).toBe(true);
    expect(view.advance(stopped)).toBe(true);
    expect(view.revision).toBe(2);
  });

  it("of one connection counts and gives that alone", () => {
    const { session } = sessionWith([1, 2, 3, 4, 5], (index) => 1 + (index % 2));
    const view = createView(session, 2, "");
    view.advance(stopped);
    expect(rowsOf(view)).toEqual([1, 3]);
    expect([view.total, view.matched]).toEqual([2, 2]);
  });

  it("with a filter counts what it looked at, and what matched", () => {
    const { session } = sessionWith([10, 20, 30, 21]);
    const view = createView(session, null, " M2 ");
    view.advance(stopped);
    expect(rowsOf(view)).toEqual([1, 3]);
    expect([view.total, view.matched]).toEqual([4, 2]);
    const empty = createView(session, null, "  ");
    empty.advance(stopped);
    expect(empty.matched).toBe(4);
  });

  it("knows where a row is", () => {
    const { session } = sessionWith([5, 3, 9]);
    const view = createView(session, null, "m3");
    view.advance(stopped);
    expect([view.positionOf(1), view.positionOf(0), view.positionOf(77)]).toEqual([0, null, null]);
    const all = createView(session, null, "");
    all.advance(stopped);
    for (const row of [0, 1, 2]) expect(all.rowAt(all.positionOf(row) as number)).toBe(row);
  });

  it("works in slices, so that ingest comes in between", () => {
    const { session } = sessionWith(Array.from({ length: 1000 }, (_, at) => at));
    const view = createView(session, null, "m");
    let clock = 0;
    const slices: number[] = [];
    while (view.filtering) {
      view.advance(() => {
        clock += 3;
        return clock;
      });
      slices.push(view.total);
    }
    expect(slices.length).toBeGreaterThan(3);
    expect(slices[0]).toBeLessThan(400);
    expect([view.matched, view.revision]).toEqual([1000, slices.length]);
  });

  it("finds what came late of a message", () => {
    const session = createSession();
    const frame = frameBatches("f");
    session.accept(frame.batch((it) => it.message(1, 1, FLAG_PARTIAL, "begin", 9, "", "")));
    const view = createView(session, null, "end");
    view.advance(stopped);
    session.accept(frame.batch((it) => it.payload(2, 0, 0, new TextEncoder().encode(" end"))));
    view.advance(stopped);
    expect(rowsOf(view)).toEqual([0]);
  });

  it("changes its revision when more has come of a row that it shows", () => {
    const session = createSession();
    const frame = frameBatches("f");
    session.accept(frame.batch((it) => it.message(1, 1, FLAG_PARTIAL, "begin", 9, "", "")));
    const view = createView(session, null, "");
    view.advance(stopped);
    session.accept(frame.batch((it) => it.payload(2, 0, 0, new TextEncoder().encode(" end"))));
    expect(view.advance(stopped)).toBe(true);
    expect([view.revision, view.advance(stopped)]).toEqual([2, false]);
  });

  it("finds messages by an address that was told after them", () => {
    const session = createSession();
    const frame = frameBatches("f");
    session.accept(frame.text(5, 1, "hello"));
    const view = createView(session, null, "shop.example");
    view.advance(stopped);
    session.accept(frame.open(1, 1));
    view.advance(stopped);
    expect(rowsOf(view)).toContain(0);
  });
});
