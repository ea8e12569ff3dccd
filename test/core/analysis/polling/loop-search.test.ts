import { describe, expect, it } from "vitest";
import { type Exchange, toExchange } from "../../../../src/core/analysis/polling/exchange.ts";
import type { Loop } from "../../../../src/core/analysis/polling/loop.ts";
import { createLoopSearch } from "../../../../src/core/analysis/polling/loop-search.ts";
import { bytesIn, measureExchange } from "../../../../src/core/analysis/polling/measure-exchange.ts";
import { measureLoop } from "../../../../src/core/analysis/polling/measure-loop.ts";
import { createSession } from "../../../../src/core/model/session.ts";
import { createTraffic, type Traffic } from "../../../support/polling-traffic.ts";

function exchangesOf(fill: (traffic: Traffic) => void): Exchange[] {
  const traffic = createTraffic(1);
  fill(traffic);
  return traffic.entries().map((entry, row) => toExchange(entry, row, 1));
}

/** Finds what is in them, and how many were kept at most. */
function search(exchanges: readonly Exchange[]): { loops: Loop[]; most: number } {
  const it = createLoopSearch(createSession());
  let most = 0;
  for (const exchange of exchanges) {
    it.take(exchange);
    most = Math.max(most, it.kept);
  }
  while (it.look());
  return { loops: it.loops(), most };
}

describe("a search in more requests than are kept", () => {
  it("counts all of a loop, byte for byte, while it keeps the last ones", () => {
    const url = "https://a.example/new";
    const exchanges = exchangesOf((t) => {
      t.row({ count: 9000, every: 1000, url, request: (i) => ({ answer: i % 10 === 9 ? [i] : [] }) });
    });
    const { loops, most } = search(exchanges);
    expect(loops).toHaveLength(1);
    const facts = measureLoop(loops[0] as Loop);
    expect(facts).toMatchObject({ requests: 9000, full: 900, empty: 8100, failed: 0 });
    const bytes = exchanges.reduce((total, it) => total + bytesIn(measureExchange(it)), 0);
    expect(facts.bytes).toBe(bytes);
    expect(facts.startedAt).toBe(exchanges[0]?.at);
    expect(facts.endedAt).toBe(exchanges.at(-1)?.endAt);
    expect(facts.whys).toEqual([{ why: "[]", times: 8100 }]);
    expect(facts.looked).toBeLessThan(facts.requests);
    expect(facts.strip.length).toBeLessThanOrEqual(4000);
    expect(most).toBeLessThanOrEqual(400);
  });

  it("compares an answer with the last one that told something, also where that is no longer kept", () => {
    const { loops } = search(
      exchangesOf((t) => {
        t.row({ count: 5000, every: 1000, url: "https://a.example/x", request: { answer: { n: 1 } } });
      }),
    );
    expect(measureLoop(loops[0] as Loop)).toMatchObject({ requests: 5000, full: 1, empty: 4999 });
  });

  it("finds a slow loop beside a fast one on the same URL", () => {
    const url = "https://a.example/graphql";
    const ask = (operationName: string) => ({
      method: "POST",
      body: { operationName, query: "q" },
      answer: { data: null },
    });
    const { loops } = search(
      exchangesOf((t) => {
        t.row({ count: 8000, every: 500, url, request: ask("Fast") });
        t.row({ count: 40, every: 100_000, url, request: ask("Slow") });
      }),
    );
    expect(loops.map((it) => [it.name, measureLoop(it).requests])).toEqual([
      ["GraphQL Fast", 8000],
      ["GraphQL Slow", 40],
    ]);
  });

  it("tells of a loop that ended before very many other requests", () => {
    const { loops, most } = search(
      exchangesOf((t) => {
        t.row({ count: 50, every: 1000, url: "https://a.example/early", request: { answer: [] } });
        for (let index = 0; index < 14_000; index += 1) {
          const word = String.fromCharCode(97 + (index % 26), 97 + ((index / 26) % 26), 97 + index / 676);
          t.ask({ at: 60_000 + 13 * index, url: `https://a.example/${word}/x`, answer: { index } });
        }
      }),
    );
    expect(most).toBeLessThanOrEqual(12_001);
    expect(loops.map(({ url }) => url)).toEqual(["https://a.example/early"]);
    expect(measureLoop(loops[0] as Loop)).toMatchObject({ requests: 50, empty: 50, looked: 0 });
  });

  it("holds little of large answers", () => {
    const text = "x".repeat(60_000);
    const { loops, most } = search(
      exchangesOf((t) => {
        t.row({ count: 400, every: 1000, url: "https://a.example/big", request: { answer: { text } } });
      }),
    );
    expect(most).toBeLessThanOrEqual(80);
    expect(measureLoop(loops[0] as Loop)).toMatchObject({ requests: 400, full: 1, empty: 399 });
  });
});
