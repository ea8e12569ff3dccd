import type { Bytes } from "../../units.ts";
import { textOf } from "../bytes/text-of.ts";
import {
  type ChildSpans,
  JSON_CUT,
  JSON_WRONG,
  jsonWasSpaced,
  scanJson,
  skipJsonSpace,
} from "./scan-json.ts";

export type JsonKind = "object" | "array" | "string" | "number" | "boolean" | "null";

/** A value within a JSON text, by where it stands. Its children are found when they are asked for, and no values are made of it. */
export interface JsonValue {
  readonly bytes: Uint8Array;
  readonly from: Bytes;
  readonly to: Bytes;
  readonly kind: JsonKind;
  /** False where the text ends before the value does: then the children that were whole are there. */
  readonly whole: boolean;
  /** There may be white space between its tokens. */
  readonly spaced: boolean;
  children: ChildSpans | null;
}

/** Members of which an object is asked by name are looked for among so many; protocols have few, and a dictionary is not asked. */
const MOST_CHILDREN = 1000;

/**
 * What a row needs stands near the beginning. A longer text is read so far (0.3 ms) and taken for one that was cut; its
 * tree reads all of it.
 */
export const ROW_JSON_BYTES: Bytes = 256 * 1024;

/** White space before a value is one sign or a line's indentation; a text with more before it is not looked at. */
const LEADING_BYTES: Bytes = 4096;

/**
 * The JSON value that bytes are, with nothing but white space around it; null where they are none. `cut`: the text may end
 * too early, since not all of it was recorded.
 */
export function readJson(
  bytes: Uint8Array,
  from: Bytes = 0,
  to: Bytes = bytes.length,
  cut = false,
): JsonValue | null {
  const start = skipJsonSpace(bytes, from, Math.min(to, from + LEADING_BYTES));
  const last = Math.min(to, start + ROW_JSON_BYTES);
  const children: ChildSpans = { spans: [], skip: 0, limit: MOST_CHILDREN, count: 0 };
  const end = scanJson(bytes, start, last, children);
  if (end === JSON_WRONG || start >= to) return null;
  if (end === JSON_CUT) {
    if (last === to && !cut) return null;
    return {
      bytes,
      from: start,
      to,
      kind: kindAt(bytes[start]),
      whole: false,
      spaced: jsonWasSpaced(),
      children,
    };
  }
  const spaced = jsonWasSpaced();
  if (skipJsonSpace(bytes, end, to) < to) return null;
  return { bytes, from: start, to: end, kind: kindAt(bytes[start]), whole: true, spaced, children };
}

/** As `readJson`, but of objects and arrays alone: any number or quoted word is JSON too, and says nothing. */
export function readJsonContainer(
  bytes: Uint8Array,
  from: Bytes = 0,
  to: Bytes = bytes.length,
  cut = false,
): JsonValue | null {
  const first = bytes[skipJsonSpace(bytes, from, Math.min(to, from + LEADING_BYTES))];
  return first === 0x7b || first === 0x5b ? readJson(bytes, from, to, cut) : null;
}

/** As `readJson`, however long the text is: for a tree. */
export function readWholeJson(bytes: Uint8Array): JsonValue | null {
  const start = skipJsonSpace(bytes, 0, bytes.length);
  const children: ChildSpans = { spans: [], skip: 0, limit: MOST_CHILDREN, count: 0 };
  const end = scanJson(bytes, start, bytes.length, children);
  if (end < 0) return null;
  return {
    bytes,
    from: start,
    to: end,
    kind: kindAt(bytes[start]),
    whole: true,
    spaced: jsonWasSpaced(),
    children,
  };
}

/** How many members or elements a value has. */
export function jsonLength(value: JsonValue): number {
  return childrenOf(value).count;
}

/** The member of an object that has this name (ASCII); the last, as in JSON.parse. */
export function memberOf(value: JsonValue | null, name: string): JsonValue | null {
  if (value === null || value.kind !== "object") return null;
  const { spans } = childrenOf(value);
  for (let index = spans.length - 4; index >= 0; index -= 4) {
    const from = spans[index] as number;
    if (isName(value.bytes, from, spans[index + 1] as number, name)) return childAt(value, spans, index);
  }
  return null;
}

/** An element of an array. */
export function elementOf(value: JsonValue | null, index: number): JsonValue | null {
  if (value === null || value.kind !== "array") return null;
  const { spans } = childrenOf(value);
  return index * 4 < spans.length ? childAt(value, spans, index * 4) : null;
}

/** The name of an object's member, by its number. */
export function memberName(value: JsonValue, index: number): string {
  const { spans } = childrenOf(value);
  return textWithin(value.bytes, spans[index * 4] as number, spans[index * 4 + 1] as number);
}

/** A child by its number, of an object or an array. */
export function childOf(value: JsonValue, index: number): JsonValue | null {
  const { spans } = childrenOf(value);
  return index * 4 < spans.length ? childAt(value, spans, index * 4) : null;
}

/** The text of a string; null of what is none. */
export function stringOf(value: JsonValue | null): string | null {
  if (value === null || value.kind !== "string" || !value.whole) return null;
  return textWithin(value.bytes, value.from + 1, value.to - 1);
}

/** A number; null of what is none. */
export function numberOf(value: JsonValue | null): number | null {
  if (value === null || value.kind !== "number") return null;
  return Number(textOf(value.bytes, value.from, value.to));
}

/** A string's text, or a number's digits as they are written: what a request is told apart by. */
export function scalarOf(value: JsonValue | null): string | null {
  if (value?.kind === "number") return textOf(value.bytes, value.from, value.to);
  return stringOf(value);
}

/** Whether a value is this word. Makes no text. */
export function isString(value: JsonValue | null, text: string): boolean {
  return value?.kind === "string" && isName(value.bytes, value.from + 1, value.to - 1, text);
}

/** The children `[skip, skip + limit)` of a value, as spans. Goes over the whole value. */
export function childSpans(value: JsonValue, skip: number, limit: number): readonly number[] {
  const children: ChildSpans = { spans: [], skip, limit, count: 0 };
  scanJson(value.bytes, value.from, value.to, children);
  return children.spans;
}

/** The text within the quotes that stand around `[from, to)`, escapes undone. */
export function textWithin(bytes: Uint8Array, from: Bytes, to: Bytes): string {
  if (!hasEscape(bytes, from, to)) return textOf(bytes, from, to);
  return JSON.parse(`"${textOf(bytes, from, to)}"`) as string;
}

/** The native search is worth its call from some length on. */
function hasEscape(bytes: Uint8Array, from: Bytes, to: Bytes): boolean {
  if (to - from > 64) return bytes.subarray(from, to).includes(0x5c);
  for (let at = from; at < to; at += 1) if (bytes[at] === 0x5c) return true;
  return false;
}

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

function childrenOf(value: JsonValue): ChildSpans {
  if (value.children === null) {
    value.children = { spans: [], skip: 0, limit: MOST_CHILDREN, count: 0 };
    scanJson(value.bytes, value.from, value.to, value.children);
  }
  return value.children;
}

function childAt({ bytes, spaced }: JsonValue, spans: readonly number[], index: number): JsonValue {
  const from = spans[index + 2] as number;
  return {
    bytes,
    from,
    to: spans[index + 3] as number,
    kind: kindAt(bytes[from]),
    whole: true,
    spaced,
    children: null,
  };
}

function isName(bytes: Uint8Array, from: Bytes, to: Bytes, name: string): boolean {
  if (to - from === name.length) {
    for (let index = 0; index < name.length; index += 1) {
      if (bytes[from + index] !== name.charCodeAt(index)) return false;
    }
    return true;
  }
  // An escaped name is longer than what it says; protocols do not escape, attackers may.
  if (to - from < name.length || to - from > name.length * 6) return false;
  return hasEscape(bytes, from, to) && textWithin(bytes, from, to) === name;
}
