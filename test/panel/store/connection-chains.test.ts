import { describe, expect, it } from "vitest";
import type { ConnectionView } from "../../../src/core/wire/engine-status.ts";
import { chainConnections } from "../../../src/panel/store/connection-chains.ts";
import { groupConnections } from "../../../src/panel/store/connection-groups.ts";
import { makeConnections } from "../../support/synthetic-session.ts";

const base = makeConnections()[0] as ConnectionView;

function socket(
  id: number,
  createdAt: number,
  closedAt: number | null,
  change: Partial<ConnectionView> = {},
) {
  const close =
    closedAt === null
      ? null
      : { at: closedAt, code: 1006, reason: "", wasClean: false, by: "network" as const };
  const state = closedAt === null ? ("open" as const) : ("closed" as const);
  return { ...base, id, createdAt, openedAt: createdAt, state, close, ...change };
}
const idsOf = (chains: readonly (readonly ConnectionView[])[]) =>
  chains.map((chain) => chain.map(({ id }) => id));

describe("chains of connections", () => {
  it("hold what went on from each other, whatever its query", () => {
    const url = (query: string) => ({ url: `wss://shop.example/chat?${query}` });
    expect(
      idsOf(
        chainConnections([
          socket(1, 0, 10, url("a")),
          socket(2, 11, 20, url("b")),
          socket(3, 20, null, url("c")),
        ]),
      ),
    ).toEqual([[1, 2, 3]]);
  });

  it("keep apart what was open side by side, and go on from what ended last", () => {
    const chains = chainConnections([
      socket(1, 0, 50),
      socket(2, 1, 40),
      socket(3, 45, null),
      socket(4, 60, null),
      socket(5, 61, null),
    ]);
    expect(idsOf(chains)).toEqual([[1, 4], [2, 3], [5]]);
  });

  it("hold what the browser's log, in whole milliseconds, has begin before the one before had ended", () => {
    const chains = chainConnections([socket(1, 0, 431.4), socket(2, 431, 900.2), socket(3, 899, null)]);
    expect(idsOf(chains)).toEqual([[1, 2], [3]]);
  });

  it("keep apart frames, kinds and endpoints, and leave requests and unseen openings alone", () => {
    const alone = [
      { frame: "other" },
      { url: "wss://shop.example/other" },
      { kind: "eventsource" as const },
      { assumed: true },
      { kind: "http" as const, method: "GET" },
    ];
    const connections = [socket(1, 0, 1), ...alone.map((change, index) => socket(2 + index, 5, 6, change))];
    expect(chainConnections(connections).every((chain) => chain.length === 1)).toBe(true);
  });

  it("take no long time for very many", () => {
    const side = Array.from({ length: 10_000 }, (_, index) => socket(index + 1, index, null));
    const after = Array.from({ length: 10_000 }, (_, index) => socket(index + 1, index, index + 1));
    const before = performance.now();
    expect(chainConnections(side)).toHaveLength(10_000);
    expect(chainConnections(after)).toHaveLength(1);
    // Each with each would be seconds.
    expect(performance.now() - before).toBeLessThan(1500);
  });
});

describe("the list of connections", () => {
  const chain = [socket(1, 0, 10), socket(2, 11, 20), socket(3, 21, null)];
  const shown = (open: number[], sort: "opened" | "messages" = "opened") =>
    groupConnections(chain, { open: new Set(open), sort }).lines.flatMap((line) =>
      line.type === "connection" ? [[line.connection.id, line.chain.length, line.part]] : [],
    );

  it("shows a chain as its last one, until it is laid open", () => {
    expect(shown([])).toEqual([[3, 3, false]]);
    expect(shown([1])).toEqual([
      [3, 3, false],
      [1, 1, true],
      [2, 1, true],
      [3, 1, true],
    ]);
    expect(shown([2])).toEqual([[3, 3, false]]);
  });

  it("is ordered as one likes, within its groups", () => {
    const other = (id: number, received: number, url: string) =>
      socket(id, id, null, { received, url, frame: "f", sent: 0 });
    const views = [
      other(1, 5, "wss://shop.example/b"),
      other(2, 9, "wss://shop.example/c"),
      other(3, 1, "wss://shop.example/a"),
    ];
    const order = (sort: Parameters<typeof groupConnections>[1]) =>
      groupConnections(views, sort).lines.flatMap((line) =>
        line.type === "connection" ? [line.connection.id] : [],
      );
    expect(order({})).toEqual([1, 2, 3]);
    expect(order({ sort: "latest" })).toEqual([3, 2, 1]);
    expect(order({ sort: "messages" })).toEqual([2, 1, 3]);
    expect(order({ sort: "address" })).toEqual([3, 1, 2]);
  });
});
