import { describe, expect, it } from "vitest";
import { createSession } from "../../src/core/model/session.ts";
import type { StatisticsAnswer, StatisticsBy } from "../../src/core/wire/statistics-answer.ts";
import { createStatistics } from "../../src/engine/statistics.ts";
import { createView } from "../../src/engine/view.ts";
import { frameBatches } from "../support/frame-batches.ts";
import { batchFromText, type SessionText, START, sessionFromText } from "../support/session-from-text.ts";

const stopped = () => 0;

function open(
  text: SessionText,
  by: StatisticsBy = "form",
  span: { from: number; until: number } | null = null,
) {
  const session = sessionFromText(text);
  const view = createView(session, { connections: null, span }, null);
  view.advance(stopped);
  const statistics = createStatistics(session, view, by, stopped);
  return { session, view, statistics };
}

async function whole({ statistics }: Pick<ReturnType<typeof open>, "statistics">): Promise<StatisticsAnswer> {
  for (;;) {
    const answer = statistics.answer();
    if (answer.counted === answer.total || answer.problem !== null) return statistics.answer();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

const TEXT: SessionText = {
  "ws wss://a.example/": ['0ms > {"a":1}', "5ms < {}", "9ms < 0x00ff", "12ms < {}"],
  "sse https://a.example/events": ["3ms <[price #1] 10", "4ms <[price #2] 11", "20ms <[news] hello"],
};

describe("statistics", () => {
  it("tell messages apart by what they are made of, with counts, bytes and moments", async () => {
    const { groups, marks, counted, total } = await whole(open(TEXT));
    const told = groups.map((it) => [it.kind, it.direction, it.payloadType, it.event, it.count, it.bytes]);
    expect(told).toHaveLength(5);
    expect(told).toContainEqual(["websocket", "sent", "text", "", 1, 7]);
    expect(told).toContainEqual(["websocket", "received", "text", "", 2, 4]);
    expect(told).toContainEqual(["websocket", "received", "binary", "", 1, 2]);
    expect(told).toContainEqual(["eventsource", "received", "text", "price", 2, 4]);
    expect(counted).toBe(total);
    expect(marks).toBe(total - 7);
    const price = groups.find(({ event }) => event === "price");
    expect([price?.firstAt, price?.lastAt]).toEqual([START + 3, START + 4]);
    expect([price?.minBytes, price?.medianBytes, price?.maxBytes]).toEqual([2, 2, 2]);
  });

  it("count what comes, and only what is in the view", async () => {
    const stage = open(TEXT, "form", { from: START + 4, until: START + 100 });
    await whole(stage);
    const frame = frameBatches("g");
    stage.session.accept(frame.text(START + 50, 1, "one", "two"));
    stage.session.accept(frame.text(START + 500, 1, "late"));
    stage.view.advance(stopped);
    const { groups } = await whole(stage);
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(7);
    expect(groups.find(({ event }) => event === "price")?.count).toBe(1);
  });

  it("tell messages apart by what they mean, where a protocol is known", async () => {
    const lines = Array.from(
      { length: 12 },
      (_, index) => `${index}ms > {"jsonrpc":"2.0","id":${index},"method":"${index % 2 ? "add" : "sub"}"}`,
    );
    const { groups } = await whole(open({ "ws wss://a.example/rpc": lines }, "meaning"));
    expect(groups.map(({ protocol, event, count }) => [protocol, event, count])).toEqual(
      expect.arrayContaining([
        [expect.stringContaining("json"), "add", 6],
        [expect.stringContaining("json"), "sub", 6],
      ]),
    );
  });

  it("have a bounded number of types, whatever a page names", async () => {
    const lines = Array.from({ length: 700 }, (_, index) => `${index}ms <[event-${index}] x`);
    const { groups } = await whole(open({ "sse https://a.example/": lines }));
    expect(groups.length).toBeLessThanOrEqual(501);
    const rest = groups.find((it) => it.rest);
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(700);
    expect(rest?.count).toBeGreaterThan(100);
  });

  it("say why they cannot go on", async () => {
    const session = createSession();
    session.accept(batchFromText(TEXT));
    const broken = {
      ...session,
      has: () => false,
      load: () => Promise.reject(new Error("The disk is gone.")),
    };
    const view = createView(broken, null, null);
    view.advance(stopped);
    const { problem, counted, total } = await whole({
      statistics: createStatistics(broken, view, "form", stopped),
    });
    expect(problem).toBe("The disk is gone.");
    expect(counted).toBeLessThan(total);
  });
});
