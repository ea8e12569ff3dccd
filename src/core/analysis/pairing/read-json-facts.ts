import { textOf } from "../../decode/bytes/text-of.ts";
import { kindAt, textWithin } from "../../decode/json/json-token.ts";
import { childSpans, type JsonValue, jsonValueAt, readJson } from "../../decode/json/json-value.ts";
import { readJsonText } from "../../decode/json/read-json-text.ts";
import { fromBase64 } from "../../export/base64.ts";
import { isNameOfRequest, readInnerNames } from "./inner-names.ts";
import type { ShapeBuilder } from "./message-shape.ts";
import type { ScalarBag } from "./scalar-bag.ts";

/** Children of one value that are looked at. */
const MOST_CHILDREN = 64;
/** Values within each other that are looked at in one message. */
const MOST_CONTAINERS = 40;
const MOST_DEPTH = 6;
/** Longer strings are content; JSON within a string is looked at up to there. */
const MOST_NESTED = 4096;
const MOST_NAME = 64;

interface Waiting {
  readonly value: JsonValue;
  readonly path: string;
  readonly depth: number;
}

/** Puts a JSON value's names and scalars into bag and shape, outermost first; bounded, whatever the text is. */
export function readJsonFacts(root: JsonValue, bag: ScalarBag, shape: ShapeBuilder, prefix = ""): void {
  const waiting: Waiting[] = [{ value: root, path: prefix, depth: 1 }];
  for (let next = 0; next < waiting.length && !bag.isFull; next += 1) {
    readContainer(waiting[next] as Waiting, waiting, bag, shape);
  }
  if (prefix === "") nameTagged(root, bag);
}

/** What stands within the one member of a message, by whose name its kind is told (`{"Get": {"ticket": 7}}`), stands in one place for all kinds. */
function nameTagged(root: JsonValue, bag: ScalarBag): void {
  if (root.kind !== "object") return;
  const spans = childSpans(root, 0, 2);
  if (spans.length !== 4 || kindAt(root.bytes[spans[2] as number]) !== "object") return;
  const start = `${textWithin(root.bytes, spans[0] as number, spans[1] as number)}.`;
  for (const { path, value } of [...bag.scalars]) {
    if (path.startsWith(start)) bag.text(`*.${path.slice(start.length)}`, value);
  }
}

function readContainer(
  { value, path, depth }: Waiting,
  waiting: Waiting[],
  bag: ScalarBag,
  shape: ShapeBuilder,
): void {
  const { bytes, kind } = value;
  const spans = childSpans(value, 0, MOST_CHILDREN);
  const isArray = kind === "array";
  nameEntry(spans, bytes, path, isArray, bag);
  const most = Math.min(spans.length, MOST_CHILDREN * 4);
  for (let index = 0; index < most; index += 4) {
    const from = spans[index + 2] as number;
    const to = spans[index + 3] as number;
    const childKind = kindAt(bytes[from]);
    const isContainer = childKind === "object" || childKind === "array";
    const keyFrom = spans[index] as number;
    const keyTo = spans[index + 1] as number;
    if (!isArray && keyTo - keyFrom > MOST_NAME) continue;
    const own = isArray ? index / 4 : textWithin(bytes, keyFrom, keyTo);
    const name = typeof own === "string" ? readName(own, path, spans.length / 4, bag) : own;
    if (!isArray && depth === 1) shape.name(name as string);
    const here = stepTo(path, name, isContainer);
    if (isContainer) {
      if (depth < MOST_DEPTH && waiting.length < MOST_CONTAINERS) {
        const child = jsonValueAt(bytes, from, to, false);
        waiting.push({ value: child, path: here, depth: depth + 1 });
      }
    } else if (childKind === "number") {
      const digits = to - from > 32 ? "" : textOf(bytes, from, to);
      bag.number(here, digits);
      if (depth <= 2) shape.value(name, digits, depth);
    } else if (childKind === "string" && to - from - 2 <= MOST_NESTED) {
      const first = bytes[from + 1];
      const isPacked = isBase64Json(bytes, from + 1, to - 1);
      const isNested = ((first === 0x7b || first === 0x5b) && to - from > 4) || isPacked;
      if (!isNested && to - from > 260) continue;
      const text = textWithin(bytes, from + 1, to - 1);
      const inner =
        isNested && depth < MOST_DEPTH && waiting.length < MOST_CONTAINERS ? readInner(text, isPacked) : null;
      if (inner !== null) {
        waiting.push({ value: inner, path: here, depth: depth + 1 });
      } else {
        bag.text(here, text);
        readInnerNames(text, here, bag);
        if (depth <= 2) shape.value(name, text, depth);
      }
    }
  }
}

/** Members that hold a name, and those that hold what is called so. */
const ENTRY_NAME = /^(?:name|key|k|n|field|header)$/i;
const ENTRY_VALUE = /^(?:value|val|v)$/i;
const ENTRY_WORD = /^[A-Za-z][\w.-]{0,47}$/;

/** What a list has by name (`["X-Trace", "7f"]`, `{"name": "X-Trace", "value": "7f"}`) is put into the bag by that name: its place in the list says nothing. */
function nameEntry(
  spans: ArrayLike<number>,
  bytes: Uint8Array,
  path: string,
  isArray: boolean,
  bag: ScalarBag,
): void {
  if (!path.endsWith("[]") || spans.length !== 8) return;
  const text = (index: number) => textWithin(bytes, spans[index] as number, spans[index + 1] as number);
  let [name, value] = [2, 6];
  if (!isArray) {
    const isFirst = ENTRY_NAME.test(text(0)) && ENTRY_VALUE.test(text(4));
    if (!isFirst && !(ENTRY_NAME.test(text(4)) && ENTRY_VALUE.test(text(0)))) return;
    if (!isFirst) [name, value] = [6, 2];
  }
  const kindOf = (index: number) => kindAt(bytes[spans[index] as number]);
  if (kindOf(name) !== "string") return;
  const word = textWithin(bytes, (spans[name] as number) + 1, (spans[name + 1] as number) - 1);
  if (!ENTRY_WORD.test(word)) return;
  const [from, to] = [spans[value] as number, spans[value + 1] as number];
  if (kindOf(value) === "number") bag.number(`${path}.${word}`, textOf(bytes, from, to));
  else if (kindOf(value) === "string") bag.text(`${path}.${word}`, textWithin(bytes, from + 1, to - 1));
}

/** `{"` in base64 begins so. */
function isBase64Json(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from >= 8 && bytes[from] === 0x65 && bytes[from + 1] === 0x79 && bytes[from + 2] === 0x4a;
}

/** The JSON that a string holds, as it is or in base64; null where it holds none. */
function readInner(text: string, isPacked: boolean): JsonValue | null {
  if (!isPacked) return readJsonText(text);
  const unpacked = fromBase64(text);
  return unpacked === null ? null : readJson(unpacked);
}

/** Members that are called by an ID are a list, of which the names are what is said; more than a few are a table. */
const MOST_NAMED = 4;

/** A member's name; one that may name a request is put into the bag, and all such are called alike. */
export function readName(name: string, path: string, siblings: number, bag: ScalarBag): string {
  if (!isNameOfRequest(name)) return name;
  if (siblings <= MOST_NAMED) bag.text(path === "" ? ANY_NAME : `${path}.${ANY_NAME}`, name);
  return ANY_NAME;
}

const ANY_NAME = "{name}";

/** The path of a child: elements that are containers are all alike, scalars in an array mean by their place. */
export function stepTo(path: string, name: string | number, isContainer: boolean): string {
  if (typeof name === "number") return isContainer && path !== "" ? `${path}[]` : `${path}[${name}]`;
  return path === "" ? name : `${path}.${name}`;
}
