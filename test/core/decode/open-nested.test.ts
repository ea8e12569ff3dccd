import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { bytesUnpacked } from "../../../src/core/decode/bytes/inflate.ts";
import { openNested } from "../../../src/core/decode/open-nested.ts";
import { readPayload } from "../../../src/core/decode/read-payload.ts";
import type { TreeNode } from "../../../src/core/decode/tree-node.ts";

function treeOf(text: string): TreeNode {
  return openNested(
    readPayload({ bytes: new TextEncoder().encode(text), binary: false, cut: false }).reading.tree(),
  );
}

function at(node: TreeNode, ...keys: (string | number)[]): TreeNode {
  return keys.reduce<TreeNode>((from, key) => {
    const found = from.children(0, 1000).find((it) => it.key === key);
    if (found === undefined) throw new Error(`no ${key}`);
    return found;
  }, node);
}

test("opens JSON in strings in JSON, and an image in base64 in that", () => {
  const image = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array(30).fill(1)]).toString(
    "base64",
  );
  const tree = treeOf(
    JSON.stringify({ data: JSON.stringify({ list: [1, JSON.stringify({ image })] }), not: "[1" }),
  );
  expect(at(tree, "data").holds).toBe("JSON");
  expect(at(tree, "data", "list", 1).holds).toBe("JSON");
  expect(at(tree, "data", "list", 1, "image").holds).toBe("PNG image");
  expect(at(tree, "not").holds).toBeNull();
  expect(at(tree, "data").from).toBe(8);
  expect(at(tree, "data", "list").from).toBeNull();
});

test("gives windows of children, however many there are", () => {
  const tree = treeOf(JSON.stringify(Array.from({ length: 50_000 }, (_, index) => index)));
  expect(tree.count).toBe(50_000);
  expect(tree.children(49_998, 100).map(({ key, text }) => [key, text])).toEqual([
    [49_998, "49998"],
    [49_999, "49999"],
  ]);
});

test("ends where strings hold strings without end", () => {
  let text = "[1]";
  for (let depth = 0; depth < 14; depth += 1) text = JSON.stringify([text]);
  let node = treeOf(text);
  let depth = 0;
  while (node.count > 0) {
    node = node.children(0, 1)[0] as TreeNode;
    depth += 1;
  }
  expect(depth).toBe(15);
});

test("what unpacks to too much is unpacked once, and says what it is", () => {
  const bytes = Uint8Array.from(gzipSync(new Uint8Array(64 * 1024 * 1024)));
  const before = bytesUnpacked();
  const tree = openNested(readPayload({ bytes, binary: true, cut: false }).reading.tree());
  expect(tree).toMatchObject({ kind: "bytes", holds: "gzip", count: 0 });
  expect(bytesUnpacked() - before).toBeLessThan(32 * 1024 * 1024);
});

test("what many values hold together is unpacked up to a bound, each time that some are asked for", () => {
  const packed = Buffer.from(gzipSync(new Uint8Array(6 * 1024 * 1024))).toString("base64");
  const tree = treeOf(JSON.stringify(Array.from({ length: 100 }, () => packed)));
  for (const place of [0, 90]) {
    const before = bytesUnpacked();
    const children = tree.children(place, 10);
    expect(children.map(({ kind }) => kind)).toEqual(Array(10).fill("string"));
    expect(bytesUnpacked() - before).toBeGreaterThan(6 * 1024 * 1024);
    expect(bytesUnpacked() - before).toBeLessThan(45 * 1024 * 1024);
  }
});
