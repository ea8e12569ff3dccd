import type { Bytes } from "../../units.ts";
import { textIn } from "../bytes/whole-text.ts";

export type JsonKind = "object" | "array" | "string" | "number" | "boolean" | "null";

export const BACKSLASH = 0x5c;

const FEW_BYTES: Bytes = 8;

/** What kind of value begins with this byte. */
export function kindAt(byte: number | undefined): JsonKind {
  switch (byte) {
    case 0x7b:
      return "object";
    case 0x5b:
      return "array";
    case 0x22:
      return "string";
    case 0x74:
    case 0x66:
      return "boolean";
    case 0x6e:
      return "null";
    default:
      return "number";
  }
}

/** The number that stands there. Most are the digit of a type. */
export function numberIn(bytes: Uint8Array, from: Bytes, to: Bytes): number {
  return to - from === 1 ? (bytes[from] as number) - 0x30 : Number(textIn(bytes, from, to));
}

/** The text within the quotes that stand around `[from, to)`, escapes undone. */
export function textWithin(bytes: Uint8Array, from: Bytes, to: Bytes): string {
  const text = textIn(bytes, from, to);
  // Of an id of a few signs a call takes longer than to look at each.
  return (to - from <= FEW_BYTES ? hasEscape(bytes, from, to) : text.includes("\\"))
    ? (JSON.parse(`"${text}"`) as string)
    : text;
}

/** Whether the text within the quotes that stand around `[from, to)` is this name (ASCII). */
export function isName(bytes: Uint8Array, from: Bytes, to: Bytes, name: string): boolean {
  const { length } = name;
  if (to - from === length) {
    for (let index = 0; index < length; index += 1) {
      if (bytes[from + index] !== name.charCodeAt(index)) return false;
    }
    return true;
  }
  // An escaped name is longer than what it says; protocols do not escape, attackers may.
  if (to - from < length || to - from > length * 6) return false;
  // Up to its first escape it is the name itself: mostly the first sign decides.
  const first = bytes[from];
  if (first !== BACKSLASH && first !== name.charCodeAt(0)) return false;
  return hasEscape(bytes, from, to) && textWithin(bytes, from, to) === name;
}

/** Whether an escape stands there. The native search is worth its call from some length on. */
export function hasEscape(bytes: Uint8Array, from: Bytes, to: Bytes): boolean {
  if (to - from > 64) return bytes.subarray(from, to).includes(BACKSLASH);
  for (let at = from; at < to; at += 1) if (bytes[at] === BACKSLASH) return true;
  return false;
}
