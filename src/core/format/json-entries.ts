import type { LongText } from "./long-text.ts";
import { runSlices, SLICE_LENGTH, type Slices } from "./slices.ts";

/**
 * A part of a JSON text, by where it stands. Reading the text itself, not the value that JSON.parse makes of it,
 * keeps what that loses: digits of long numbers, the order of number-like keys, keys that occur twice.
 */
export interface JsonPart {
  readonly kind: JsonKind;
  readonly start: number;
  readonly end: number;
}

export type JsonKind = "object" | "array" | "string" | "number" | "boolean" | "null";

/** A member of an object or an element of an array. */
export interface JsonEntry extends JsonPart {
  /** The member's name; of an element, its index. */
  readonly key: string | number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether a text may be a JSON object or array: its first sign says so. Cheap; `isJson` is sure. */
export function looksLikeJson(text: LongText): boolean {
  const first = text.charCodeAt(skipSpace(text, 0));
  return first === 0x7b || first === 0x5b;
}

/** Whether a text is a JSON object or array. */
export function isJson(text: string): boolean {
  if (!looksLikeJson(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The whole of a text that `isJson` has let through. */
export function jsonRoot(text: LongText): JsonPart {
  const start = skipSpace(text, 0);
  return { kind: kindAt(text, start), start, end: endOfText(text) };
}

/** The direct children of an object or array, at most `limit`. Goes once over the part's text, without recursion. */
export function listJsonEntries(text: LongText, part: JsonPart, limit = Infinity): JsonEntry[] {
  return runSlices(findJsonEntries(text, part, { at: part.start + 1, index: 0 }, limit)).entries;
}

/** A place among the children of an object or array: before the child of this index. */
export interface EntryPlace {
  readonly at: number;
  readonly index: number;
}

/** The children from a place on, at most `limit`; `rest` is where more come, null where none do. */
export function* findJsonEntries(
  text: LongText,
  part: JsonPart,
  from: EntryPlace,
  limit: number,
): Slices<{ readonly entries: JsonEntry[]; readonly rest: EntryPlace | null }> {
  const entries: JsonEntry[] = [];
  const isObject = part.kind === "object";
  let position = skipSpace(text, from.at);
  let sliceEnd = position + SLICE_LENGTH;
  while (position < part.end - 1) {
    const index = from.index + entries.length;
    if (entries.length >= limit) return { entries, rest: { at: position, index } };
    let key: string | number = index;
    if (isObject) {
      const end = endOfString(text, position);
      key = JSON.parse(text.slice(position, end)) as string;
      // Behind the colon.
      position = skipSpace(text, skipSpace(text, end) + 1);
    }
    const end = yield* findEndOfValue(text, position);
    entries.push({ key, kind: kindAt(text, position), start: position, end });
    const separator = skipSpace(text, end);
    if (text.charCodeAt(separator) !== 0x2c) break;
    position = skipSpace(text, separator + 1);
    if (position >= sliceEnd) {
      yield (position - part.start) / (part.end - part.start);
      sliceEnd = position + SLICE_LENGTH;
    }
  }
  return { entries, rest: null };
}

/** Where every so manieth child begins, and how many there are. Keeps nothing of the others: there may be millions. */
export function* findJsonGroups(
  text: LongText,
  part: JsonPart,
  size: number,
): Slices<{ readonly starts: readonly number[]; readonly count: number }> {
  const starts: number[] = [];
  let count = 0;
  let position = skipSpace(text, part.start + 1);
  let sliceEnd = position + SLICE_LENGTH;
  if (position >= part.end - 1) return { starts, count };
  for (;;) {
    if (count % size === 0) starts.push(position);
    count += 1;
    // Key and value are passed over alike: up to the comma of this depth.
    if (part.kind === "object") position = skipSpace(text, skipSpace(text, endOfString(text, position)) + 1);
    position = skipSpace(text, yield* findEndOfValue(text, position));
    if (text.charCodeAt(position) !== 0x2c) return { starts, count };
    position = skipSpace(text, position + 1);
    if (position >= sliceEnd) {
      yield (position - part.start) / (part.end - part.start);
      sliceEnd = position + SLICE_LENGTH;
    }
  }
}

/** The value of a string part, escapes undone. */
export function readJsonString(text: LongText, part: JsonPart): string {
  return JSON.parse(text.slice(part.start, part.end)) as string;
}

/** Where the white space from `position` on ends. */
export function skipSpace(text: LongText, position: number): number {
  let at = position;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at += 1;
  }
}

/** The position behind the last sign that is no white space. */
export function endOfText(text: LongText): number {
  let end = text.length;
  while (end > 0 && skipSpace(text, end - 1) >= end) end -= 1;
  return end;
}

/** The position behind the string that begins at `position`. */
export function endOfString(text: LongText, position: number): number {
  let at = position + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

/** The position behind the value that begins at `position`. */
export function endOfValue(text: LongText, position: number): number {
  return runSlices(findEndOfValue(text, position));
}

function* findEndOfValue(text: LongText, position: number): Slices<number> {
  const first = text.charCodeAt(position);
  if (first === QUOTE) return endOfString(text, position);
  if (first !== 0x7b && first !== 0x5b) return endOfLiteral(text, position);
  let depth = 0;
  let at = position;
  let sliceEnd = at + SLICE_LENGTH;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      continue;
    }
    at += 1;
    if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
      if (depth === 0) return at;
      if (at >= sliceEnd) {
        yield at / text.length;
        sliceEnd = at + SLICE_LENGTH;
      }
    }
  }
  return at;
}

/** The position behind the number or word that begins at `position`. */
export function endOfLiteral(text: LongText, position: number): number {
  let at = position;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x2c || code === 0x7d || code === 0x5d || code <= 0x20) break;
    at += 1;
  }
  return at;
}

function kindAt(text: LongText, position: number): JsonKind {
  switch (text.slice(position, position + 1)) {
    case "{":
      return "object";
    case "[":
      return "array";
    case '"':
      return "string";
    case "t":
    case "f":
      return "boolean";
    case "n":
      return "null";
    default:
      return "number";
  }
}
