import { encode } from "@msgpack/msgpack";
import { expect, test } from "vitest";
import { openNested } from "../../../src/core/decode/open-nested.ts";
import { readPayload } from "../../../src/core/decode/read-payload.ts";
import { toBranch, toLeaf } from "../../../src/core/decode/tree-node.ts";
import { treesToJson } from "../../../src/core/decode/tree-to-json.ts";
import { msgpackFormat } from "../../../src/core/decode/values/msgpack-format.ts";
import { toValueTree } from "../../../src/core/decode/values/value-tree.ts";

function treeOf(text: string) {
  const bytes = new TextEncoder().encode(text);
  return openNested(readPayload({ bytes, binary: false, cut: false }).reading.tree());
}

const packed = (value: unknown) => openNested(toValueTree(msgpackFormat, encode(value), 0));

test("is the value again, whatever it was packed in", () => {
  const value = { id: 7, list: [1, -2.5, 'a"b', null, true, {}, []], deep: { text: "x".repeat(1000) } };
  expect(JSON.parse(treesToJson([packed(value)]) ?? "")).toEqual(value);
  expect(JSON.parse(treesToJson([treeOf(JSON.stringify(value))]) ?? "")).toEqual(value);
  const held = treeOf(JSON.stringify({ held: JSON.stringify(value) }));
  expect(JSON.parse(treesToJson([held]) ?? "")).toEqual({ held: value });
});

test("has bytes in hex, members of one name as an array, and each part of several", () => {
  const bytes = packed({ blob: Uint8Array.of(1, 2, 255) });
  expect(treesToJson([bytes])).toBe('{"blob":"01 02 ff"}');
  const twice = toBranch("", "", [toLeaf("n", "number", "1"), toLeaf("n", "number", "NaN")]);
  expect(treesToJson([twice, bytes])).toBe('[{"n":[1,"NaN"]},{"blob":"01 02 ff"}]');
});

test("is nothing where nothing is within, or too much", () => {
  expect(treesToJson([])).toBeNull();
  expect(treesToJson([treeOf("a text")])).toBeNull();
  expect(treesToJson([treeOf(JSON.stringify(Array.from({ length: 60_000 }, () => 1)))])).toBeNull();
  expect(treesToJson([treeOf(`${"[".repeat(300)}${"]".repeat(300)}`)])).toBeNull();
});
