import { textOf } from "../../decode/bytes/text-of.ts";
import type { DecodedPart } from "../../decode/decoded-part.ts";
import type { Correlation } from "../../decode/decoder.ts";
import { type JsonValue, readFirstJson, readJsonContainer } from "../../decode/json/json-value.ts";
import { cborFormat } from "../../decode/values/cbor-format.ts";
import { msgpackFormat } from "../../decode/values/msgpack-format.ts";
import { endOfBinaryValue, type ValueFormat } from "../../decode/values/value-format.ts";
import { toValueTree } from "../../decode/values/value-tree.ts";
import type { EpochMs } from "../../units.ts";
import { HEAD_BYTES, TAIL_BYTES } from "./byte-field.ts";
import { findBareBeat, findBeat } from "./find-beat.ts";
import { readInnerNames } from "./inner-names.ts";
import { WHOLE_TEXT } from "./member-names.ts";
import type { MessageFacts } from "./message-facts.ts";
import { createShapeBuilder, type ShapeBuilder } from "./message-shape.ts";
import { readBencode } from "./read-bencode.ts";
import { readJsonFacts } from "./read-json-facts.ts";
import { readMarkup } from "./read-markup.ts";
import { readTreeFacts } from "./read-tree-facts.ts";
import { createScalarBag, type ScalarBag } from "./scalar-bag.ts";

/** A message of the log, as it was recorded. */
export interface LoggedMessage {
  readonly row: number;
  readonly at: EpochMs;
  readonly received: boolean;
  readonly binary: boolean;
  readonly cut: boolean;
  readonly bytes: Uint8Array;
}

/** A plain text's beginning, and its first words, that are looked at: what comes later is content. */
const TEXT_BYTES = 256;
const MOST_WORDS = 3;
/** A name and its value, and so many of them that are looked at. */
const NAMED = /^([A-Za-z][\w.-]{0,31})[=:] ?([^\s=]{0,128})$/;
const MOST_NAMED = 12;
/** The same where the names are numbers, and a control character ends each (FIX `tag=value`). */
const FIELD_END = "\u0001";
const TAGGED = /^(\d{1,5})=([ -\uffff]{0,128})$/;
/** JSON may stand behind so much that frames it. */
const FRAMING_BYTES = 64;
/** Binary messages that are looked at without their protocol being known. */
const LEAST_BINARY_BYTES = 4;
const MOST_BINARY_BYTES = 4096;
const FORMATS: readonly ValueFormat[] = [msgpackFormat, cborFormat];
/** Protocol messages in one message that are looked at. */
const MOST_PARTS = 32;

/**
 * What pairing looks at in a message: one for each of its protocol messages. `parts` are those that a decoder of the connection
 * has found; none where its protocol is not known.
 */
export function readMessageFacts(message: LoggedMessage, parts: readonly DecodedPart[]): MessageFacts[] {
  if (parts.length === 0) {
    const facts = readRaw(message);
    return [message.cut ? facts : { ...facts, payload: message.bytes }];
  }
  return parts.slice(0, MOST_PARTS).map((part) => readPart(message, part));
}

function readPart(message: LoggedMessage, part: DecodedPart): MessageFacts {
  const { correlation, protocols, kind, event, control } = part;
  const protocol = protocols.at(-1) ?? "";
  if (protocol === "") return readRaw({ ...message, bytes: message.bytes.subarray(part.from, part.to) });
  const label = event ?? kind;
  const bag = createScalarBag();
  const shape = createShapeBuilder(`${protocol} ${kind} `);
  if (correlation === null && !control) {
    if (event !== null) shape.value("type", event);
    readTreeFacts(part.tree(), bag, shape);
  }
  return toFacts(message, shape, bag, label, protocol, correlation);
}

function readRaw(message: LoggedMessage): MessageFacts {
  const { bytes, binary, cut } = message;
  const bag = createScalarBag();
  const json = readJsonContainer(bytes, 0, bytes.length, cut);
  if (json !== null && (!binary || (json.kind === "object" && json.whole))) {
    const shape = createShapeBuilder(json.kind === "array" ? "[" : "{");
    readJsonFacts(json, bag, shape);
    return toFacts(message, shape, bag);
  }
  const bencode = createShapeBuilder("bencode ");
  if (!cut && readBencode(bytes, bag, bencode)) return toFacts(message, bencode, bag);
  if (binary) return readBinary(message, bag);
  return readText(message, bag);
}

/** A header of JSON in a binary message begins so early, behind its length or a sign. */
const LAST_HEADER = 16;

/** The header of JSON that stands before bytes that it is about; null where none does. */
function findHeader(bytes: Uint8Array): JsonValue | null {
  for (let at = 0; at <= LAST_HEADER && at + 1 < bytes.length; at += 1) {
    // An object whose first member begins: else these bytes are so by chance.
    if (bytes[at] !== 0x7b || bytes[at + 1] !== 0x22) continue;
    const found = readFirstJson(bytes, at, bytes.length, false);
    return found?.whole === true && found.kind === "object" ? found : null;
  }
  return null;
}

/** An array in MessagePack or CBOR is not recognised by itself, since other bytes are such arrays by chance; what comes back in it proves it. */
function readBinary(message: LoggedMessage, bag: ScalarBag): MessageFacts {
  const { bytes, cut } = message;
  const format =
    cut || bytes.length > MOST_BINARY_BYTES ? undefined : FORMATS.find((it) => isArray(it, bytes));
  const header = format === undefined ? findHeader(bytes) : null;
  const kind = header === null ? "binary" : "binary {";
  const shape = createShapeBuilder(format === undefined ? kind : `${format.id} [`);
  if (header !== null) readJsonFacts(header, bag, shape);
  if (format !== undefined) readTreeFacts(toValueTree(format, bytes, 0), bag, shape);
  const tail = cut ? null : bytes.subarray(-TAIL_BYTES);
  return { ...toFacts(message, shape, bag), head: bytes.subarray(0, HEAD_BYTES), tail };
}

function isArray(format: ValueFormat, bytes: Uint8Array): boolean {
  if (bytes.length < LEAST_BINARY_BYTES || endOfBinaryValue(format, bytes, 0) !== bytes.length) return false;
  const head = format.head(bytes, 0);
  return head?.kind === "array" && head.count > 1;
}

/** Of what is not binary, or has another layout. */
const NO_ENDS = { head: null, tail: null } as const;

/** A plain text by its words, and by the JSON that may stand behind some of them. */
function readText(message: LoggedMessage, bag: ScalarBag): MessageFacts {
  const { bytes, cut } = message;
  const framed = findJson(bytes, cut);
  const end = framed === null ? Math.min(bytes.length, TEXT_BYTES) : framed.from;
  const text = textOf(bytes, 0, end);
  const words = text.split(/[\s,;|=]+/, MOST_WORDS).filter((it) => it !== "");
  const shape = createShapeBuilder(framed === null ? "text " : "text {");
  const named = readMarkup(text, bag, shape) || readNamed(text, bag, shape);
  for (const [index, written] of words.entries()) {
    const word = written === text ? written : bareWord(written);
    if (!named) readWord(word, written === text ? WHOLE_TEXT : `word ${index + 1}`, bag);
    if (index === 0) shape.value(0, firstPart(word));
  }
  if (!named) readEnds(text, words, framed === null && bytes.length <= TEXT_BYTES, bag);
  if (framed !== null) readJsonFacts(framed, bag, shape);
  const whole = framed === null && bytes.length <= 40 ? text : "";
  const bare = findBareBeat(whole);
  if (bare !== null) return { ...toFacts(message, shape, bag, whole), beat: bare };
  return toFacts(message, shape, bag, findBeat(whole) === null ? "" : whole.trim());
}

/** Brackets, quotes and the like around a word: `{call`, `17)`. */
const AROUND = /^[([{<>"'`]+|[)\]}<>"'`.;]+$/g;
/** A number before the word that it is glued to: `12^done`, `12-break-insert`. */
const GLUED = /^(\d{1,15})[-^~*@!&%+=]?[A-Za-z*]/;

/** What a form in brackets ends with: `(:return (:ok) 17)`. */
const OPENS = /^\s*[([{]/;
const LAST_IN_FORM = /^\s*[([{].*\s([\w-]*\d[\w-]*)[)\]}]\.?\s*$/s;
/** A number in a column of its own has zeros before it; what follows it may be digits as well. */
const COLUMN = /^[A-Z]{1,8}(0\d{3,})/i;
const COLUMN_WIDTHS = [4, 6, 8, 10, 12];

/** The word that several parts begin with, which says what they are: `LOAD` of `LOAD#17#a.txt`. */
function firstPart(word: string): string {
  return /^[A-Za-z]{2,}(?=[:/#|!~])/.exec(word)?.[0] ?? word;
}

function bareWord(word: string): string {
  return isPlain(word.charCodeAt(0)) && isPlain(word.charCodeAt(word.length - 1))
    ? word
    : word.replace(AROUND, "") || word;
}

/** A digit or an ASCII letter. */
function isPlain(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);
}

/** What a text begins with where more is glued to it, and what it ends with, where numbers of requests stand as well. */
function readEnds(text: string, words: readonly string[], isWhole: boolean, bag: ScalarBag): void {
  const [first = ""] = words;
  const glued = GLUED.exec(first);
  if (glued !== null) bag.number("word 1 number", glued[1] as string);
  const column = COLUMN.exec(first);
  if (column !== null) {
    const [all, digits = ""] = column;
    for (const width of COLUMN_WIDTHS) {
      if (digits.length < width) break;
      bag.number(`${width} digits@${all.length - digits.length}`, String(Number(digits.slice(0, width))));
    }
  }
  // A form in brackets: of a sentence the last word is content.
  const last =
    isWhole && words.length >= MOST_WORDS && OPENS.test(text) ? LAST_IN_FORM.exec(text)?.[1] : undefined;
  if (last !== undefined) readWord(last, "last word", bag);
}

/** Names and values, as in a query (`cmd=get&rid=17`) or in lines; answers whether that is what the text is. */
function readNamed(text: string, bag: ScalarBag, shape: ShapeBuilder): boolean {
  // Lines of a header end at the first that is empty; what stands behind is what they are about.
  const head = /\r?\n\r?\n/.exec(text);
  const lines = head === null ? text : text.slice(0, head.index);
  const isPiped = text.includes("|") && /^\w{1,32}=[^|\n]*\|\w{1,32}=/.test(text);
  const isTagged = text.includes(FIELD_END) || (isPiped && /^\d/.test(text));
  const ends = isPiped ? "|" : FIELD_END;
  const separator = isTagged || isPiped ? ends : lines.includes("\n") ? "\n" : /[&;]/;
  const fields = lines
    .split(separator, MOST_NAMED + 1)
    .map((it) => (isTagged ? TAGGED : NAMED).exec(it.trim()));
  // Above lines of a header often stands what is wanted, or what came of it (`GET 17`, `OK`).
  const isBegun = separator === "\n" && fields[0] === null && fields.length > 2;
  if (fields.length < 2 || fields.slice(isBegun ? 1 : 0, -1).some((it) => it === null)) return false;
  if (isBegun) {
    for (const [index, word] of lines.split("\n", 1).join("").trim().split(/\s+/, MOST_WORDS).entries()) {
      if (index === 0) shape.value(0, word);
      readWord(word, `word ${index + 1}`, bag);
    }
  }
  for (const field of fields.slice(0, MOST_NAMED)) {
    if (field === null) continue;
    const [, name = "", value = ""] = field;
    shape.name(name);
    shape.value(name, value);
    // What is there twice is a list.
    const times = fields.slice(0, fields.indexOf(field)).filter((it) => it?.[1] === name).length;
    readWord(value, times === 0 ? name : `${name}[${times}]`, bag);
  }
  return true;
}

function readWord(word: string, path: string, bag: ScalarBag): void {
  if (/^\d+$/.test(word)) bag.number(path, word);
  else {
    bag.text(path, word);
    readInnerNames(word, path, bag);
  }
}

function findJson(bytes: Uint8Array, cut: boolean): JsonValue | null {
  const end = Math.min(bytes.length, FRAMING_BYTES);
  for (let at = 1; at < end; at += 1) {
    if (bytes[at] !== 0x7b && bytes[at] !== 0x5b) continue;
    return readJsonContainer(bytes, at, bytes.length, cut);
  }
  return null;
}

function toFacts(
  { row, at, received }: LoggedMessage,
  shape: ShapeBuilder,
  { scalars }: ScalarBag,
  label = shape.label,
  protocol = "",
  correlation: Correlation | null = null,
): MessageFacts {
  const beat = correlation === null && scalars.length <= 6 ? findBeat(label) : null;
  return { row, at, received, shape: shape.shape, label, beat, correlation, protocol, scalars, ...NO_ENDS };
}
