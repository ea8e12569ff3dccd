import { describe, expect, it } from "vitest";
import { createJsonTree, type JsonTree } from "../../../src/panel/store/json-tree.ts";

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
    expect(tree.nodes.value.at(-1)?.path).toBe("$.a.b");
    expect(tree.parentOf(2)).toBe(1);
    expect(tree.parentOf(0)).toBe(-1);
  });

  it("writes paths as JavaScript does", () => {
    const tree = createJsonTree('{"a-b":[{"ok":1}]}');
    expect(tree.nodes.value.map(({ path }) => path)).toEqual([
      "$",
      '$["a-b"]',
      '$["a-b"][0]',
      '$["a-b"][0].ok',
    ]);
  });

  it("parts long arrays into groups that open by themselves", () => {
    const tree = createJsonTree(JSON.stringify(Array.from({ length: 2500 }, (_, at) => at)));
    expect(lines(tree)).toEqual(["root ▾", " 0 … 999 ▸", " 1000 … 1999 ▸", " 2000 … 2499 ▸"]);
    tree.toggle(3, true);
    expect(tree.nodes.value).toHaveLength(504);
    expect(tree.nodes.value.at(-1)?.path).toBe("$[2499]");
  });

  it("goes as deep as the text does without recursion", () => {
    const depth = 100_000;
    const tree = createJsonTree("[".repeat(depth) + "]".repeat(depth));
    expect(tree.nodes.value.length).toBeGreaterThan(1);
  });
});
