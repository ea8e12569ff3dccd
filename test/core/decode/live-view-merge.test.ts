import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readWholeJson } from "../../../src/core/decode/json/json-value.ts";
import { renderHtml } from "../../../src/core/decode/protocols/live-view-diff.ts";
import { type LiveNode, mergeLiveDiff } from "../../../src/core/decode/protocols/live-view-merge.ts";
import { decoderOf } from "../../support/decode-conversation.ts";

/** Random pages and the diffs of what was changed in them, and what phoenix_live_view 1.2.12 (`Rendered`) made of each. */
const RENDERED = JSON.parse(
  readFileSync(new URL("../../fixtures/live-view/rendered-1.2.json", import.meta.url), "utf8"),
) as [diff: LiveNode, html: string][][];

function htmlOf(page: LiveNode): string {
  const json = readWholeJson(new TextEncoder().encode(JSON.stringify(page)));
  return json === null ? "" : renderHtml(json, 1_000_000);
}

function pageAfter(...diffs: LiveNode[]): LiveNode {
  return diffs.reduce(mergeLiveDiff, {});
}

const FACTS = { url: "wss://host.example/live/websocket?_csrf_token=x&vsn=2.0.0" };

/** The page that the tree of the last of these messages shows; null where it shows none. */
function pageIn(lines: readonly string[]): string | null {
  const decoder = decoderOf(lines, FACTS);
  const parts = decoder.all();
  const nodes = parts.at(-1)?.tree().children(0, 20) ?? [];
  return (nodes.find(({ key }) => key === "page")?.value?.() as string | null) ?? null;
}

describe("a page of LiveView", () => {
  test("is after each diff what its own client makes of it", () => {
    let diffs = 0;
    for (const session of RENDERED) {
      let page: LiveNode = {};
      for (const [diff, html] of session) {
        const before = JSON.stringify(page);
        const next = mergeLiveDiff(page, diff);
        expect(htmlOf(next)).toBe(html);
        // A state that was kept is as it was.
        expect(JSON.stringify(page)).toBe(before);
        page = next;
        diffs += 1;
      }
    }
    expect(diffs).toBeGreaterThan(200);
  });

  test("keeps the entries of its streams", () => {
    const list = (stream: unknown[], ...texts: string[]) => ({
      k: { ...texts.map((it) => ({ "0": it })), kc: texts.length },
      stream,
    });
    const opened = {
      s: ["<ul>", "</ul>"],
      "0": {
        s: ["<li>", "</li>"],
        ...list(
          [
            "0",
            [
              ["a", -1, null],
              ["b", -1, null],
            ],
            [],
          ],
          "A",
          "B",
        ),
      },
    };
    const added = {
      "0": list(
        [
          "0",
          [
            ["c", 0, null],
            ["b", -1, null],
          ],
          [],
        ],
        "C",
        "B2",
      ),
    };
    const removed = { "0": list(["0", [], ["a"]]) };
    const limited = { "0": list(["0", [["d", -1, -2]], []], "D") };
    const reset = { "0": list(["0", [["e", -1, null]], [], true], "E") };
    expect(htmlOf(pageAfter(opened))).toBe("<ul><li>A</li><li>B</li></ul>");
    expect(htmlOf(pageAfter(opened, added))).toBe("<ul><li>C</li><li>A</li><li>B2</li></ul>");
    expect(htmlOf(pageAfter(opened, added, removed))).toBe("<ul><li>C</li><li>B2</li></ul>");
    expect(htmlOf(pageAfter(opened, added, removed, limited))).toBe("<ul><li>B2</li><li>D</li></ul>");
    expect(htmlOf(pageAfter(opened, added, reset))).toBe("<ul><li>E</li></ul>");
  });

  test("stands in the tree of each change, as long as all before it is known", () => {
    const join = '> ["4","4","lv:phx-1","phx_join",{"url":"http://host.example/"}]';
    const rendered =
      '< ["4","4","lv:phx-1","phx_reply",{"status":"ok","response":{"rendered":{"0":"1","1":7,"s":["<p>"," ","</p>"],"c":{"7":{"0":"x","s":["<b>","</b>"]}}}}}]';
    const click = '> ["4","5","lv:phx-1","event",{"type":"click","event":"inc","value":{}}]';
    const reply = '< ["4","5","lv:phx-1","phx_reply",{"status":"ok","response":{"diff":{"0":"2"}}}]';
    const diff = '< ["4",null,"lv:phx-1","diff",{"c":{"7":{"0":"y"}}}]';
    expect(pageIn([join, rendered])).toBe(null);
    expect(pageIn([join, rendered, click, reply])).toBe("<p>2 <b>x</b></p>");
    expect(pageIn([join, rendered, click, reply, diff])).toBe("<p>2 <b>y</b></p>");
    expect(pageIn([join, click, reply, diff])).toBe(null);
    const left = '> ["4","6","lv:phx-1","phx_leave",{}]';
    expect(pageIn([join, rendered, left, diff])).toBe(null);
    const other = '< ["9",null,"lv:phx-2","diff",{"0":"z"}]';
    expect(pageIn([join, rendered, other])).toBe(null);
  });

  test("ends, whatever diffs say", () => {
    const names = fc.constantFrom(
      "s",
      "c",
      "d",
      "k",
      "kc",
      "km",
      "p",
      "stream",
      "ids",
      "0",
      "1",
      "__proto__",
    );
    const diff = fc.dictionary(names, fc.jsonValue({ depthSize: "small" }));
    const nested = fc.dictionary(names, fc.oneof(diff, fc.jsonValue(), fc.array(fc.oneof(fc.nat(3), diff))));
    fc.assert(
      fc.property(fc.array(nested, { maxLength: 5 }), (diffs) => {
        const page = pageAfter(...(JSON.parse(JSON.stringify(diffs)) as LiveNode[]));
        expect(htmlOf(page).length).toBeLessThanOrEqual(1_000_000);
      }),
    );
    const likeEachOther = { c: { "1": { s: 2 }, "2": { s: 1 } } };
    expect(htmlOf(pageAfter({ s: ["", ""], "0": 1 }, likeEachOther))).toBe("…");
    const endless = { s: ["", ""], k: { kc: 1e15, "0": { "0": "a" } }, stream: ["0", [["a", 1e15, 0]], []] };
    expect(htmlOf(pageAfter(endless, { k: { kc: -5 } })).length).toBeLessThan(100);
    let deep: LiveNode = {};
    for (let depth = 0; depth < 5000; depth += 1) deep = { "0": deep, s: ["", ""] };
    htmlOf(pageAfter(deep, deep));
  });
});
