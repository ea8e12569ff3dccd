import { expect, test } from "vitest";
import { readJson } from "../../../src/core/decode/json/json-value.ts";
import { readOperation } from "../../../src/core/decode/protocols/graphql-operation.ts";

const LONG = `query ${"a".repeat(200)} { b }`;

test.each([
  ["subscription Price($s: ID!) { price }", "subscription", "Price", "subscription Price($s: ID!) { price }"],
  ["mutation { add(a: 1) }", "mutation", "add", "mutation { add(a: 1) }"],
  ["{ me { name } }", "query", "me", "{ me { name } }"],
  ["queryable Price { a }", "query", "a", "queryable Price { a }"],
  ["query Q {  a\n  b }", "query", "Q", "query Q { a b }"],
  ["query Q { a } ", "query", "Q", "query Q { a }"],
  ["query Q # mutation M\n{ a }", "query", "Q", "query Q { a }"],
  ["# of prices\nmutation M { a }", "mutation", "M", "mutation M { a }"],
  ['query Q { a(b: "żółw") }', "query", "Q", 'query Q { a(b: "żółw") }'],
  [
    "fragment F on A { b }\nsubscription S { c }",
    "subscription",
    "S",
    "fragment F on A { b } subscription S { c }",
  ],
  ["query Q", "query", "Q", "query Q"],
  [LONG, "query", "a".repeat(200), LONG.slice(0, 160)],
  [`query Q { ${"a ".repeat(200)}}`, "query", "Q", `query Q { ${"a ".repeat(75)}`.trim()],
])("%s", (query, type, name, text) => {
  const payload = readJson(new TextEncoder().encode(JSON.stringify({ query })));
  expect(readOperation(payload)).toEqual({ type, name, text });
});

test("a name beside the document counts before the document's own", () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ query: "query A { a }", operationName: "B" }));
  expect(readOperation(readJson(bytes))).toEqual({ type: "query", name: "B", text: "query A { a }" });
});
