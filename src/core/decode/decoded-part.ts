import type { Bytes } from "../units.ts";
import type { Correlation, Part, Piece } from "./decoder.ts";
import { type TreeNode, toLeaf } from "./tree-node.ts";

/** What is known of one protocol message, all decoders taken together. */
export interface DecodedPart {
  /** The decoders that read it, outermost first; none for what was not recognised. */
  readonly protocols: readonly string[];
  /** The innermost decoder's word for what it is; where there is none, the payload's format. */
  readonly kind: string;
  readonly event: string | null;
  readonly channel: string | null;
  readonly summary: string;
  readonly control: boolean;
  readonly correlation: Correlation | null;
  readonly failed: boolean;
  readonly problem: string | null;
  /** Which bytes of the message it is; of what is unpacked, those of the packed. */
  readonly from: Bytes;
  readonly to: Bytes;
  readonly piece: Piece;
  readonly earlier: readonly number[];
  /** The format of what it carries, or is: `json`, `text`, `binary`. Null where its decoder knows more of it. */
  readonly format: string | null;
  readonly tree: () => TreeNode;
}

const NONE: readonly number[] = [];

const NO_PROTOCOLS: readonly string[] = [];

/** Stands for a tree of its own that a decoder has not given. */
export const NO_TREE = (): TreeNode => toLeaf("", "other", "");

/**
 * A part that has all its members from the beginning, and becomes what is known of it in place. A decoder may make its parts so instead of as literals of its own:
 * of a few hundred nanoseconds that a short row takes, 50 go into reading objects of as many shapes as there are decoders (measured).
 */
export class RowPart implements Part {
  kind: string;
  summary: string;
  event: string | null = null;
  channel: string | null = null;
  control = false;
  correlation: Correlation | null = null;
  failed = false;
  problem: string | null = null;
  from: Bytes;
  to: Bytes;
  piece: Piece = "whole";
  earlier: readonly number[] = NONE;
  protocols: readonly string[] = NO_PROTOCOLS;
  format: string | null = null;
  tree: () => TreeNode = NO_TREE;

  constructor(kind: string, summary: string, from: Bytes, to: Bytes) {
    this.kind = kind;
    this.summary = summary;
    this.from = from;
    this.to = to;
  }
}

/** More than the widest line shows. Decoders keep to some 200 signs, but for the names that an application chooses. */
const MOST_SUMMARY = 600;

/** A summary that is no longer than any line; no character is cut in two. */
export function boundSummary(summary: string): string {
  if (summary.length <= MOST_SUMMARY) return summary;
  const end = MOST_SUMMARY - 1;
  const isSplit = (summary.charCodeAt(end - 1) & 0xfc00) === 0xd800;
  return `${summary.slice(0, isSplit ? end - 1 : end)}…`;
}

/** Completes what the innermost decoder said by what is so unless it is said. `from` and `to` are by the whole message. */
export function toDecodedPart(
  protocols: readonly string[],
  part: Part,
  from: Bytes,
  to: Bytes,
  summary: string,
  format: string | null,
  tree: () => TreeNode,
): DecodedPart {
  return {
    protocols,
    kind: part.kind,
    event: part.event ?? null,
    channel: part.channel ?? null,
    summary: boundSummary(summary),
    control: part.control ?? false,
    correlation: part.correlation ?? null,
    failed: part.failed ?? false,
    problem: part.problem ?? null,
    from,
    to,
    piece: part.piece ?? "whole",
    earlier: part.earlier ?? NONE,
    format,
    tree,
  };
}
