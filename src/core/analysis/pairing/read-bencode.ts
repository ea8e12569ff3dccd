import { readInnerNames } from "./inner-names.ts";
import type { ShapeBuilder } from "./message-shape.ts";
import type { ScalarBag } from "./scalar-bag.ts";

const MOST_DEPTH = 7;
/** Values of a message that are looked at. */
const MOST_VALUES = 256;
const LONGEST_NUMBER = 20;
const [DIGIT_0, DIGIT_9, COLON, END, INTEGER, LIST, MAP] = [0x30, 0x39, 0x3a, 0x65, 0x69, 0x6c, 0x64];
const ASCII = /^[ -~]*$/;

/** A number or a string, and where it stands. */
interface Leaf {
  readonly path: string;
  readonly key: string | number;
  readonly depth: number;
  readonly text: string;
  readonly isNumber: boolean;
}

/**
 * Reads a dictionary in bencode (BEP 3: `d1:t2:aa1:y1:qe`), as DHTs, trackers and nREPL write them, and puts what may name a request into the bag, with paths as of JSON; answers
 * whether that is what the message is, as a whole. Bytes that are no ASCII are not looked at.
 */
export function readBencode(bytes: Uint8Array, bag: ScalarBag, shape: ShapeBuilder): boolean {
  if (bytes[0] !== MAP || bytes.at(-1) !== END || bytes.length < 4) return false;
  const leaves: Leaf[] = [];
  const names: string[] = [];
  let at = 0;
  let values = 0;

  /** Digits up to a sign, which is passed; null where others stand there. */
  function digits(until: number): string | null {
    const from = at;
    while (at < bytes.length && bytes[at] !== until && at - from <= LONGEST_NUMBER) at += 1;
    if (bytes[at] !== until) return null;
    const text = String.fromCharCode(...bytes.subarray(from, at));
    at += 1;
    return /^-?\d+$/.test(text) ? text : null;
  }

  function string(): string | null {
    const first = bytes[at] ?? 0;
    const length = first >= DIGIT_0 && first <= DIGIT_9 ? Number(digits(COLON) ?? Number.NaN) : Number.NaN;
    if (!(at + length <= bytes.length)) return null;
    at += length;
    return String.fromCharCode(...bytes.subarray(at - length, at).subarray(0, 200));
  }

  function value(path: string, key: string | number, depth: number): boolean {
    values += 1;
    if (depth > MOST_DEPTH || values > MOST_VALUES) return false;
    const first = bytes[at];
    if (first === MAP || first === LIST) return members(path, depth + 1, first === MAP);
    if (first === INTEGER) {
      at += 1;
      const text = digits(END);
      if (text !== null) leaves.push({ path, key, depth, text, isNumber: true });
      return text !== null;
    }
    const text = string();
    if (text !== null && ASCII.test(text)) leaves.push({ path, key, depth, text, isNumber: false });
    return text !== null;
  }

  function members(path: string, depth: number, isMap: boolean): boolean {
    at += 1;
    for (let index = 0; bytes[at] !== END; index += 1) {
      if (at >= bytes.length) return false;
      const name = isMap ? string() : null;
      if (isMap && name === null) return false;
      if (name !== null && depth === 1) names.push(name);
      const here = name === null ? `${path}[]` : path === "" ? name : `${path}.${name}`;
      if (!value(here, name ?? index, depth)) return false;
    }
    at += 1;
    return true;
  }

  if (!members("", 1, true) || at !== bytes.length) return false;
  for (const name of names) shape.name(name);
  // The outermost first.
  for (const { path, key, depth, text, isNumber } of leaves.sort((a, b) => a.depth - b.depth)) {
    if (isNumber || /^\d{1,15}$/.test(text)) bag.number(path, text);
    else {
      bag.text(path, text);
      readInnerNames(text, path, bag);
    }
    if (depth <= 2) shape.value(key, text, depth);
  }
  return true;
}
