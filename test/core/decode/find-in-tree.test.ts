import { expect, it } from "vitest";
import { findInTree } from "../../../src/core/decode/find-in-tree.ts";
import { type TreeNode, toBranch, toLeaf } from "../../../src/core/decode/tree-node.ts";
import { runSlices } from "../../../src/core/format/slices.ts";

const find = (root: TreeNode, wanted: string) => runSlices(findInTree(root, wanted));

it("finds names and values, in the order of the tree, and says nothing of what holds them", () => {
  const root = toBranch("", "{user: {name: Ann}, …}", [
    toBranch("user", "{name: Ann}", [toLeaf("name", "string", "Ann"), toLeaf("age", "number", "7")]),
    toLeaf("annex", "string", "a yard"),
    toLeaf(3, "string", "Hannah"),
  ]);
  expect(find(root, "ANN")).toEqual({ paths: [[0, 0], [1], [2]], more: false });
  expect(find(root, "7").paths).toEqual([[0, 1]]);
  expect(find(root, "").paths).toEqual([]);
});

it("looks into all of a value of which the line shows the beginning", () => {
  const long = `${"x".repeat(500)}needle`;
  const root = toBranch("", "", [toLeaf("text", "string", `${long.slice(0, 200)}…`, 0, 500, () => long)]);
  expect(find(root, "needle").paths).toEqual([[0]]);
});

it("ends, however much there is", () => {
  const endless: TreeNode = {
    ...toLeaf("deep", "object", ""),
    count: 1,
    children: () => [endless],
  };
  expect(find(endless, "nothing")).toEqual({ paths: [], more: true });
  const wide: TreeNode = {
    ...toLeaf("", "array", ""),
    count: 1e9,
    children: (skip, limit) =>
      Array.from({ length: limit }, (_, index) => toLeaf(skip + index, "string", "same")),
  };
  expect(find(wide, "same")).toMatchObject({ more: true, paths: { length: 1000 } });
  expect(find(wide, "other")).toEqual({ paths: [], more: true });
  const liar: TreeNode = { ...wide, children: () => [] };
  expect(find(liar, "same")).toEqual({ paths: [], more: false });
});
