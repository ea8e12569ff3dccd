import type { Bytes } from "../../units.ts";
import type { TreeKind } from "../tree-node.ts";

/** The beginning of a value in a binary format: what it is, and how much belongs to it. */
export interface ValueHead {
  readonly kind: TreeKind;
  /** Behind the head: a string's first byte, a container's first child, of others what follows them. */
  readonly next: Bytes;
  /** Bytes of content: of strings and bytes. */
  readonly length: Bytes;
  /** Values within: of a map two for each member. UNTIL_BREAK where a break ends it. */
  readonly count: number;
  /** Of what is no container, string or bytes: the value. Of a tag: what it says. */
  readonly text: string;
}

/** A container of any length, which ends at a break. */
export const UNTIL_BREAK = -1;

/** A format whose values begin with their type and length. */
export interface ValueFormat {
  readonly id: string;
  readonly name: string;
  /** The value that begins at `at`; null where none can, or where the bytes end within its head. */
  head(bytes: Uint8Array, at: Bytes): ValueHead | null;
  isBreak(byte: number | undefined): boolean;
}

/** Deeper than this is no data, it is an attempt. */
const MOST_DEPTH = 1000;

/** The position behind the value that begins at `at`; null where it is none, or not whole. Without recursion. */
export function endOfBinaryValue(format: ValueFormat, bytes: Uint8Array, from: Bytes): Bytes | null {
  const left: number[] = [1];
  let at = from;
  while (left.length > 0) {
    const last = left.length - 1;
    const remaining = left[last] as number;
    if (remaining === 0 || (remaining === UNTIL_BREAK && format.isBreak(bytes[at]))) {
      if (remaining !== 0) at += 1;
      left.pop();
      continue;
    }
    if (remaining > 0) left[last] = remaining - 1;
    const head = at < bytes.length ? format.head(bytes, at) : null;
    if (head === null) return null;
    at = head.next + head.length;
    // Each value within has a byte at least: a count that is too high is found out at once.
    if (at > bytes.length || head.count > bytes.length - at) return null;
    if (head.count !== 0) left.push(head.count);
    if (left.length > MOST_DEPTH) return null;
  }
  return at;
}
