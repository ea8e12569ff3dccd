import type { Bytes } from "../units.ts";
import { bytesUnpacked } from "./bytes/inflate.ts";
import { placeTree } from "./place-tree.ts";
import { readPayload } from "./read-payload.ts";
import type { TreeNode } from "./tree-node.ts";

/** What is packed more often than this is packed to waste our time. */
const MOST_NESTED = 16;

/** A longer string is not searched for what it may hold. */
const NESTED_LENGTH = 4 * 1024 * 1024;

/** What is packed in values that are asked for together is unpacked up to this; what is behind it says no more than that it is packed. */
const MOST_UNPACKED: Bytes = 32 * 1024 * 1024;

const encoder = new TextEncoder();

/**
 * A tree in which strings and bytes that hold something else (JSON in a string, an image in base64) are opened: they
 * say what they hold, and have its children. Only nodes that are asked for are looked into.
 */
export function openNested(node: TreeNode): TreeNode {
  return open(node, 0, bytesUnpacked() + MOST_UNPACKED);
}

/** Nothing is opened when so much has been unpacked, ever. */
function open(node: TreeNode, depth: number, limit: Bytes): TreeNode {
  const held = depth < MOST_NESTED && bytesUnpacked() <= limit ? readValue(node) : null;
  if (held !== null) {
    const inner = open(held.tree, depth + 1, limit);
    return { ...node, holds: inner.holds ?? held.name, count: inner.count, children: inner.children };
  }
  if (node.count === 0) return node;
  return {
    ...node,
    children(skip, most) {
      const until = bytesUnpacked() + MOST_UNPACKED;
      return node.children(skip, most).map((it) => open(it, depth, until));
    },
  };
}

function readValue(node: TreeNode): { name: string; tree: TreeNode } | null {
  if (node.value === null || node.count > 0 || node.holds !== null) return null;
  // Its places say how long it is, before it is made.
  if ((node.to ?? 0) - (node.from ?? 0) > NESTED_LENGTH * 2) return null;
  const value = node.value();
  if (value.length > NESTED_LENGTH) return null;
  const binary = typeof value !== "string";
  if (!binary && !mayHold(value)) return null;
  const bytes = binary ? value : encoder.encode(value);
  const { format, name, reading } = readPayload({ bytes, binary, cut: false });
  if (format === "text" || format === "binary") return null;
  const { from, to } = node;
  return { name, tree: { ...placeTree(reading.tree(), null), from, to } };
}

/** JSON, XML and base64 alone are looked for in strings. */
function mayHold(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first === 0x7b || first === 0x5b || first === 0x3c) return true;
  return text.length >= 32 && /^(?:data:|[A-Za-z0-9+/_-]{32})/.test(text);
}
