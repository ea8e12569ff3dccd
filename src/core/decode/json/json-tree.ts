import { textOf } from "../bytes/text-of.ts";
import type { TreeNode } from "../tree-node.ts";
import { jsonText } from "./json-text.ts";
import { textWithin } from "./json-token.ts";
import { childSpans, type JsonValue, jsonLength, jsonValueAt } from "./json-value.ts";

const TREE_TEXT_BYTES = 200;

/** A name that is as long as a document would not help anybody. */
const KEY_BYTES = 1000;

/**
 * A JSON value as a tree. Only the children that are asked for are made; `offset` is where the value's bytes begin in
 * those that were decoded, null where they are not a part of them.
 */
export function toJsonTree(value: JsonValue, key: string | number = "", offset: number | null = 0): TreeNode {
  const { bytes, from, to, kind } = value;
  const isContainer = kind === "object" || kind === "array";
  return {
    key,
    kind,
    text: jsonText(value, TREE_TEXT_BYTES),
    count: isContainer ? jsonLength(value) : 0,
    from: offset === null ? null : from + offset,
    to: offset === null ? null : to + offset,
    holds: null,
    value: kind === "string" ? () => textWithin(bytes, from + 1, to - 1) : null,
    children: (skip, limit) => (isContainer ? listChildren(value, offset, skip, limit) : []),
  };
}

function listChildren(value: JsonValue, offset: number | null, skip: number, limit: number): TreeNode[] {
  const { bytes, spaced } = value;
  const spans = childSpans(value, skip, limit);
  const nodes: TreeNode[] = [];
  for (let index = 0; index < spans.length; index += 4) {
    const [keyFrom = -1, keyTo = -1, from = 0, to = 0] = spans.slice(index, index + 4);
    const key = keyFrom < 0 ? skip + index / 4 : keyOf(bytes, keyFrom, keyTo);
    const child = jsonValueAt(bytes, from, to, spaced);
    nodes.push(toJsonTree(child, key, offset));
  }
  return nodes;
}

function keyOf(bytes: Uint8Array, from: number, to: number): string {
  return to - from > KEY_BYTES ? `${textOf(bytes, from, from + KEY_BYTES)}…` : textWithin(bytes, from, to);
}
