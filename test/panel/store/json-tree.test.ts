import { describe, expect, it, vi } from "vitest";
import {
  createJsonTree,
  type JsonTree,
  MAX_UNFOLDED,
  pathTo,
  stepsTo,
  type TreeNode,
} from "../../../src/panel/store/json-tree.ts";

function lines(tree: JsonTree): string[] {
  return tree.nodes.value.map(({ depth, key, part, open }) => {
    const value =
      part.kind === "object" || part.kind === "array"
        ? open
          ? "▾"
          : "▸"
        : tree.text.slice(part.start, part.end);
    return `${" ".repeat(depth)}${key ?? "root"} ${value}`;
  });
}

const lastPath = (tree: JsonTree) => pathTo(tree.nodes.value.at(-1) as TreeNode);
const indexOf = (tree: JsonTree, path: string) => tree.nodes.value.findIndex((it) => pathTo(it) === path);

/** The line that a place of the text is revealed in. */
function revealed(tree: JsonTree, place: number): string {
  let path = "";
  tree.reveal(place, (index) => {
    path = pathTo(tree.nodes.value[index] as TreeNode);
  });
  return path;
}

describe("createJsonTree", () => {
  it("opens what is small by itself, keeps the order of keys and every digit", () => {
    const tree = createJsonTree('{"b":1.50,"2":12345678901234567890,"1":[true,null,{}],"b":"twice"}');
    expect(lines(tree)).toEqual([
      "root ▾",
      " b 1.50",
      " 2 12345678901234567890",
      " 1 ▾",
      "  0 true",
      "  1 null",
      "  2 ▸",
      ' b "twice"',
    ]);
  });

  it("opens and closes", () => {
    const tree = createJsonTree('{"a":{"b":[1]}}');
    expect(tree.toggle(1, false)).toBe(true);
    expect(lines(tree)).toEqual(["root ▾", " a ▸"]);
    expect(tree.toggle(1, false)).toBe(false);
    tree.toggle(1, true);
    expect(lastPath(tree)).toBe("$.a.b");
    expect(tree.parentOf(2)).toBe(1);
    expect(tree.parentOf(0)).toBe(-1);
  });

  it("writes paths as JavaScript does", () => {
    const tree = createJsonTree('{"a-b":[{"ok":1}]}');
    expect(tree.nodes.value.map(pathTo)).toEqual(["$", '$["a-b"]', '$["a-b"][0]', '$["a-b"][0].ok']);
  });

  it("parts long arrays into groups that open by themselves", () => {
    const tree = createJsonTree(JSON.stringify(Array.from({ length: 2500 }, (_, at) => at)));
    expect(lines(tree)).toEqual(["root ▾", " 0 … 999 ▸", " 1000 … 1999 ▸", " 2000 … 2499 ▸"]);
    tree.toggle(3, true);
    expect(tree.nodes.value).toHaveLength(504);
    expect(lastPath(tree)).toBe("$[2499]");
  });

  it("unfolds and folds by levels and all at once, and says where it stops", async () => {
    const tree = createJsonTree('{"a":{"b":{"c":{"d":1}}},"e":[[[]],2]}');
    tree.unfold(0, 1);
    expect(lines(tree)).toEqual(["root ▾", " a ▸", " e ▸"]);
    expect(tree.levelsOf(0)).toBe(1);
    tree.unfold(0, 2);
    expect(lines(tree)).toEqual(["root ▾", " a ▾", "  b ▸", " e ▾", "  0 ▸", "  1 2"]);
    tree.unfold(1, Infinity);
    expect(lines(tree).slice(0, 5)).toEqual(["root ▾", " a ▾", "  b ▾", "   c ▾", "    d 1"]);
    tree.unfold(1, 0);
    expect(lines(tree)).toEqual(["root ▾", " a ▸", " e ▾", "  0 ▸", "  1 2"]);
    const wide = createJsonTree(JSON.stringify(Array.from({ length: 900 }, () => Array(50).fill(0))));
    wide.unfold(0, Infinity);
    await vi.waitUntil(() => wide.nodes.value.length > 901, 20_000);
    expect(wide.stopped.value).toBe(true);
    expect(wide.nodes.value.length).toBeLessThan(MAX_UNFOLDED + 1000);
    wide.unfold(0, 1);
    await vi.waitUntil(() => wide.nodes.value.length === 901, 20_000);
    expect(wide.stopped.value).toBe(false);
  });

  it("reveals a place of the text, whatever has to be opened for that", () => {
    const text = JSON.stringify({
      list: Array.from({ length: 2500 }, (_, at) => ({ id: `n${at}` })),
      end: 1,
    });
    const tree = createJsonTree(text);
    expect(revealed(tree, text.indexOf('n2400"'))).toBe("$.list[2400].id");
    expect(revealed(tree, text.indexOf('"end"'))).toBe("$.end");
    expect(revealed(tree, text.indexOf('n7"'))).toBe("$.list[7].id");
    expect(revealed(tree, text.length - 1)).toBe("$");
  });

  it("opens JSON that is in a string, where no path of a filter leads", () => {
    const inner = JSON.stringify({ b: [1, "two"] });
    const tree = createJsonTree(JSON.stringify({ a: inner, no: "{nothing}" }));
    expect(tree.nodes.value.map(({ expandable }) => expandable)).toEqual([true, true, true]);
    tree.toggle(1, true);
    tree.toggle(indexOf(tree, "$.a → .b"), true);
    expect(tree.nodes.value.map(pathTo)).toEqual([
      "$",
      "$.a",
      "$.a → .b",
      "$.a → .b[0]",
      "$.a → .b[1]",
      "$.no",
    ]);
    expect(tree.nodes.value.map(stepsTo)).toEqual([[], ["a"], null, null, null, ["no"]]);
    tree.toggle(5, true);
    expect(tree.nodes.value[5]).toMatchObject({ expandable: false, open: false });
  });

  it("goes as deep as the text does without recursion", async () => {
    const depth = 100_000;
    const tree = createJsonTree("[".repeat(depth) + "]".repeat(depth));
    await vi.waitUntil(() => tree.nodes.value.length > 1, 20_000);
    tree.unfold(0, 50);
    await vi.waitUntil(() => tree.levelsOf(0) === 50, 20_000);
  });
});
