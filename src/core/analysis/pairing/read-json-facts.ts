import { textOf } from "../../decode/bytes/text-of.ts";
import { kindAt, textWithin } from "../../decode/json/json-token.ts";
import { childSpans, type JsonValue, jsonValueAt } from "../../decode/json/json-value.ts";
import { readJsonText } from "../../decode/json/read-json-text.ts";
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
      const isNested = (first === 0x7b || first === 0x5b) && to - from > 4;
      if (!isNested && to - from > 260) continue;
      const text = textWithin(bytes, from + 1, to - 1);
      const inner =
        isNested && depth < MOST_DEPTH && waiting.length < MOST_CONTAINERS ? readJsonText(text) : null;
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
