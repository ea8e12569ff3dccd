import { expect, it, vi } from "vitest";
import type { DecodedNode } from "../../../src/core/wire/decoded-message.ts";
import { createDecodedTree, type DecodedTree, GROUP_SIZE } from "../../../src/panel/store/decoded-tree.ts";

const node = (key: string | number, count = 0): DecodedNode => ({
  key,
  kind: count > 0 ? "object" : "string",
  text: `${key}`,
  count,
  from: null,
  to: null,
  holds: null,
  hasValue: count === 0,
});

/** Every node has as many children as its key says, each with a key one smaller. */
const ask = async (path: readonly number[], skip: number, limit: number) => {
  const count = path.length === 0 ? 2 : path.length === 1 ? 450 : 0;
  return Array.from({ length: Math.max(0, Math.min(limit, count - skip)) }, (_, index) =>
    node(skip + index, path.length === 0 ? 450 : 0),
  );
};
const shown = (tree: DecodedTree) =>
  tree.lines.value.map(({ depth, node: { key }, moreFrom }) =>
    moreFrom === null ? `${" ".repeat(depth)}${key}` : `${" ".repeat(depth)}…${moreFrom}`,
  );

it("opens its root, and what is small; more of what is long comes when it is asked for", async () => {
  const tree = createDecodedTree(node("root", 2), ask);
  await vi.waitUntil(() => tree.lines.value.length === 3);
  expect(shown(tree)).toEqual(["root", " 0", " 1"]);
  expect(tree.toggle(1, true)).toBe(true);
  await vi.waitUntil(() => tree.lines.value.length > 3);
  expect(tree.lines.value).toHaveLength(3 + GROUP_SIZE + 1);
  expect(shown(tree)[2 + GROUP_SIZE]).toBe(`  …${GROUP_SIZE}`);
  expect(tree.toggle(2 + GROUP_SIZE, true)).toBe(true);
  await vi.waitUntil(() => tree.lines.value.length > 3 + GROUP_SIZE + 1);
  expect(shown(tree).slice(2 + GROUP_SIZE, 4 + GROUP_SIZE)).toEqual([
    `  ${GROUP_SIZE}`,
    `  ${GROUP_SIZE + 1}`,
  ]);
  expect(tree.lines.value[GROUP_SIZE + 2]?.path).toEqual([0, GROUP_SIZE]);
  expect(tree.parentOf(5)).toBe(1);
  expect([tree.nameOf(0), tree.nameOf(1), tree.nameOf(5)]).toEqual(["", "[0]", "[0][3]"]);
  expect(tree.toggle(1, false)).toBe(true);
  expect(shown(tree)).toEqual(["root", " 0", " 1"]);
  expect(tree.toggle(2, false)).toBe(false);
});

it("what was closed before its children came stays closed", async () => {
  let give: (nodes: DecodedNode[]) => void = () => {};
  const tree = createDecodedTree(node("root", 1), () => new Promise((resolve) => (give = resolve)));
  tree.toggle(0, false);
  give([node("late")]);
  await Promise.resolve();
  expect(shown(tree)).toEqual(["root"]);
});

it("what was closed and opened again has its children once", async () => {
  const gives: ((nodes: DecodedNode[]) => void)[] = [];
  const tree = createDecodedTree(node("root", 1), () => new Promise((resolve) => gives.push(resolve)));
  tree.toggle(0, false);
  tree.toggle(0, true);
  for (const give of gives) give([node("child")]);
  await Promise.resolve();
  await Promise.resolve();
  expect(gives).toHaveLength(2);
  expect(shown(tree)).toEqual(["root", " child"]);
});

it("opens the way to a node, however far behind it is, and no further than it is there", async () => {
  const far = async (path: readonly number[], skip: number, limit: number) => {
    const count = path.length === 0 ? 2 : path.length === 1 ? 2500 : 0;
    return Array.from({ length: Math.max(0, Math.min(limit, count - skip)) }, (_, index) =>
      node(skip + index, path.length === 0 ? 2500 : 0),
    );
  };
  const tree = createDecodedTree(node("root", 2), far);
  const reveal = (path: readonly number[]) => new Promise<number>((shown) => tree.reveal(path, shown));
  const found = await reveal([1, 2345]);
  expect(tree.lines.value[found]?.path).toEqual([1, 2345]);
  expect(tree.lines.value[1]?.open, "what is not on the way stays closed").toBe(false);
  const nowhere = await reveal([1, 2345, 0]);
  expect(tree.lines.value[nowhere]?.path).toEqual([1, 2345]);
  const behind = await reveal([1, 9999]);
  expect(tree.lines.value[behind]?.path).toEqual([1]);
  expect(await reveal([])).toBe(0);
});
