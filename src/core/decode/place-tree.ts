import type { Bytes } from "../units.ts";
import type { TreeNode } from "./tree-node.ts";

/**
 * A tree of bytes that stand `shift` bytes behind the beginning of others, with its places in these; null where they are no part of these: then
 * nothing in it has a place.
 */
export function placeTree(node: TreeNode, shift: Bytes | null): TreeNode {
  if (shift === 0) return node;
  return {
    ...node,
    from: shift === null || node.from === null ? null : node.from + shift,
    to: shift === null || node.to === null ? null : node.to + shift,
    children: (skip, limit) => node.children(skip, limit).map((it) => placeTree(it, shift)),
  };
}
