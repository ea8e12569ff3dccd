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

/** As `ValueHead`, to be used again for the next one: rows look at dozens of values, and an object for each costs as much as reading it. */
export type ValueHeadSlot = { -readonly [Name in keyof ValueHead]: ValueHead[Name] };

export function createValueHead(): ValueHeadSlot {
  return { kind: "null", next: 0, length: 0, count: 0, text: "" };
}

/** Says all of a head at once. */
export function fillHead(
  head: ValueHeadSlot,
  kind: TreeKind,
  next: Bytes,
  length: Bytes,
  count: number,
  text: string,
): ValueHead {
  head.kind = kind;
  head.next = next;
  head.length = length;
  head.count = count;
  head.text = text;
  return head;
}

/** A container of any length, which ends at a break. */
export const UNTIL_BREAK = -1;

/** How much belongs to a value, what is within it left out. */
export interface ValueSize {
  /** Behind its head and its content; of a container where its first child is. */
  end: Bytes;
  /** As in `ValueHead`. */
  count: number;
}

/** A format whose values begin with their type and length. */
export interface ValueFormat {
  readonly id: string;
  readonly name: string;
  /** The value that begins at `at`, brought into `into`, where that is given; null where none can, or where the bytes end within its head. */
  head(bytes: Uint8Array, at: Bytes, into?: ValueHeadSlot): ValueHead | null;
  /** The same, as far as it is needed to pass over the value, into `size`; false where `head` answers null. Makes nothing. */
  measure(bytes: Uint8Array, at: Bytes, size: ValueSize): boolean;
  isBreak(byte: number | undefined): boolean;
}

/** Deeper than this is no data, it is an attempt. */
const MOST_DEPTH = 1000;

/** How many values are left at each depth. One for all: nothing is looked at while something is. */
const left = new Float64Array(MOST_DEPTH + 1);
const size: ValueSize = { end: 0, count: 0 };

/** Of so many values within one it is noted where they begin. */
const MOST_STARTS = 128;

/** Where the values begin that are directly within the value that was passed over last, of a map names and values in turn; and how many are noted. */
export const valueStarts = new Int32Array(MOST_STARTS);
let startCount = 0;

/** How many of `valueStarts` are of the value that was passed over last. */
export function countStarts(): number {
  return startCount;
}

/** The position behind the value that begins at `at`; null where it is none, or not whole. Without recursion. */
export function endOfBinaryValue(format: ValueFormat, bytes: Uint8Array, from: Bytes): Bytes | null {
  let depth = 0;
  let remaining = 1;
  let at = from;
  let starts = 0;
  for (;;) {
    if (remaining === 0 || (remaining === UNTIL_BREAK && format.isBreak(bytes[at]))) {
      if (remaining !== 0) at += 1;
      if (depth === 0) break;
      depth -= 1;
      remaining = left[depth] as number;
      continue;
    }
    if (remaining > 0) remaining -= 1;
    if (at >= bytes.length || !format.measure(bytes, at, size)) return null;
    if (depth === 1 && starts < MOST_STARTS) {
      valueStarts[starts] = at;
      starts += 1;
    }
    at = size.end;
    const { count } = size;
    // Each value within has a byte at least: a count that is too high is found out at once.
    if (at > bytes.length || count > bytes.length - at) return null;
    if (count === 0) continue;
    left[depth] = remaining;
    depth += 1;
    if (depth >= MOST_DEPTH) return null;
    remaining = count;
  }
  startCount = starts;
  return at;
}
