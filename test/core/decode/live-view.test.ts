import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../../src/core/decode/json/json-value.ts";
import { readJson } from "../../../src/core/decode/json/json-value.ts";
import { openNested } from "../../../src/core/decode/open-nested.ts";
import {
  liveDiffTree,
  renderHtml,
  summariseLiveDiff,
} from "../../../src/core/decode/protocols/live-view-diff.ts";

function diffOf(value: unknown): JsonValue {
  return readJson(new TextEncoder().encode(JSON.stringify(value))) as JsonValue;
}

describe("a diff of LiveView", () => {
  test("is put together with the templates of lists, keyed lists and shared components", () => {
    const diff = diffOf({
      p: { "0": ["<i>", "</i>"], "1": ["<li>", "</li>"] },
      "0": { s: 0, "0": "a" },
      "1": { s: 1, k: { "0": { "0": "x" }, "1": { "0": "y" }, kc: 2 } },
      "2": 1,
      "3": 2,
      "4": 7,
      c: { "1": { s: ["<b>", "</b>"], "0": "one" }, "2": { s: 1, "0": "two" } },
      s: ["", " ", " ", " ", " ", ""],
    });
    expect(renderHtml(diff, 1000)).toBe(
      "<i>a</i> <li>x</li><li>y</li> <b>one</b> <b>two</b> <!-- component 7 -->",
    );
  });

  test("without statics is a list of what is changed", () => {
    const diff = diffOf({ "0": "1", "3": { "1": "x", "2": { d: [["a"]] } }, c: { "5": { "0": "y" } } });
    expect(summariseLiveDiff(diff)).toBe('0 "1" · 3.1 "x" · 3.2.d [["a"]] · …');
    const [changes] = liveDiffTree(diff, diff).children(0, 10);
    expect(changes?.children(0, 10).map(({ key, text }) => `${key} ${text}`)).toEqual([
      '0 "1"',
      '3.1 "x"',
      '3.2.d [["a"]]',
      'c5.0 "y"',
    ]);
  });

  test("has its parts by name in a tree", () => {
    const diff = diffOf({ t: "T", e: [["go", {}]], r: { a: 1 }, s: ["<p>", "</p>"], "0": "x" });
    const nodes = liveDiffTree(diff, diff).children(0, 10);
    expect(nodes.map(({ key }) => key)).toEqual(["title", "events", "reply", "html", "message"]);
    expect(nodes[3]?.value?.()).toBe("<p>x</p>");
  });

  test("that refers to itself, or is no diff, ends", () => {
    const statics = ["", "", "", ""];
    const own = diffOf({
      s: statics,
      "0": 1,
      "1": 1,
      "2": 1,
      c: { "1": { s: statics, "0": 1, "1": 1, "2": 1 } },
    });
    const from = performance.now();
    expect(renderHtml(own, 10_000).length).toBeLessThanOrEqual(10_000);
    expect(summariseLiveDiff(diffOf({ s: 1, c: { "1": { s: 2 }, "2": { s: 1 } } })).length).toBeLessThan(200);
    const many = Array.from({ length: 30 }, (_, at) => [String(at), 2]);
    const silent = (next: number) => ({
      s: many.map(() => ""),
      ...Object.fromEntries(many.map(([at]) => [at, next])),
    });
    const layers = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [String(at), silent(at + 1)]));
    renderHtml(diffOf({ s: ["", ""], "0": 0, c: { ...layers, "12": { s: [""] } } }), 10_000);
    const endless = diffOf({ s: ["", ""], "0": { s: ["", ""], k: { kc: 1e15 } } });
    renderHtml(endless, 10_000);
    expect(performance.now() - from).toBeLessThan(5000);
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom("s", "c", "d", "k", "kc", "p", "e", "t", "r", "0", "1"),
          fc.jsonValue(),
        ),
        (it) => {
          const diff = diffOf(it);
          summariseLiveDiff(diff);
          openNested(liveDiffTree(diff, diff)).children(0, 20);
          expect(renderHtml(diff, 500).length).toBeLessThanOrEqual(500);
        },
      ),
    );
  });
});
