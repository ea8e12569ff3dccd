import { signal } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { formatRate } from "../../../src/core/format/format-rate.ts";
import { parseQuery } from "../../../src/core/query/parse-query.ts";
import type { ConnectionView, EngineStatus } from "../../../src/core/wire/engine-status.ts";
import type { StatisticsGroup } from "../../../src/core/wire/statistics-answer.ts";
import {
  createStatisticsStore,
  filterOfGroup,
  nameOfGroup,
  rateOf,
} from "../../../src/panel/store/statistics.ts";
import { createFakeEngine } from "../../support/fake-engine.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const GROUP: StatisticsGroup = {
  kind: "eventsource",
  method: null,
  direction: "received",
  payloadType: "text",
  event: 'a "quoted" \\ name',
  protocol: "",
  meaning: "",
  means: null,
  rest: false,
  count: 11,
  bytes: 110,
  minBytes: 1,
  medianBytes: 10,
  p95Bytes: 20,
  maxBytes: 30,
  firstAt: 1000,
  lastAt: 6000,
  firstRow: 3,
  lastRow: 90,
};

describe("a type of message", () => {
  it("has a filter that says just that, where there are words for it", () => {
    const text = filterOfGroup(GROUP) ?? "";
    expect(parseQuery(text)).toMatchObject({
      query: {
        type: "all",
        of: [
          { type: "kind", kind: "sse" },
          { type: "direction", direction: "received" },
          { type: "payload-type", payloadType: "text" },
          {
            type: "text-field",
            field: "event-type",
            match: { text: GROUP.event, exactly: true, cased: true },
          },
        ],
      },
    });
    expect(parseQuery(filterOfGroup({ ...GROUP, event: `${"x".repeat(200)}…` }) ?? "")).toMatchObject({
      query: { of: [{}, {}, {}, { match: { type: "pattern", source: `^${"x".repeat(200)}[^]` } }] },
    });
    const inMqtt = { protocol: "mqtt", meaning: "PUBLISH", event: "a/b", means: "mqtt PUBLISH a/b" };
    const meant = filterOfGroup({ ...GROUP, ...inMqtt }) ?? "";
    expect(parseQuery(meant)).toMatchObject({
      query: {
        of: [
          { type: "kind" },
          { type: "direction" },
          { type: "payload-type" },
          { field: "means", match: { text: "mqtt PUBLISH a/b" } },
        ],
      },
    });
    expect(parseQuery(filterOfGroup({ ...GROUP, kind: "http", method: "GET" }) ?? "")).toMatchObject({
      query: {
        of: [
          { kind: "http" },
          { what: "request" },
          { type: "not", of: { what: "message" } },
          { field: "method", match: { text: "GET" } },
        ],
      },
    });
    expect(filterOfGroup({ ...GROUP, rest: true })).toBeNull();
  });

  it("has a name and a rate", () => {
    expect(nameOfGroup({ ...GROUP, event: "" })).toBe("received text");
    expect(nameOfGroup({ ...GROUP, protocol: "mqtt", meaning: "PUBLISH", event: "a/b" })).toBe(
      "mqtt PUBLISH a/b",
    );
    expect(rateOf(GROUP)).toBe(2);
    expect(rateOf({ ...GROUP, count: 1 })).toBeNull();
    expect([2, 1234, 0.1, 0.001, 0, null].map(formatRate)).toEqual([
      "2/s",
      "1,230/s",
      "6/min",
      "3.6/h",
      "0/s",
      "–",
    ]);
  });
});

describe("the statistics", () => {
  it("are asked for as long as they are shown, and sorted by any column, both ways", async () => {
    const engine = createFakeEngine({ rows: 500 });
    const status = signal<EngineStatus | null>(engine.status);
    const store = createStatisticsStore(engine, status, signal(""), (problem) => {
      throw problem;
    });
    const stop = store.watch();
    await vi.advanceTimersByTimeAsync(10);
    const counts = () => store.groups.value.map(({ count }) => count);
    expect(counts().length).toBeGreaterThan(2);
    expect(counts()).toEqual([...counts()].sort((a, b) => b - a));
    store.sortBy("count");
    expect(counts()).toEqual([...counts()].sort((a, b) => a - b));
    store.sortBy("first");
    expect(store.sort.value).toEqual({ column: "first", descending: false });
    stop();
    const asked = engine.calls.length;
    status.value = { ...engine.status };
    await vi.advanceTimersByTimeAsync(2000);
    expect(engine.calls.length).toBe(asked);
  });

  it("tell types apart by what they mean as soon as a protocol is known, and else as the reader has chosen", () => {
    const engine = createFakeEngine({ rows: 500 });
    const spoken = (speaks: ConnectionView["speaks"]) =>
      engine.status.connections.map((it) => ({ ...it, speaks }));
    const status = signal<EngineStatus | null>({ ...engine.status, connections: spoken(null) });
    const store = createStatisticsStore(engine, status, signal(""), () => {});
    expect(store.by.value).toBe("form");
    status.value = { ...engine.status, connections: spoken([]) };
    expect(store.by.value).toBe("form");
    const connections = spoken([{ id: "mqtt", name: "MQTT" }]);
    status.value = { ...engine.status, connections };
    expect(store.by.value).toBe("meaning");
    store.tellApart("form");
    expect(store.by.value).toBe("form");
  });
});
