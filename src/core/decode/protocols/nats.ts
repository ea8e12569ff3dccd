import type { Bytes } from "../../units.ts";
import { joinWords } from "../bytes/join-words.ts";
import { addOpenPart, pieceOf } from "../bytes/open-part.ts";
import { followStream, NO_STREAM, type StreamState, unitsOf } from "../bytes/stream-state.ts";
import type { StreamUnit, StreamUnits } from "../bytes/stream-units.ts";
import { startOfText, textOf } from "../bytes/text-of.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { SUMMARY_BYTES, toOneLine } from "../json/json-text.ts";

/** A control line is at most so long by the server's default; INFO and CONNECT are longer. */
const MOST_LINE: Bytes = 64 * 1024;

/** What stands in a line, and what is sent by whom. */
const LINE =
  /^(?:(INFO|CONNECT) +(\{.*\})|(PING|PONG|\+OK)|(-ERR) +('.{0,500}')|(SUB|UNSUB)((?: +[^\s]{1,4096}){1,5})) *$/;

/** The operations with a payload behind their line, which has up to five words. */
const DATA_NAMES: ReadonlySet<string> = new Set(["PUB", "HPUB", "MSG", "HMSG"]);
const MOST_WORDS = 5;
const MOST_WORD = 4096;

/** White space that is no space. */
const OTHER_SPACE = /[^\S ]/;

interface Operation {
  readonly name: string;
  readonly words: readonly string[];
  readonly text: string;
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
    const first = read.operations[0]?.operation;
    if (first === undefined) return "silent";
    if (first.name === "INFO")
      return message.received && first.text.includes('"server_id"') ? "proof" : "against";
    // A payload that is as long as was said, between its line ends, is no chance.
    if (first.name === "CONNECT" || /(?:PUB|MSG)$/.test(first.name)) return "proof";
    return first.name === "PING" || first.name === "PONG" || first.name === "+OK" ? "silent" : "fits";
  },
  start: () => NO_STREAM,
  follow: (state, message) => followStream(state, message, measureOperation),
  decode(message, state) {
    const read = operationsOf(message, state);
    if (read === null) return null;
    const parts = addOpenPart(read.operations.map(toPart), read.units, message, "operation");
    return parts.length === 0 ? null : parts;
  },
};

/** An operation, and the unit of the stream that it is. */
interface StreamOperation {
  readonly operation: Operation;
  readonly unit: StreamUnit;
}

function operationsOf(
  message: RawMessage,
  state: StreamState,
): { operations: StreamOperation[]; units: StreamUnits } | null {
  if (message.bytes.length === 0) return null;
  // What was read to measure a unit is what the unit says; the last may be open.
  const measured: Operation[] = [];
  const units = unitsOf(message, state, (bytes, at) => {
    const operation = readOperation(bytes, at);
    if (operation === null) return mayBegin(bytes, at) ? 0 : -1;
    measured.push(operation);
    return operation.size;
  });
  if (units === null) return null;
  return {
    operations: units.units.map((unit, index) => ({ operation: measured[index] as Operation, unit })),
    units,
  };
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

/** Places are from the operation's beginning. */
function readOperation(bytes: Uint8Array, from: Bytes): Operation | null {
  const end = endOfLine(bytes, from);
  if (end === null) return null;
  const line = textOf(bytes, from, end);
  const to = end + 2 - from;
  const name = line.slice(0, line.indexOf(" "));
  if (!DATA_NAMES.has(name)) {
    const found = LINE.exec(line);
    if (found === null) return null;
    const name = found[1] ?? found[3] ?? found[4] ?? found[6] ?? "";
    const words = found[7] === undefined ? NO_WORDS : found[7].trim().split(/ +/);
    return { name, words, text: found[2] ?? found[5] ?? "", payloadFrom: to, payloadTo: to, size: to };
  }
  const words = wordsBehind(line, name.length);
  if (words === null) return null;
  const size = Number(words.at(-1));
  if (!Number.isSafeInteger(size) || size < 0) return null;
  const behind = from + to + size;
  const whole = behind + 2 <= bytes.length;
  if (whole && (bytes[behind] !== 0x0d || bytes[behind + 1] !== 0x0a)) return null;
  const headers = name.startsWith("H") ? Number(words.at(-2)) : 0;
  if (!Number.isSafeInteger(headers) || headers < 0 || headers > size) return null;
  return { name, words, text: "", payloadFrom: to + headers, payloadTo: to + size, size: to + size + 2 };
}

/** The one to five words of a line from `from` on; null where there are others, or white space that is no space. */
function wordsBehind(line: string, from: number): string[] | null {
  if (OTHER_SPACE.test(line)) return null;
  const words: string[] = [];
  let at = from;
  while (at < line.length) {
    const start = at + 1;
    const next = line.indexOf(" ", start);
    at = next === -1 ? line.length : next;
    if (at === start) continue;
    if (at - start > MOST_WORD || words.length === MOST_WORDS) return null;
    words.push(line.slice(start, at));
  }
  return words.length === 0 ? null : words;
}

const NO_WORDS: readonly string[] = [""];

/** Where the line that begins here has its end, CR and LF; null where it has none. */
function endOfLine(bytes: Uint8Array, from: Bytes): Bytes | null {
  const most = Math.min(bytes.length, from + MOST_LINE);
  for (let at = from; at < most; at += 1) {
    if (bytes[at] === 0x0a) return at > from && bytes[at - 1] === 0x0d ? at - 1 : null;
  }
  return null;
}

function toPart({ operation, unit }: StreamOperation): Part {
  const { name, words, text, payloadFrom, payloadTo } = operation;
  const { bytes, earlier } = unit;
  const isData = name.endsWith("PUB") || name.endsWith("MSG");
  const subject = isData || name === "SUB" ? (words[0] ?? null) : null;
  const content = startOfText(bytes, payloadFrom, payloadTo, SUMMARY_BYTES);
  const said = isData
    ? content
    : name === "SUB" || name === "UNSUB"
      ? words.slice(subject ? 1 : 0).join(" ")
      : text;
  return {
    kind: name,
    channel: subject,
    control: !isData,
    failed: name === "-ERR",
    piece: pieceOf(earlier),
    earlier,
    summary: joinWords(name, subject, toOneLine(said.slice(0, 160))),
    correlation: correlationOf(name, words),
    from: unit.from,
    to: unit.to,
  };
}

/** A request names the subject that it wants to be answered at; an answer is a message at such a subject. */
function correlationOf(name: string, words: readonly string[]): Correlation | null {
  const sizes = name.startsWith("H") ? 2 : 1;
  if (name === "PING") return { key: "ping", role: "request" };
  if (name === "PONG") return { key: "ping", role: "reply" };
  if (name.endsWith("PUB") && words.length === 2 + sizes) return { key: words[1] as string, role: "request" };
  if (!name.endsWith("MSG")) return null;
  if (words.length === 3 + sizes) return { key: words[2] as string, role: "request" };
  return words[0]?.startsWith("_INBOX.") ? { key: words[0] as string, role: "reply" } : null;
}
