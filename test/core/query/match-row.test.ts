import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type Annotation, NO_ANNOTATION } from "../../../src/core/model/annotation.ts";
import { ROW_MARK, ROW_MESSAGE, ROW_REQUEST } from "../../../src/core/model/message-log.ts";
import type { ConnectionFacts, RowFacts } from "../../../src/core/query/match-row.ts";
import {
  matchRow,
  TRIP_REPLY,
  TRIP_REQUEST,
  TRIP_UNANSWERED,
  TRIP_UNDER_WAY,
} from "../../../src/core/query/match-row.ts";
import { parseQuery } from "../../../src/core/query/parse-query.ts";
import type { Query } from "../../../src/core/query/query.ts";
import { createScan, type ScanBlock } from "../../../src/core/query/scan-block.ts";
import { FLAG_BINARY, FLAG_CUT, FLAG_RECEIVED } from "../../../src/core/wire/batch.ts";

interface ScannedRow {
  kind?: number;
  flags?: number;
  size?: number;
  missing?: number;
  name?: string;
  id?: string;
  payload?: string;
  annotation?: Partial<Annotation>;
  trip?: number;
  rtt?: number;
}

const PRICES: ConnectionFacts = {
  kind: "websocket",
  url: "wss://shop.example/Prices?x=1",
  protocol: "graphql-ws",
  contentType: "",
  speaks: [],
};

function query(source: string): Query {
  const parsed = parseQuery(source);
  if (!parsed.query) throw new Error(parsed.problem?.message);
  // As it reaches the Worker.
  return structuredClone(parsed.query);
}

function blockOf(rows: readonly ScannedRow[]): ScanBlock {
  const encoder = new TextEncoder();
  const parts = rows.map(({ name = "", id = "", payload = "" }) =>
    [name, id, payload].map((it) => encoder.encode(it)),
  );
  const lengths = (index: number) => Uint32Array.from(parts, (it) => it[index]?.length ?? 0);
  return {
    kind: Uint8Array.from(rows, ({ kind = ROW_MESSAGE }) => kind),
    flags: Uint8Array.from(rows, ({ flags = FLAG_RECEIVED }) => flags),
    connection: Uint32Array.from(rows, () => 1),
    index: Uint32Array.from(rows, (_, index) => index),
    size: Float64Array.from(rows, ({ size = 0 }) => size),
    missing: Float64Array.from(rows, ({ missing = 0 }) => missing),
    trip: Uint8Array.from(rows, ({ trip = 0 }) => trip),
    rtt: Float64Array.from(rows, ({ rtt = Number.NaN }) => rtt),
    nameLength: lengths(0),
    idLength: lengths(1),
    length: lengths(2),
    bytes: Uint8Array.from(Buffer.concat(parts.flat())),
    connections: [[1, PRICES]],
    own: [],
    annotations: rows.flatMap(({ annotation }, index) =>
      annotation === undefined ? [] : [[index, { ...NO_ANNOTATION, ...annotation }] as const],
    ),
  };
}

const matches = (source: string, ...rows: ScannedRow[]) => [...createScan(query(source)).scan(blockOf(rows))];
const payloads = (source: string, ...texts: string[]) =>
  matches(source, ...texts.map((payload) => ({ payload })));

describe("a scan", () => {
  it("finds words without regard to case, each in one part of a row", () => {
    const rows = [
      { payload: "Alpha" },
      { payload: "beta" },
      { name: "ALPHA", payload: "x" },
      { id: "my alpha" },
    ];
    expect(matches("alpha", ...rows)).toEqual([1, 0, 1, 1]);
    expect(payloads("abcd", "ab", "cd", "abcd", "cdab")).toEqual([0, 0, 1, 0]);
    expect(matches("abcd", { name: "ab", id: "cd" }, { id: "ab", payload: "cd" })).toEqual([0, 0]);
    expect(payloads("a b", "b a", "a", "xaxbx")).toEqual([1, 0, 1]);
    expect(payloads("straße", "STRASSE straße", "Straße 1", "STRASSE")).toEqual([1, 1, 0]);
    expect(payloads("É", "café", "CAFÉ", "cafe")).toEqual([1, 1, 0]);
  });

  it("finds every word in the connection's address", () => {
    expect(payloads("prices", "a", "b")).toEqual([1, 1]);
    expect(payloads("-prices", "prices")).toEqual([0]);
    expect(payloads("url:SHOP.example proto:graphql", "x")).toEqual([1]);
    expect(payloads("url=shop.example", "x")).toEqual([0]);
  });

  it("runs regular expressions as they are written", () => {
    expect(payloads("/^a.c$/", "abc", "ABC", "xabc")).toEqual([1, 0, 0]);
    expect(payloads("/^a.c$/i", "abc", "ABC", "xabc")).toEqual([1, 1, 0]);
    expect(payloads("/\\d\\d/ -/9/", "12", "19", "x")).toEqual([1, 0, 0]);
    expect(matches("event:/^pr/", { name: "price" }, { name: "xpr" })).toEqual([1, 0]);
    expect(payloads("/wss:.*Prices/", "x")).toEqual([1]);
  });

  it("compares what a JSON path leads to", () => {
    const rows = ['{"a":{"b":[1,"x"]},"s":"10"}', '{"a":{"b":[2,"y"]},"s":"9"}', '{"a":null}', "no json"];
    expect(payloads("$.a", ...rows)).toEqual([1, 1, 1, 0]);
    expect(payloads("$.a.b", ...rows)).toEqual([1, 1, 0, 0]);
    expect(payloads("$.a.b[0]=1", ...rows)).toEqual([1, 0, 0, 0]);
    expect(payloads("$.a.b[*]=y", ...rows)).toEqual([0, 1, 0, 0]);
    expect(payloads("$.a.b[0]>1.5", ...rows)).toEqual([0, 1, 0, 0]);
    expect(payloads("$.a=null", ...rows)).toEqual([0, 0, 1, 0]);
    expect(payloads('$.s="10"', ...rows)).toEqual([1, 0, 0, 0]);
    expect(payloads('$.a.b[0]="1"', ...rows)).toEqual([0, 0, 0, 0]);
    expect(payloads("$.s!=10", ...rows)).toEqual([0, 1, 0, 0]);
    expect(payloads('$["a"].b["0"]=2', ...rows)).toEqual([0, 1, 0, 0]);
    expect(payloads("$.__proto__", "{}", '{"__proto__":1}')).toEqual([0, 1]);
    expect(payloads("$.a.b.length", ...rows)).toEqual([0, 0, 0, 0]);
  });

  it("looks for what a JSON path leads to within framings, in JSON in strings and in binary messages", () => {
    const rows = [
      '42["price",{"data":{"symbol":"ABC"}}]',
      '42["price",{"data":{"symbol":"XYZ"}}]',
      'a["{\\"data\\":{\\"symbol\\":\\"ABC\\"}}"]',
      '{"event":"price","data":"{\\"symbol\\":\\"ABC\\"}"}',
      "42 data symbol ABC",
    ];
    expect(payloads("$.data.symbol=ABC", ...rows)).toEqual([1, 0, 1, 1, 0]);
    expect(payloads("$[1].data.symbol=ABC", ...rows)).toEqual([1, 0, 0, 0, 0]);
    expect(payloads("$[0]=price", ...rows)).toEqual([1, 1, 0, 0, 0]);
    const binary = { flags: FLAG_RECEIVED | FLAG_BINARY, payload: '\x30\x19\0\x05plant{"celsius":21}' };
    expect(matches("$.celsius>20", binary)).toEqual([1]);
    expect(matches("$.celsius>21", binary)).toEqual([0]);
  });

  it("knows what a row is", () => {
    const rows = [
      { flags: 0, size: 5 },
      { flags: FLAG_RECEIVED | FLAG_BINARY, size: 2000, payload: "" },
      { flags: FLAG_RECEIVED | FLAG_CUT, size: 9000, missing: 10 },
      { kind: ROW_MARK },
      { kind: ROW_REQUEST, size: 300 },
    ];
    expect(matches("dir:sent", ...rows)).toEqual([1, 0, 0, 0, 0]);
    expect(matches("dir:received", ...rows)).toEqual([0, 1, 1, 0, 0]);
    expect(matches("type:binary", ...rows)).toEqual([0, 1, 0, 0, 0]);
    expect(matches("size>1k", ...rows)).toEqual([0, 1, 1, 0, 0]);
    expect(matches("is:cut", ...rows)).toEqual([0, 0, 1, 0, 0]);
    expect(matches("is:incomplete", ...rows)).toEqual([0, 0, 1, 0, 0]);
    expect(matches("is:mark or is:request", ...rows)).toEqual([0, 0, 0, 1, 1]);
    expect(matches("kind:ws -is:message", ...rows)).toEqual([0, 0, 0, 1, 1]);
    expect(matches("is:reply or rtt<1s", ...rows)).toEqual([0, 0, 0, 0, 0]);
    expect(matches("-is:heartbeat", ...rows)).toEqual([1, 1, 1, 1, 1]);
  });

  it("knows what the reader has said of a row", () => {
    const rows = [
      { payload: "zz", annotation: { marked: true } },
      { payload: "a", annotation: { pinned: true, note: "Too slow" } },
      { kind: ROW_MARK, annotation: { marked: true } },
      { payload: "slow" },
    ];
    expect(matches("is:marked", ...rows)).toEqual([1, 0, 1, 0]);
    expect(matches("is:marked zz", ...rows)).toEqual([1, 0, 0, 0]);
    expect(matches("is:pinned or is:noted", ...rows)).toEqual([0, 1, 0, 0]);
    expect(matches("note:SLOW", ...rows)).toEqual([0, 1, 0, 0]);
    expect(matches("note=slow", ...rows)).toEqual([0, 0, 0, 0]);
    expect(matches("note:/^too/i", ...rows)).toEqual([0, 1, 0, 0]);
    expect(matches("-note:/./", ...rows)).toEqual([1, 0, 1, 1]);
  });

  it("finds in many rows at once what it finds in each alone", () => {
    const anyWord = fc.stringMatching(/^[abİßéK ]{1,3}$/u).filter((it) => it.trim() !== "");
    const anyRow = fc.record({
      name: anyWord,
      id: fc.constantFrom("", "a"),
      payload: fc.string({ unit: fc.constantFrom("a", "b", "B", " ", "é", "K") }),
    });
    fc.assert(
      fc.property(anyWord, fc.array(anyRow, { minLength: 1, maxLength: 20 }), (word, rows) => {
        const source = `"${word}"`;
        expect(matches(source, ...rows)).toEqual(rows.map((row) => matches(source, row)[0]));
        const lower = word.toLowerCase();
        expect(matches(source, ...rows)).toEqual(
          rows.map(({ name, id, payload }) =>
            Number([name, id, payload, PRICES.url].some((it) => it.toLowerCase().includes(lower))),
          ),
        );
      }),
    );
  });
});

test("round trips: of what has no reply no time is true, and the negation of one is", () => {
  const rows = [
    { payload: "push" },
    { trip: TRIP_REQUEST, rtt: 120 },
    { trip: TRIP_REPLY, rtt: 120 },
    { trip: TRIP_UNANSWERED },
    { trip: TRIP_UNDER_WAY },
    // What a page posts may be answered by an event.
    { kind: ROW_REQUEST, trip: TRIP_UNANSWERED },
  ];
  expect(matches("rtt>100ms", ...rows)).toEqual([0, 1, 1, 0, 0, 0]);
  expect(matches("rtt!=120", ...rows)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(matches("-rtt>100ms", ...rows)).toEqual([1, 0, 0, 1, 1, 1]);
  expect(matches("is:reply", ...rows)).toEqual([0, 0, 1, 0, 0, 0]);
  expect(matches("is:request", ...rows), "over HTTP, and messages that ask").toEqual([0, 1, 0, 1, 1, 1]);
  expect(matches("is:request -is:message", ...rows)).toEqual([0, 0, 0, 0, 0, 1]);
  expect(matches("is:request kind:ws", ...rows.slice(0, 3))).toEqual([0, 1, 0]);
  expect(matches("is:unanswered", ...rows)).toEqual([0, 0, 0, 1, 0, 1]);
  expect(matches("is:underway", ...rows)).toEqual([0, 0, 0, 0, 1, 0]);
  expect(matches("is:unanswered or push", ...rows)).toEqual([1, 0, 0, 1, 0, 1]);
});

describe("without reading a row", () => {
  const facts: RowFacts = {
    kind: ROW_MESSAGE,
    flags: 0,
    size: 10,
    missing: 0,
    connection: PRICES,
    annotation: null,
    trip: 0,
    rtt: Number.NaN,
  };
  it.each<[string, boolean | null]>([
    ["dir:sent", true],
    ["dir:received", false],
    ["foo", null],
    ["prices", true],
    ["dir:received foo", false],
    ["dir:sent foo", null],
    ["dir:sent or foo", true],
    ["-foo", null],
    ["-prices", false],
    ["/prices/", null],
    ["url:/Prices/", null],
    ["event:x", null],
    ["$.a=1", null],
    ["size>9 -is:mark", true],
  ])("%s is %s", (source, known) => {
    expect(matchRow(query(source), facts, null)).toBe(known);
  });
});
