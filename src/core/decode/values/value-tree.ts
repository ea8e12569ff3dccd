import type { Bytes } from "../../units.ts";
import { textOf } from "../bytes/text-of.ts";
import { type TreeNode, toLeaf } from "../tree-node.ts";
import { endOfBinaryValue, UNTIL_BREAK, type ValueFormat, type ValueHead } from "./value-format.ts";
import { toValueText } from "./value-text.ts";

const TREE_TEXT = 200;

/** The value at `at`, which must have been found whole, as a tree; only the children that are asked for are made. */
export function toValueTree(
  format: ValueFormat,
  bytes: Uint8Array,
  at: Bytes,
  key: string | number = "",
): TreeNode {
  const head = format.head(bytes, at);
  if (head === null) return toLeaf(key, "other", "");
  const { kind, next, length } = head;
  const end = next + length;
  const text = toValueText(format, bytes, at, TREE_TEXT);
  const isContainer = kind === "object" || kind === "array" || head.count !== 0;
  if (!isContainer) return toLeaf(key, kind, text, at, end, contentOf(head, bytes));
  const count = countChildren(format, bytes, head);
  return {
    key,
    kind,
    text,
    count,
    from: at,
    to: endOfBinaryValue(format, bytes, at),
    holds: null,
    value: null,
    children: (skip, limit) => listChildren(format, bytes, head, skip, Math.min(limit, count - skip)),
  };
}

function contentOf({ kind, next, length }: ValueHead, bytes: Uint8Array): TreeNode["value"] {
  if (kind === "string") return () => textOf(bytes, next, next + length);
  return kind === "bytes" ? () => bytes.subarray(next, next + length) : null;
}

function countChildren(format: ValueFormat, bytes: Uint8Array, { count, next, kind }: ValueHead): number {
  let values = count;
  if (count === UNTIL_BREAK) {
    values = 0;
    for (let at: Bytes | null = next; at !== null && !format.isBreak(bytes[at]); values += 1) {
      at = endOfBinaryValue(format, bytes, at);
    }
  }
  return kind === "object" ? Math.floor(values / 2) : values;
}

function listChildren(
  format: ValueFormat,
  bytes: Uint8Array,
  { next, kind }: ValueHead,
  skip: number,
  limit: number,
): TreeNode[] {
  const nodes: TreeNode[] = [];
  let at: Bytes | null = next;
  for (let index = 0; index < skip + limit && at !== null; index += 1) {
    let key: string | number = index;
    if (kind === "object") {
      if (index >= skip) key = keyText(format, bytes, at);
      at = endOfBinaryValue(format, bytes, at);
      if (at === null) break;
    }
    if (index >= skip) nodes.push(toValueTree(format, bytes, at, key));
    at = endOfBinaryValue(format, bytes, at);
  }
  return nodes;
}

/** Keys are mostly strings; others are written as values. */
function keyText(format: ValueFormat, bytes: Uint8Array, at: Bytes): string {
  const head = format.head(bytes, at);
  return head?.kind === "string" && head.count === 0
    ? textOf(bytes, head.next, head.next + Math.min(head.length, 1000))
    : toValueText(format, bytes, at, TREE_TEXT);
}
