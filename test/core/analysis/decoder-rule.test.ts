import { expect, it } from "vitest";
import {
  type DecoderRule,
  findDecoderRule,
  withDecoderRule,
} from "../../../src/core/analysis/decoder-rule.ts";
import { MOST_RULES, matchesPattern } from "../../../src/core/analysis/kept-choice.ts";

const about = (url: string | null, connection: number | null = null): DecoderRule => ({
  url,
  session: url === null ? "s" : null,
  connection,
  pinned: ["mqtt"],
  refused: [],
});
const A = { id: 1, url: "wss://a.example/live?x=1" };

it.each([
  ["abc", "abc", true],
  ["abc", "ab", false],
  ["abc", "a*", true],
  ["abc", "*c", true],
  ["abc", "*b*", true],
  ["abc", "a*bc*c", false],
  ["aXbYc", "a*b*c", true],
  ["ab", "ab*b", false],
  ["", "*", true],
  ["wss://a.example/live?x=1", "wss://*.example/live*", true],
])("%s is as %s says: %s", (text, pattern, expected) => {
  expect(matchesPattern(text, pattern)).toBe(expected);
});

it("takes no time for a pattern that is made to", () => {
  const before = performance.now();
  expect(matchesPattern("a".repeat(20_000), `${"a*".repeat(2000)}b`)).toBe(false);
  expect(performance.now() - before).toBeLessThan(1000);
});

it("a connection's own rule counts before that of its address, and the newest of these", () => {
  const rules = [about("wss://*"), about("*"), about(null, 1), about(null, 2)];
  expect(findDecoderRule(rules, "s", A)).toBe(rules[2]);
  expect(findDecoderRule(rules, "other", A)).toBe(rules[1]);
  expect(findDecoderRule([about("ws://*")], "s", A)).toBeNull();
});

it("a rule takes the place of one about the same; one that decides nothing takes it away; the oldest go", () => {
  const rules = [about("a*"), about(null, 1)];
  const pinned = { ...about("a*"), pinned: [] };
  expect(withDecoderRule(rules, pinned)).toEqual([rules[1], pinned]);
  expect(withDecoderRule(rules, { ...about(null, 1), pinned: null })).toEqual([rules[0]]);
  const many = Array.from({ length: MOST_RULES }, (_, index) => about(`${index}`));
  expect(withDecoderRule(many, about("new")).map(({ url }) => url)).toEqual([
    ...many.slice(1).map(({ url }) => url),
    "new",
  ]);
});
