import type { TreeNode } from "./tree-node.ts";

/** Bytes whose format is to be found out. */
export interface Payload {
  readonly bytes: Uint8Array;
  /** False: they are UTF-8. */
  readonly binary: boolean;
  readonly cut: boolean;
}

/** What a format says about a payload. */
export interface PayloadReading {
  /** One line for people. */
  readonly summary: string;
  /** What the application calls it, where the payload says so itself. */
  readonly event?: string | null;
  readonly problem?: string | null;
  readonly tree: () => TreeNode;
}

/** A format that one payload alone shows, without any others: a wrong guess must be out of the question. */
export interface PayloadFormat {
  readonly id: string;
  readonly name: string;
  /** What the payload is in this format, null where it is another's. */
  read(payload: Payload): PayloadReading | null;
}
