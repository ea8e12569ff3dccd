import { toBase64 } from "../../export/base64.ts";
import type { Bytes } from "../../units.ts";
import { isUtf8 } from "../bytes/is-utf8.ts";
import { textOf } from "../bytes/text-of.ts";
import { ROW_JSON_BYTES } from "../json/json-value.ts";

/** What every term begins with. */
const VERSION = 131;

/** Deeper than this no protocol is. */
const MOST_DEPTH = 64;

const encoder = new TextEncoder();

/**
 * A term in Erlang's external format (https://www.erlang.org/doc/apps/erts/erl_ext_dist) as JSON: maps are objects, lists and tuples arrays, atoms and binaries strings, `nil` and `undefined` null.
 * Null where bytes are none, have more behind them, or what JSON has no word for, as process identifiers and functions.
 */
export function etfToJson(bytes: Uint8Array): Uint8Array | null {
  if (bytes[0] !== VERSION || bytes.length > ROW_JSON_BYTES) return null;
  const out: string[] = [];
  let length = 0;
  const put = (text: string) => {
    out.push(text);
    length += text.length;
  };

  /** Answers the position behind the term; -1 where it is none. */
  function write(at: Bytes, depth: number, isKey: boolean): Bytes {
    if (depth > MOST_DEPTH || length > ROW_JSON_BYTES) return -1;
    const type = bytes[at] as number;
    const scalar = readScalar(bytes, type, at + 1);
    if (scalar !== null) {
      put(isKey && !scalar.json.startsWith('"') ? JSON.stringify(scalar.json) : scalar.json);
      return scalar.next;
    }
    const container = isKey ? null : readContainer(bytes, type, at + 1);
    if (container === null) return -1;
    const { count, isMap } = container;
    put(isMap ? "{" : "[");
    let next = container.next;
    for (let index = 0; index < count; index += 1) {
      if (index > 0) put(isMap && index % 2 === 1 ? ":" : ",");
      next = write(next, depth + 1, isMap && index % 2 === 0);
      if (next < 0) return -1;
    }
    put(isMap ? "}" : "]");
    // A list ends with the empty one; others are not what programs send.
    if (type !== LIST) return next;
    return bytes[next] === NIL ? next + 1 : -1;
  }

  if (write(1, 0, false) !== bytes.length || length > ROW_JSON_BYTES) return null;
  return encoder.encode(out.join(""));
}

const NIL = 106;
const LIST = 108;
const MAP = 116;

/** How wide the length of an atom, a binary or a string of bytes is. */
const TEXTS: Readonly<Record<number, number>> = { 100: 2, 115: 1, 118: 2, 119: 1, 109: 4, 107: 2 };

const ATOMS: ReadonlySet<number> = new Set([100, 115, 118, 119]);

/** Atoms that are values in JSON. */
const WORDS: Readonly<Record<string, string>> = {
  true: "true",
  false: "false",
  nil: "null",
  null: "null",
  undefined: "null",
};

function readScalar(bytes: Uint8Array, type: number, at: Bytes): { json: string; next: Bytes } | null {
  const width = TEXTS[type];
  if (width !== undefined) return readText(bytes, type, at, width);
  if (type === 97) return at < bytes.length ? { json: String(bytes[at]), next: at + 1 } : null;
  if (type === 110 || type === 111) return readBig(bytes, at, type === 110 ? 1 : 4);
  if (type === NIL) return { json: "[]", next: at };
  const size = type === 98 ? 4 : type === 70 ? 8 : 0;
  if (size === 0 || at + size > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, size);
  const value = size === 4 ? view.getInt32(0) : view.getFloat64(0);
  return { json: Number.isFinite(value) ? String(value) : `"${value}"`, next: at + size };
}

function readText(
  bytes: Uint8Array,
  type: number,
  at: Bytes,
  width: number,
): { json: string; next: Bytes } | null {
  const length = readUnsigned(bytes, at, width);
  if (length === null || at + width + length > bytes.length) return null;
  const next = at + width + length;
  const content = bytes.subarray(at + width, next);
  const text = textOf(content);
  if (ATOMS.has(type) && Object.hasOwn(WORDS, text)) return { json: WORDS[text] as string, next };
  // A list of small numbers.
  if (type === 107) return { json: JSON.stringify(Array.from(content)), next };
  return { json: JSON.stringify(isUtf8(content) ? text : toBase64(content)), next };
}

/** Integers of any size: a sign, and bytes, the lowest first. Longer ones than 32 bytes are none that people count with. */
function readBig(bytes: Uint8Array, at: Bytes, width: number): { json: string; next: Bytes } | null {
  const length = readUnsigned(bytes, at, width);
  const from = at + width + 1;
  if (length === null || length > 32 || from + length > bytes.length) return null;
  let value = 0n;
  for (let index = from + length - 1; index >= from; index -= 1)
    value = value * 256n + BigInt(bytes[index] as number);
  return { json: `${bytes[from - 1] === 0 ? "" : "-"}${value}`, next: from + length };
}

function readContainer(
  bytes: Uint8Array,
  type: number,
  at: Bytes,
): { count: number; next: Bytes; isMap: boolean } | null {
  const width = type === 104 ? 1 : type === 105 || type === LIST || type === MAP ? 4 : 0;
  const count = width === 0 ? null : readUnsigned(bytes, at, width);
  // Each term has a byte at least.
  if (count === null || count > bytes.length) return null;
  return { count: type === MAP ? count * 2 : count, next: at + width, isMap: type === MAP };
}

function readUnsigned(bytes: Uint8Array, at: Bytes, width: number): number | null {
  if (at + width > bytes.length) return null;
  let value = 0;
  for (let index = 0; index < width; index += 1) value = value * 256 + (bytes[at + index] as number);
  return value;
}
