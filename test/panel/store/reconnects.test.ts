import { describe, expect, it } from "vitest";
import type { ConnectionView } from "../../../src/core/wire/engine-status.ts";
import { backOffOf, triesOf } from "../../../src/panel/store/reconnects.ts";
import { makeConnections } from "../../support/synthetic-session.ts";

const base = makeConnections()[0] as ConnectionView;

/** Connections that each waited and lasted so long, and ended with a code; null is still open. */
function chainOf(
  ...spans: readonly (readonly [waited: number, lived: number | null, code: number | null])[]
) {
  let at = 1000;
  return spans.map(([waited, lived, code], index): ConnectionView => {
    const createdAt = at + waited;
    at = createdAt + (lived ?? 0);
    const close = lived === null ? null : { at, code, reason: "", wasClean: false, by: "network" as const };
    return { ...base, id: index + 1, createdAt, openedAt: code === 1006 ? null : createdAt, close };
  });
}

describe("the tries of a chain", () => {
  it("say after which code they came, how long the page waited, and how long they lasted", () => {
    const chain = chainOf([0, 60_000, 1012], [500, 30, 1006], [1000, 20_000, null], [2, null, null]);
    expect(triesOf(chain).map(({ after, livedMs, failed }) => [after, livedMs, failed])).toEqual([
      [null, 60_000, false],
      [{ code: 1012, waitedMs: 500 }, 30, true],
      [{ code: 1006, waitedMs: 1000 }, 20_000, false],
      [{ code: null, waitedMs: 2 }, null, false],
    ]);
  });

  it("say whether the page waits longer from one to the next, of those in a row that came to nothing", () => {
    const of = (...waits: number[]) =>
      backOffOf(
        triesOf(
          chainOf([0, 60_000, 1001], ...waits.map((it) => [it, 20, 1006] as const), [9000, null, null]),
        ),
      );
    expect(of(500, 1000, 2000, 4000)).toBeCloseTo(2.06, 2);
    expect(of(9000, 9000, 9000)).toBe(1);
    expect(of(500)).toBeNull();
    // Each of these was a connection.
    expect(
      backOffOf(triesOf(chainOf(...[1, 2, 4, 8, 16].map((it) => [it * 500, 60_000, 1001] as const)))),
    ).toBeNull();
  });
});
