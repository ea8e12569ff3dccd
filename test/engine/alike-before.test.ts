import { describe, expect, it } from "vitest";
import { NO_MEANING } from "../../src/core/analysis/summarise-parts.ts";
import { createSession } from "../../src/core/model/session.ts";
import { alikeBefore, findAlikeBefore } from "../../src/engine/alike-before.ts";
import { frameBatches } from "../support/frame-batches.ts";

function sessionOf(...rows: readonly (readonly [connection: number, text: string])[]) {
  const session = createSession();
  const frame = frameBatches("f");
  for (const [index, [connection, text]] of rows.entries()) {
    session.accept(frame.text(index, connection, text));
  }
  return session;
}

const unknown = () => null;

describe("alikeBefore", () => {
  it("is the last one of the same connection", () => {
    const session = sessionOf([1, "a"], [2, "b"], [1, "c"], [2, "d"], [1, "e"]);
    expect([0, 1, 2, 3, 4].map((row) => alikeBefore(session, row, unknown))).toEqual([null, null, 0, 1, 2]);
  });

  it("is of the same kind, where that is known of both", () => {
    const session = sessionOf([1, "ping"], [1, "price"], [1, "ping"], [1, "price"]);
    const kinds = ["ping", "price", null, "price"];
    const meaningOf = (row: number) => {
      const kind = kinds[row] ?? null;
      return kind === null ? null : { ...NO_MEANING, kind };
    };
    expect(alikeBefore(session, 3, meaningOf)).toBe(2);
    kinds[2] = "ping";
    expect(alikeBefore(session, 3, meaningOf)).toBe(1);
    expect(alikeBefore(session, 2, meaningOf)).toBe(0);
  });

  it("finds out what those before it mean, where nobody has looked at them", async () => {
    const session = sessionOf([1, "ping"], [1, "price"], [1, "ping"], [1, "price"]);
    const meaningOf = (row: number) => ({
      ...NO_MEANING,
      kind: session.log.payloadLength.get(row) > 4 ? "price" : "ping",
    });
    const asked: number[] = [];
    const rows = {
      known: () => null,
      async find(row: number) {
        asked.push(row);
        return meaningOf(row);
      },
    };
    let now = 0;
    expect(await findAlikeBefore(session, 3, rows, () => now)).toEqual({ row: 1, isSure: true });
    expect(asked).toEqual([3, 2, 1]);
    const late = findAlikeBefore(session, 3, rows, () => (now += 600));
    expect(await late, "it takes too long").toEqual({ row: 2, isSure: false });
    const nothing = { known: () => null, find: async () => null };
    expect(await findAlikeBefore(session, 1, nothing, () => 0), "nothing says otherwise").toEqual({
      row: 0,
      isSure: true,
    });
    expect(await findAlikeBefore(session, 0, nothing, () => 0)).toBeNull();
  });
});
