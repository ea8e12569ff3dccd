import type { Bytes } from "../../units.ts";
import { textIn } from "../bytes/whole-text.ts";
import { FROM, type JsonOutline, TO } from "./json-outline.ts";
import { jsonStart } from "./json-text.ts";
import { hasEscape, isName, type JsonKind, kindAt, numberIn, textWithin } from "./json-token.ts";
import { childNode, type JsonValue, memberNode } from "./json-value.ts";

const QUOTE = 0x22;

/*
 * What is in a value, without a value of its own: rows ask for a few words of a message, and to make a value of each takes longer than to find it.
 */

/** Whether an object has a member of this name. */
export function hasMember(value: JsonValue | null, name: string): boolean {
  return memberNode(value, name) >= 0;
}

/** The text of a member that is a string; null where there is none. */
export function memberString(value: JsonValue | null, name: string): string | null {
  const node = memberNode(value, name);
  return node < 0 ? null : stringAt(value as JsonValue, node);
}

/** A member that is a number; null where there is none. */
export function memberNumber(value: JsonValue | null, name: string): number | null {
  const node = memberNode(value, name);
  if (node < 0 || kindOf(value as JsonValue, node) !== "number") return null;
  const { bytes } = value as JsonValue;
  return numberIn(bytes, placeAt(value as JsonValue, node + FROM), placeAt(value as JsonValue, node + TO));
}

/** Which of these words (ASCII) a member is; null where it is none of them. Makes no text. */
export function memberWord(value: JsonValue | null, name: string, words: readonly string[]): string | null {
  const node = memberNode(value, name);
  if (node < 0 || kindOf(value as JsonValue, node) !== "string") return null;
  const { bytes } = value as JsonValue;
  const from = placeAt(value as JsonValue, node + FROM) + 1;
  const to = placeAt(value as JsonValue, node + TO) - 1;
  const length = to - from;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as string;
    if (word.length === length && isName(bytes, from, to, word)) return word;
  }
  // Nobody escapes such words but who wants not to be understood.
  return hasEscape(bytes, from, to) ? (words.find((word) => isName(bytes, from, to, word)) ?? null) : null;
}

/** A member's text, or its digits as they are written; null where it is neither string nor number. */
export function memberScalar(value: JsonValue | null, name: string): string | null {
  const node = memberNode(value, name);
  return node < 0 ? null : scalarAt(value as JsonValue, node);
}

/** What an array's element is; null where there is none. */
export function elementKind(value: JsonValue, index: number): JsonKind | null {
  const node = childNode(value, index);
  return node < 0 ? null : kindOf(value, node);
}

/** An element's text, or its digits as they are written; null where it is neither string nor number. */
export function elementScalar(value: JsonValue, index: number): string | null {
  const node = childNode(value, index);
  return node < 0 ? null : scalarAt(value, node);
}

/** Where an element begins; -1 where there is none. */
export function elementFrom(value: JsonValue, index: number): Bytes {
  const node = childNode(value, index);
  return node < 0 ? -1 : placeAt(value, node + FROM);
}

/** The beginning of the value at a node in one line, as `jsonText`; null where the node is none. */
export function startAt(value: JsonValue, node: number): string | null {
  if (node < 0) return null;
  return jsonStart(value.bytes, placeAt(value, node + FROM), placeAt(value, node + TO), value.spaced);
}

/** A number of a node. The outline was made, at the latest, when the node was looked for. */
export function placeAt({ outline }: JsonValue, place: number): Bytes {
  return (outline as JsonOutline).nodes[place] as number;
}

function kindOf(value: JsonValue, node: number): JsonKind {
  return kindAt(value.bytes[placeAt(value, node + FROM)]);
}

/** The text of the string at a node that was asked for last; null where the node is none, or of another value. */
export function textAt(value: JsonValue, node: number): string | null {
  return node < 0 ? null : stringAt(value, node);
}

function stringAt({ bytes, outline }: JsonValue, node: number): string | null {
  const { nodes, escaped } = outline as JsonOutline;
  const from = nodes[node + FROM] as number;
  if (bytes[from] !== QUOTE) return null;
  const to = (nodes[node + TO] as number) - 1;
  return escaped ? textWithin(bytes, from + 1, to) : textIn(bytes, from + 1, to);
}

function scalarAt(value: JsonValue, node: number): string | null {
  return kindOf(value, node) === "number"
    ? textIn(value.bytes, placeAt(value, node + FROM), placeAt(value, node + TO))
    : stringAt(value, node);
}
