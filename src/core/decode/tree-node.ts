import type { Bytes } from "../units.ts";

export type TreeKind =
  | "object"
  | "array"
  | "string"
  | "number"
  | "boolean"
  | "null"
  | "bytes"
  /** What a format has beside these: a date, a tag, an extension. */
  | "other";

/** A value in a detail pane's tree. Children are made when they are asked for. */
export interface TreeNode {
  /** The name of a member, the number of an element, or what the protocol calls it. "" is the root. */
  readonly key: string | number;
  readonly kind: TreeKind;
  /** The value in one line, cut to some 200 signs; of a container its beginning. */
  readonly text: string;
  /** How many children there are; 0 is none. */
  readonly count: number;
  /** Where it stands in the bytes that were decoded; null where it has no place of its own there. */
  readonly from: Bytes | null;
  readonly to: Bytes | null;
  /** What a string or some bytes turned out to be: `JSON`, `PNG image`. The children are then those of that. */
  readonly holds: string | null;
  /** The whole value of a string or of bytes; null of what is neither. */
  readonly value: (() => string | Uint8Array) | null;
  /** The children `[skip, skip + limit)`. */
  children(skip: number, limit: number): readonly TreeNode[];
}

/** A node without children. */
export function toLeaf(
  key: string | number,
  kind: TreeKind,
  text: string,
  from: Bytes | null = null,
  to: Bytes | null = null,
  value: (() => string | Uint8Array) | null = null,
): TreeNode {
  return { key, kind, text, count: 0, from, to, holds: null, value, children: () => [] };
}

/** A node whose children are a list that is there already. */
export function toBranch(
  key: string | number,
  text: string,
  children: readonly TreeNode[],
  from: Bytes | null = null,
  to: Bytes | null = null,
): TreeNode {
  return {
    key,
    kind: "object",
    text,
    count: children.length,
    from,
    to,
    holds: null,
    value: null,
    children: (skip, limit) => children.slice(skip, skip + limit),
  };
}
