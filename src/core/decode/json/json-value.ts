import type { Bytes } from "../../units.ts";
import { textIn } from "../bytes/whole-text.ts";
import { COUNT, FROM, JsonOutline, KEY_FROM, KEY_TO, NEXT, NODE, OPEN, TO } from "./json-outline.ts";
import { BACKSLASH, isName, type JsonKind, kindAt, numberIn, textWithin } from "./json-token.ts";
import { JSON_CUT, JSON_WRONG, jsonWasEscaped, jsonWasSpaced, scanJson, skipJsonSpace } from "./scan-json.ts";

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
  /** Where what is in it was noted: its node in an outline, and of which text that was then. Null where it was not. */
  outline: JsonOutline | null;
  text: number;
  node: number;
  /** How many levels of it are noted there. */
  levels: number;
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

/** Protocols have what they want to say two levels deep: `payload.data`. What is deeper is looked for when it is asked for. */
const READ_LEVELS = 2;

const OPEN_OBJECT = 0x7b;

/** What is deeper has mostly no more values than these in it. */
const FEW_NODES = 12;

/** Texts within texts are read while the outer one is still asked: so many of those that were read last keep their outlines; an earlier one is looked through once more. */
const KEPT_OUTLINES = 4;
const outlines = Array.from({ length: KEPT_OUTLINES }, () => new JsonOutline(READ_LEVELS, 0, MOST_CHILDREN));
let lastOutline = 0;

/** An outline for the text that is read now. */
function nextOutline(levels: number): JsonOutline {
  lastOutline = (lastOutline + 1) % KEPT_OUTLINES;
  const outline = outlines[lastOutline] as JsonOutline;
  outline.text += 1;
  outline.levels = levels;
  return outline;
}

/**
 * The JSON value that bytes are, with nothing but white space around it; null where they are none. `cut`: the text may end
 * too early, since not all of it was recorded. `levels`: 1 where nobody asks for more than its members; what is deeper can be asked for all the same.
 */
export function readJson(
  bytes: Uint8Array,
  from: Bytes = 0,
  to: Bytes = bytes.length,
  cut = false,
  levels: 1 | 2 = READ_LEVELS,
): JsonValue | null {
  const value = readFirstJson(bytes, from, to, cut, levels);
  return value?.whole && skipJsonSpace(bytes, value.to, to) < to ? null : value;
}

/** As `readJson`, whatever follows the value. */
export function readFirstJson(
  bytes: Uint8Array,
  from: Bytes,
  to: Bytes,
  cut: boolean,
  levels: 1 | 2 = READ_LEVELS,
): JsonValue | null {
  const start = skipJsonSpace(bytes, from, Math.min(to, from + LEADING_BYTES));
  const last = Math.min(to, start + ROW_JSON_BYTES);
  const outline = nextOutline(levels);
  const end = scanJson(bytes, start, last, outline);
  outline.escaped = jsonWasEscaped();
  if (end === JSON_WRONG || start >= to) return null;
  const spaced = jsonWasSpaced();
  if (end !== JSON_CUT) return outermost(bytes, start, end, true, spaced, outline);
  return last === to && !cut ? null : outermost(bytes, start, to, false, spaced, outline);
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
  const outline = new JsonOutline(1, 0, MOST_CHILDREN);
  const end = scanJson(bytes, start, bytes.length, outline);
  return end < 0 ? null : outermost(bytes, start, end, true, jsonWasSpaced(), outline);
}

/** A value in a JSON text that was read before: what is in it is looked for when it is asked for. */
export function jsonValueAt(bytes: Uint8Array, from: Bytes, to: Bytes, spaced: boolean): JsonValue {
  const kind = kindAt(bytes[from]);
  return { bytes, from, to, kind, whole: true, spaced, outline: null, text: 0, node: 0, levels: 0 };
}

/** How many members or elements a value has. */
export function jsonLength(value: JsonValue): number {
  return outlineOf(value).nodes[value.node + COUNT] as number;
}

/** Whether a value is an object or array with something in it. Does not look through it. */
export function hasChildren(value: JsonValue): boolean {
  const { bytes, from, to, kind, whole } = value;
  if (kind !== "object" && kind !== "array") return false;
  return whole ? skipJsonSpace(bytes, from + 1, to) < to - 1 : jsonLength(value) > 0;
}

/** The member of an object that has this name (ASCII); the last, as in JSON.parse. */
export function memberOf(value: JsonValue | null, name: string): JsonValue | null {
  const node = memberNode(value, name);
  return node < 0 ? null : childAt(value as JsonValue, (value as JsonValue).outline as JsonOutline, node);
}

/** A value's own node in its outline, with so many levels within it noted. */
export function ownNode(value: JsonValue, levels = 1): number {
  outlineOf(value, levels);
  return value.node;
}

/** The node of this member in the value's outline; -1 where there is none. `levels`: 2 where it is asked next what is in it, by `nodeWithin`. */
export function memberNode(value: JsonValue | null, name: string, levels = 1): number {
  if (value === null || value.kind !== "object") return -1;
  return findMember(value.bytes, outlineOf(value, levels).nodes, value.node, name);
}

/** The node of a member in an object at a node of the value's outline that was asked for last, with what is in it; -1 where there is none. */
export function nodeWithin(value: JsonValue, object: number, name: string): number {
  if (object < 0) return -1;
  const { nodes } = value.outline as JsonOutline;
  if (value.bytes[nodes[object + FROM] as number] !== OPEN_OBJECT) return -1;
  return findMember(value.bytes, nodes, object, name);
}

/** The node of the member that has this name (ASCII) in an object's node; -1 where there is none. */
function findMember(bytes: Uint8Array, nodes: Int32Array, object: number, name: string): number {
  const first = name.charCodeAt(0);
  let found = -1;
  let left = Math.min(MOST_CHILDREN, nodes[object + COUNT] as number);
  for (let node = object + NODE; left > 0; left -= 1) {
    const from = nodes[node + KEY_FROM] as number;
    const sign = bytes[from] as number;
    // Mostly the first sign decides.
    if ((sign === first || sign === BACKSLASH) && isName(bytes, from, nodes[node + KEY_TO] as number, name))
      found = node;
    node = nodes[node + NEXT] as number;
  }
  return found;
}

/** An element of an array. */
export function elementOf(value: JsonValue | null, index: number): JsonValue | null {
  return value === null || value.kind !== "array" ? null : childOf(value, index);
}

/** The name of an object's member, by its number. */
export function memberName(value: JsonValue, index: number): string {
  const node = childNode(value, index);
  if (node < 0) return "";
  const { nodes } = value.outline as JsonOutline;
  return textWithin(value.bytes, nodes[node + KEY_FROM] as number, nodes[node + KEY_TO] as number);
}

/** A child by its number, of an object or an array. */
export function childOf(value: JsonValue, index: number): JsonValue | null {
  const node = childNode(value, index);
  return node < 0 ? null : childAt(value, value.outline as JsonOutline, node);
}

/** The text of a string; null of what is none. */
export function stringOf(value: JsonValue | null): string | null {
  if (value === null || value.kind !== "string" || !value.whole) return null;
  return textWithin(value.bytes, value.from + 1, value.to - 1);
}

/** A number; null of what is none. */
export function numberOf(value: JsonValue | null): number | null {
  if (value === null || value.kind !== "number") return null;
  return numberIn(value.bytes, value.from, value.to);
}

/** A string's text, or a number's digits as they are written: what a request is told apart by. */
export function scalarOf(value: JsonValue | null): string | null {
  if (value?.kind === "number") return textIn(value.bytes, value.from, value.to);
  return stringOf(value);
}

/** Whether a value is this word. Makes no text. */
export function isString(value: JsonValue | null, text: string): boolean {
  return value?.kind === "string" && isName(value.bytes, value.from + 1, value.to - 1, text);
}

/** Used for one text after the other: to make one took longer than to go over a short text. */
const spanOutline = new JsonOutline(1, 0, 0);

/** The children `[skip, skip + limit)` of a value as spans: four numbers a child, its key from and to, its value from and to. Goes over the whole value. */
export function childSpans(value: JsonValue, skip: number, limit: number): readonly number[] {
  const outline = spanOutline;
  outline.note(skip, limit);
  scanJson(value.bytes, value.from, value.to, outline);
  const { nodes, length } = outline;
  const spans: number[] = [];
  for (let node = NODE; node < length && nodes[node + TO] !== OPEN; node += NODE) {
    for (let index = KEY_FROM; index <= TO; index += 1) spans.push(nodes[node + index] as number);
  }
  return spans;
}

function outermost(
  bytes: Uint8Array,
  from: Bytes,
  to: Bytes,
  whole: boolean,
  spaced: boolean,
  outline: JsonOutline,
): JsonValue {
  const { text, levels } = outline;
  return { bytes, from, to, kind: kindAt(bytes[from]), whole, spaced, outline, text, node: 0, levels };
}

/** The outline in which what is in a value is noted: made now, where it is not. */
function outlineOf(value: JsonValue, levels = 1): JsonOutline {
  const { outline } = value;
  if (outline !== null && value.levels >= levels && value.text === outline.text) return outline;
  const own = new JsonOutline(READ_LEVELS, 0, MOST_CHILDREN, FEW_NODES);
  const { bytes, from, to, whole } = value;
  scanJson(bytes, from, whole ? to : Math.min(to, from + ROW_JSON_BYTES), own);
  own.escaped = jsonWasEscaped();
  value.outline = own;
  value.text = own.text;
  value.node = 0;
  value.levels = READ_LEVELS;
  return own;
}

/** The first value within one; it is there only if one is counted. */
function firstWithin(value: JsonValue): number {
  return value.node + NODE;
}

/** How many of the values within one are noted. */
function countWithin(value: JsonValue, nodes: Int32Array): number {
  return Math.min(MOST_CHILDREN, nodes[value.node + COUNT] as number);
}

/** The node of a child in the value's outline, by its number; -1 where there is none. */
export function childNode(value: JsonValue, index: number): number {
  const { nodes } = outlineOf(value);
  if (index >= countWithin(value, nodes)) return -1;
  let node = firstWithin(value);
  for (let left = index; left > 0; left -= 1) node = nodes[node + NEXT] as number;
  return node;
}

function childAt({ bytes, spaced, levels, text }: JsonValue, outline: JsonOutline, node: number): JsonValue {
  const from = outline.nodes[node + FROM] as number;
  const to = outline.nodes[node + TO] as number;
  return {
    bytes,
    from,
    to,
    kind: kindAt(bytes[from]),
    whole: true,
    spaced,
    outline,
    text,
    node,
    levels: levels - 1,
  };
}
