import type { Bytes } from "../../units.ts";
import { joinWords } from "../bytes/join-words.ts";
import { addOpenPart, pieceOf } from "../bytes/open-part.ts";
import { followStream, NO_STREAM, type StreamState, unitsOf } from "../bytes/stream-state.ts";
import type { StreamUnit, StreamUnits } from "../bytes/stream-units.ts";
import { textOf } from "../bytes/text-of.ts";
import { beginIn, textIn } from "../bytes/whole-text.ts";
import { RowPart } from "../decoded-part.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { SUMMARY_BYTES, toOneLine } from "../json/json-text.ts";

/** A control line is at most so long by the server's default; INFO and CONNECT are longer. */
const MOST_LINE: Bytes = 64 * 1024;

/** What stands in a line, and what is sent by whom. */
const LINE =
  /^(?:(INFO|CONNECT) +(\{.*\})|(PING|PONG|\+OK)|(-ERR) +('.{0,500}')|(SUB|UNSUB)((?: +[^\s]{1,4096}){1,5})) *$/;

/** Behind an operation with a payload stand up to five words. */
const MOST_WORDS = 5;
const MOST_WORD = 4096;

/** White space that is no space. */
const OTHER_SPACE = /[^\S ]/;

/** Headers begin with it. */
const HEADERS_VERSION = "NATS/1.0";
const MOST_STATUS = 200;

/** Nothing went wrong: a request for messages has ended without one, as it may. */
const NO_MESSAGES = /^(?:404|408)\b/;

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;

/** Places are from the operation's beginning. */
interface Operation {
  readonly name: string;
  readonly subject: string | null;
  /** Where it wants to be answered. */
  readonly replyTo: string | null;
  /** What else it says; null where it has a payload. */
  readonly text: string | null;
  /** What stands behind the version of its headers, as `503` or `100 Idle Heartbeat`; null where nothing does. */
  readonly status: string | null;
  readonly payloadFrom: Bytes;
  readonly payloadTo: Bytes;
  /** With the payload, which need not have come. */
  readonly size: Bytes;
}

/** NATS (https://docs.nats.io/reference/reference-protocols/nats-protocol): operations, several in a message, or one over several. */
export const nats: Decoder<StreamState> = {
  id: "nats",
  name: "NATS",
  vote(message, _, state): Vote {
    // In the middle of a payload anything may stand.
    if ((message.received ? state.received : state.sent) !== null) return "silent";
    const read = operationsOf(message, state);
    // A recording may begin in the middle of one.
    if (read === null) return message.index === 0 && message.bytes.at(-1) === 0x0a ? "silent" : "against";
    const first = read.units.units.length === 0 ? undefined : read.operations[0];
    if (first === undefined) return "silent";
    if (first.name === "INFO")
      return message.received && (first.text ?? "").includes('"server_id"') ? "proof" : "against";
    // A payload that is as long as was said, between its line ends, is no chance.
    if (first.name === "CONNECT" || first.text === null) return "proof";
    return first.name === "PING" || first.name === "PONG" || first.name === "+OK" ? "silent" : "fits";
  },
  start: () => NO_STREAM,
  follow: (state, message) => followStream(state, message, measureOperation),
  decode(message, state) {
    const read = operationsOf(message, state);
    if (read === null) return null;
    const { operations, units } = read;
    const parts: Part[] = [];
    for (let index = 0; index < units.units.length; index += 1)
      parts.push(toPart(operations[index] as Operation, units.units[index] as StreamUnit));
    addOpenPart(parts, units, message, "operation");
    return parts.length === 0 ? null : parts;
  },
};

/** The units of a message, and what was read to measure each; the last may be open. */
function operationsOf(
  message: RawMessage,
  state: StreamState,
): { operations: readonly Operation[]; units: StreamUnits } | null {
  if (message.bytes.length === 0) return null;
  const operations: Operation[] = [];
  const units = unitsOf(message, state, (bytes, at) => {
    const operation = readOperation(bytes, at);
    if (operation === null) return mayBegin(bytes, at) ? 0 : -1;
    operations.push(operation);
    return operation.size;
  });
  return units === null ? null : { operations, units };
}

function measureOperation(bytes: Uint8Array, at: Bytes): Bytes {
  const operation = readOperation(bytes, at);
  if (operation === null) return mayBegin(bytes, at) ? 0 : -1;
  return operation.size;
}

/** Whether a line is cut here that begins as an operation does. */
function mayBegin(bytes: Uint8Array, at: Bytes): boolean {
  if (bytes.length - at >= MOST_LINE || bytes.indexOf(0x0a, at) !== -1) return false;
  return /^(?:INFO|CONNECT|SUB|UNSUB|H?PUB|H?MSG)[ \t]/.test(
    textOf(bytes, at, Math.min(bytes.length, at + 16)),
  );
}

function readOperation(bytes: Uint8Array, from: Bytes): Operation | null {
  const name = dataNameAt(bytes, from);
  return name === null ? readBareOperation(bytes, from) : readDataOperation(name, bytes, from);
}

/** The name of an operation with a payload, which a space follows; null where there is none. */
function dataNameAt(bytes: Uint8Array, from: Bytes): string | null {
  const isHeaded = bytes[from] === 0x48;
  const at = isHeaded ? from + 1 : from;
  if (bytes[at + 3] !== SPACE) return null;
  if (bytes[at] === 0x4d && bytes[at + 1] === 0x53 && bytes[at + 2] === 0x47)
    return isHeaded ? "HMSG" : "MSG";
  if (bytes[at] === 0x50 && bytes[at + 1] === 0x55 && bytes[at + 2] === 0x42)
    return isHeaded ? "HPUB" : "PUB";
  return null;
}

function readBareOperation(bytes: Uint8Array, from: Bytes): Operation | null {
  const end = endOfLine(bytes, from);
  if (end === null) return null;
  const line = textIn(bytes, from, end);
  const size = end + 2 - from;
  if (line === "PING" || line === "PONG") return toBareOperation(line, null, "", size);
  const found = LINE.exec(line);
  if (found === null) return null;
  const name = found[1] ?? found[3] ?? found[4] ?? found[6] ?? "";
  if (found[7] === undefined) return toBareOperation(name, null, found[2] ?? found[5] ?? "", size);
  const words = found[7].trim().split(/ +/);
  const subject = name === "SUB" ? (words.shift() ?? null) : null;
  return toBareOperation(name, subject, words.join(" "), size);
}

function toBareOperation(name: string, subject: string | null, text: string, size: Bytes): Operation {
  return { name, subject, replyTo: null, text, status: null, payloadFrom: size, payloadTo: size, size };
}

/** Where the words of a line stand: of each its beginning and its end. One for all: nothing is read while something is. */
const places = new Int32Array(MOST_WORDS * 2);

/** `MSG <subject> <sid> [reply-to] <size>`, `PUB <subject> [reply-to] <size>`; with headers their size stands before that of all. */
function readDataOperation(name: string, bytes: Uint8Array, from: Bytes): Operation | null {
  const most = Math.min(bytes.length, from + MOST_LINE);
  let at = from + name.length;
  let count = 0;
  let all = 0;
  for (;;) {
    while (at < most && bytes[at] === SPACE) at += 1;
    const start = at;
    while (at < most && isOfWord(bytes[at] as number)) {
      all |= bytes[at] as number;
      at += 1;
    }
    if (at + 1 >= most) return null;
    if (at > start) {
      if (count === MOST_WORDS) return null;
      places[count * 2] = start;
      places[count * 2 + 1] = at;
      count += 1;
    }
    if (bytes[at] === SPACE) continue;
    if (bytes[at] !== CR || bytes[at + 1] !== LF) return null;
    break;
  }
  if (count === 0 || (all >= 0x80 && OTHER_SPACE.test(textOf(bytes, from, at)))) return null;
  const to = at + 2 - from;
  const size = sizeAt(bytes, count - 1);
  const isHeaded = name.length === 4;
  const headers = isHeaded ? sizeAt(bytes, count - 2) : 0;
  if (size < 0 || headers < 0 || headers > size) return null;
  const behind = from + to + size;
  if (behind + 2 <= bytes.length && (bytes[behind] !== CR || bytes[behind + 1] !== LF)) return null;
  for (let word = 0; word < count; word += 1) if (isTooLong(bytes, word)) return null;
  const least = (name.endsWith("MSG") ? 3 : 2) + (isHeaded ? 1 : 0);
  return {
    name,
    subject: wordAt(bytes, 0),
    replyTo: count === least + 1 ? wordAt(bytes, least - (isHeaded ? 2 : 1)) : null,
    text: null,
    status: isHeaded ? statusAt(bytes, from + to, from + to + headers) : null,
    payloadFrom: to + headers,
    payloadTo: to + size,
    size: to + size + 2,
  };
}

/** The status in headers (`NATS/1.0 503`), by which a server answers for those who do not (ADR-4, ADR-13 of NATS). */
function statusAt(bytes: Uint8Array, from: Bytes, to: Bytes): string | null {
  const start = from + HEADERS_VERSION.length;
  if (start >= to || bytes[start] !== SPACE) return null;
  let end = start;
  while (end < to && end - start < MOST_STATUS && bytes[end] !== CR) end += 1;
  return textIn(bytes, start, end).trim() || null;
}

/** All but white space. */
function isOfWord(byte: number): boolean {
  return byte > SPACE || (byte < SPACE && (byte < 0x09 || byte > CR));
}

function wordAt(bytes: Uint8Array, word: number): string {
  return textIn(bytes, places[word * 2] as number, places[word * 2 + 1] as number);
}

function isTooLong(bytes: Uint8Array, word: number): boolean {
  const length = (places[word * 2 + 1] as number) - (places[word * 2] as number);
  return length > MOST_WORD && wordAt(bytes, word).length > MOST_WORD;
}

/** A word as a number of bytes; -1 where it is none, or not there. */
function sizeAt(bytes: Uint8Array, word: number): Bytes {
  if (word < 0) return -1;
  const from = places[word * 2] as number;
  const to = places[word * 2 + 1] as number;
  let size = 0;
  for (let at = from; at < to; at += 1) {
    const digit = (bytes[at] as number) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    size = size * 10 + digit;
  }
  return Number.isSafeInteger(size) ? size : -1;
}

/** Where the line that begins here has its end, CR and LF; null where it has none. */
function endOfLine(bytes: Uint8Array, from: Bytes): Bytes | null {
  const most = Math.min(bytes.length, from + MOST_LINE);
  for (let at = from; at < most; at += 1) {
    if (bytes[at] === LF) return at > from && bytes[at - 1] === CR ? at - 1 : null;
  }
  return null;
}

function toPart(operation: Operation, { bytes, from, to, earlier }: StreamUnit): Part {
  const { name, subject, text, status, payloadFrom, payloadTo } = operation;
  // Without an ellipsis: with one in it, a text takes longer to look through.
  const said =
    text === null ? beginIn(bytes, payloadFrom, payloadTo, SUMMARY_BYTES) : text.slice(0, SUMMARY_BYTES);
  const shown = said === "" ? null : toOneLine(said);
  const part = new RowPart(name, joinWords(name, subject, status, shown), from, to);
  part.channel = subject;
  // A heartbeat or a request for flow control.
  part.control = text !== null || status?.startsWith("100") === true;
  part.failed = name === "-ERR" || (status !== null && status >= "4" && !NO_MESSAGES.test(status));
  part.piece = pieceOf(earlier);
  part.earlier = earlier;
  part.correlation = correlationOf(operation);
  return part;
}

/** A request names the subject that it wants to be answered at; an answer is a message at such a subject. */
function correlationOf({ name, subject, replyTo, text }: Operation): Correlation | null {
  if (replyTo !== null) return { key: replyTo, role: "request" };
  if (name === "PING") return { key: "ping", role: "request" };
  if (name === "PONG") return { key: "ping", role: "reply" };
  if (subject === null || text !== null || !name.endsWith("MSG")) return null;
  return subject.startsWith("_INBOX.") ? { key: subject, role: "reply" } : null;
}
