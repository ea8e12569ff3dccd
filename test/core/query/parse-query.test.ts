import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseQuery } from "../../../src/core/query/parse-query.ts";
import type { Query } from "../../../src/core/query/query.ts";

const text = (word: string): Query => ({
  type: "anywhere",
  match: { type: "text", text: word, exactly: false },
});

function queryOf(source: string): Query | null {
  const { query, problem } = parseQuery(source);
  if (problem !== undefined) throw new Error(problem.message);
  return query;
}

/** The problem, and the part of the text that it marks between « and ». */
function problemOf(source: string): [string, string] {
  const { problem } = parseQuery(source);
  if (problem === undefined) throw new Error("no problem");
  const { start, end, message } = problem;
  return [`${source.slice(0, start)}«${source.slice(start, end)}»${source.slice(end)}`, message];
}

describe("a query", () => {
  it.each(["", "  ", "\n\t"])("of no text asks for nothing (%j)", (source) => {
    expect(queryOf(source)).toBeNull();
  });

  it("binds not before and before or; words have no case, phrases have spaces", () => {
    expect(queryOf('Ping -"a  B" or (x y)')).toEqual({
      type: "any",
      of: [
        { type: "all", of: [text("ping"), { type: "not", of: text("a  b") }] },
        { type: "all", of: [text("x"), text("y")] },
      ],
    });
    expect(queryOf("a OR b")).toEqual({ type: "any", of: [text("a"), text("b")] });
    expect(queryOf('"or" Or')).toEqual({ type: "all", of: [text("or"), text("or")] });
    expect(queryOf("-(a or --b)")).toEqual({
      type: "not",
      of: { type: "any", of: [text("a"), { type: "not", of: { type: "not", of: text("b") } }] },
    });
  });

  it.each([
    ["/a b/", { type: "pattern", source: "a b", flags: "" }],
    ["/[/)]\\/x/im", { type: "pattern", source: "[/)]\\/x", flags: "im" }],
    ['"say \\"a\\" \\\\ \\n"', { type: "text", text: 'say "a" \\ \\n', exactly: false }],
    ["/api/new", { type: "text", text: "/api/new", exactly: false }],
    ["/api", { type: "text", text: "/api", exactly: false }],
    [
      "https://shop.example:8080/x?y=1",
      { type: "text", text: "https://shop.example:8080/x?y=1", exactly: false },
    ],
    ["12:04", { type: "text", text: "12:04", exactly: false }],
    ['{"a":1}', { type: "text", text: '{"a":1}', exactly: false }],
    ["price=5", { type: "text", text: "price=5", exactly: false }],
  ])("looks anywhere for %s", (source, match) => {
    expect(queryOf(source)).toEqual({ type: "anywhere", match });
  });

  it.each<[string, Query]>([
    ["dir:sent", { type: "direction", direction: "sent" }],
    ["DIR:Received", { type: "direction", direction: "received" }],
    ["kind:sse", { type: "kind", kind: "sse" }],
    ["type:binary", { type: "payload-type", payloadType: "binary" }],
    ["size>1k", { type: "size", compare: ">", bytes: 1000 }],
    ["size<=1.5Ki", { type: "size", compare: "<=", bytes: 1536 }],
    ["size=0b", { type: "size", compare: "=", bytes: 0 }],
    ["size!=2MB", { type: "size", compare: "!=", bytes: 2_000_000 }],
    [
      "url:/prices",
      { type: "text-field", field: "url", match: { type: "text", text: "/prices", exactly: false } },
    ],
    [
      "url:/p.*/i",
      { type: "text-field", field: "url", match: { type: "pattern", source: "p.*", flags: "i" } },
    ],
    [
      'event="a b"',
      { type: "text-field", field: "event", match: { type: "text", text: "a b", exactly: true } },
    ],
    [
      'means=="A b"',
      {
        type: "text-field",
        field: "means",
        match: { type: "text", text: "A b", exactly: true, cased: true },
      },
    ],
    [
      'event-type=""',
      { type: "text-field", field: "event-type", match: { type: "text", text: "", exactly: true } },
    ],
    [
      "method:Post",
      { type: "text-field", field: "method", match: { type: "text", text: "post", exactly: false } },
    ],
    [
      "proto:graphql",
      { type: "text-field", field: "proto", match: { type: "text", text: "graphql", exactly: false } },
    ],
    ["is:cut", { type: "is", what: "cut" }],
    ["$.a", { type: "json", path: ["a"], test: null }],
    [
      '$.data[0]["a b"].x-1=ABC',
      { type: "json", path: ["data", 0, "a b", "x-1"], test: { compare: "=", value: "ABC", quoted: false } },
    ],
    ['$.a!="x) y"', { type: "json", path: ["a"], test: { compare: "!=", value: "x) y", quoted: true } }],
    ["$['é']>=-1.5", { type: "json", path: ["é"], test: { compare: ">=", value: "-1.5", quoted: false } }],
  ])("has the field %s", (source, query) => {
    expect(queryOf(source)).toEqual(query);
    expect(queryOf(`(${source})`)).toEqual(query);
  });

  it.each([
    ["a (b", "a «(»b", /not closed/],
    ["a) b", "a«)» b", /closes nothing/],
    [")", "«)»", /closes nothing/],
    ["a ()", "a «()»", /Nothing stands in these/],
    ["a or", "a «or»", /after or/],
    ["or a", "«or» a", /before or/],
    ["a or or b", "a «or» or b", /after or/],
    ["a -", "a «-»", /after -/],
    ["-) a", "«-») a", /after -/],
    ['say "hi', 'say «"hi»', /is missing at the end/],
    ['url:"hi', 'url:«"hi»', /is missing at the end/],
    ["x /(/", "x «/(/»", /no regular expression: .*[Uu]nterminated/],
    ["url:/[b-a]/", "url:«/[b-a]/»", /no regular expression/],
    ["a dri:sent", "a «dri»:sent", /no field dri/],
    ["dir:up", "dir:«up»", /one of sent, received/],
    ["dir:", "«dir:»", /value is missing/],
    ["dir>sent", "«dir>»sent", /like this: dir:sent/],
    ["size:5", "«size:»5", /like this: size>1k/],
    ["size==5", "«size==»5", /like this: size>1k/],
    ["size>big", "size>«big»", /A size is/],
    ["rtt>1h", "rtt>«1h»", /A time is/],
    ["$.a..b=1", "$.a«.».b=1", /name is missing/],
    ["$.a[x]=1", "$.a«[»x]=1", /Between brackets/],
    ["$.a=", "$.a«=»", /value is missing/],
    ['$.a="x', '$.a«="x»', /as in JSON/],
  ])("that is wrong is marked where it is: %s", (source, marked, message) => {
    expect(problemOf(source)).toEqual([marked, expect.stringMatching(message)]);
  });

  it("asks for round trips", () => {
    expect(parseQuery("is:unanswered or rtt>100ms").query).toEqual({
      type: "any",
      of: [
        { type: "is", what: "unanswered" },
        { type: "rtt", compare: ">", ms: 100 },
      ],
    });
  });

  it("of any text has an answer, with places within it", () => {
    const pieces = fc.constantFrom(
      ..."()\"/-\\ $.[]'=<>:*orabdirsize19\u2028é".split(""),
      "or ",
      "dir:",
      "$.a",
      "🚀",
    );
    const anySource = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 30 }).map((it) => it.join("")),
    );
    fc.assert(
      fc.property(anySource, (source) => {
        const { problem, notes = [] } = parseQuery(source) as { problem?: never; notes?: never[] };
        for (const { start, end } of [...(problem === undefined ? [] : [problem]), ...notes]) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(source.length);
        }
      }),
      { numRuns: 2000 },
    );
    expect(parseQuery("(".repeat(100_000)).problem).toBeDefined();
    expect(parseQuery("-".repeat(100_000)).problem).toBeDefined();
  });
});
