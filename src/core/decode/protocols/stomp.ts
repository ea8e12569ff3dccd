import type { Bytes } from "../../units.ts";
import { isUtf8 } from "../bytes/is-utf8.ts";
import { joinWords } from "../bytes/join-words.ts";
import { addOpenPart, pieceOf } from "../bytes/open-part.ts";
import { followStream, NO_STREAM, type StreamState, unitsOf } from "../bytes/stream-state.ts";
import type { StreamUnit, StreamUnits } from "../bytes/stream-units.ts";
import { startOfText, textOf } from "../bytes/text-of.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { SUMMARY_BYTES, toOneLine } from "../json/json-text.ts";
import { hexText } from "../payloads/binary.ts";
import { placeTree } from "../place-tree.ts";
import { readPayload } from "../read-payload.ts";
import { toBranch, toLeaf } from "../tree-node.ts";

const LF = 0x0a;
const CR = 0x0d;

const CLIENT = [
  "CONNECT",
  "STOMP",
  "SEND",
  "SUBSCRIBE",
  "UNSUBSCRIBE",
  "ACK",
  "NACK",
  "BEGIN",
  "COMMIT",
  "ABORT",
];
const COMMANDS: ReadonlySet<string> = new Set([
  ...CLIENT,
  "DISCONNECT",
  "CONNECTED",
  "MESSAGE",
  "RECEIPT",
  "ERROR",
]);

/** Data; everything else serves the protocol. */
const DATA: ReadonlySet<string> = new Set(["SEND", "MESSAGE", "ERROR"]);

/** More is possible; servers refuse it (RabbitMQ: 100). */
const MOST_HEADERS = 500;

interface Frame {
  readonly command: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly from: Bytes;
  readonly bodyFrom: Bytes;
  readonly bodyTo: Bytes;
  readonly to: Bytes;
  /** The NUL at its end is there. */
  readonly whole: boolean;
  /** How long it is, where it says so. */
  readonly size: Bytes | null;
}

/** STOMP 1.0 to 1.2 (https://stomp.github.io): frames, one or more in a message, or one over several. */
export const stomp: Decoder<StreamState> = {
  id: "stomp",
  name: "STOMP",
  hint: ({ subprotocol }) =>
    /^v1[0-2]\.stomp$/.test(subprotocol)
      ? { weight: 0.8, reason: `the subprotocol is ${subprotocol}` }
      : null,
  vote(message, _, state): Vote {
    // In the middle of a frame anything may stand.
    if ((message.received ? state.received : state.sent) !== null) return "silent";
    const read = framesOf(message, state);
    // A recording may begin in the middle of one.
    if (read === null) return message.index === 0 && message.bytes.at(-1) === 0 ? "silent" : "against";
    const { frames } = read;
    if (frames.length === 0) return "silent";
    return frames.some(
      ({ frame: { command } }) => command === "CONNECTED" || command === "CONNECT" || command === "STOMP",
    )
      ? "proof"
      : "fits";
  },
  start: () => NO_STREAM,
  follow: (state, message) => followStream(state, message, measureFrame),
  decode(message, state) {
    const read = framesOf(message, state);
    if (read === null) return null;
    const parts = read.frames.map(toPart);
    if (read.units.open !== null || read.units.unreadFrom !== null)
      return addOpenPart(parts, read.units, message, "frame");
    if (parts.length === 0) return [{ kind: "heart-beat", summary: "heart-beat", control: true }];
    return parts;
  },
};

/** A heart-beat is one line end, perhaps a few that were joined; more of them are somebody's text. */
const MOST_LINE_ENDS = 1000;

/** A frame, and the unit of the stream that it is. */
interface StreamFrame {
  readonly frame: Frame;
  readonly unit: StreamUnit;
}

/** The frames that end in a message; none is a heart-beat, or the middle of a frame. Null where it is not STOMP. */
function framesOf(
  message: RawMessage,
  state: StreamState,
): { frames: StreamFrame[]; units: StreamUnits } | null {
  const { bytes } = message;
  if (bytes.length === 0 || skipLineEnds(bytes, 0) >= MOST_LINE_ENDS) return null;
  const units = unitsOf(message, state, measureFrame);
  if (units === null) return null;
  const frames: StreamFrame[] = [];
  for (const unit of units.units) {
    const frame = readFrame(unit.bytes, skipLineEnds(unit.bytes, 0));
    if (frame !== null) frames.push({ frame, unit });
  }
  return { frames, units };
}

/** The length of a frame with the line ends before it; line ends at the end of a message are a unit by themselves. */
function measureFrame(bytes: Uint8Array, at: Bytes): Bytes {
  const from = skipLineEnds(bytes, at);
  if (from === bytes.length) return from - at;
  const frame = readFrame(bytes, from);
  if (frame === null) return mayBegin(bytes, from) ? 0 : -1;
  if (frame.whole) return frame.to - at;
  // Where it says how long it is, and where it does not.
  return frame.size === null ? 0 : frame.size + from - at;
}

/** Whether a command may be cut here. */
function mayBegin(bytes: Uint8Array, from: Bytes): boolean {
  const text = textOf(bytes, from, Math.min(bytes.length, from + 16));
  for (const command of COMMANDS) if (command.startsWith(text) && text !== "") return true;
  return false;
}

function skipLineEnds(bytes: Uint8Array, from: Bytes): Bytes {
  let at = from;
  while (at - from < MOST_LINE_ENDS && (bytes[at] === LF || bytes[at] === CR)) at += 1;
  return at;
}

function readFrame(bytes: Uint8Array, from: Bytes): Frame | null {
  const commandEnd = bytes.subarray(from, from + 16).indexOf(LF);
  if (commandEnd === -1) return null;
  const command = lineText(bytes, from, from + commandEnd);
  if (!COMMANDS.has(command)) return null;
  const headers = new Map<string, string>();
  let at = from + commandEnd + 1;
  for (;;) {
    const end = bytes.indexOf(LF, at);
    if (end === -1)
      return { command, headers, from, bodyFrom: at, bodyTo: at, to: bytes.length, whole: false, size: null };
    const line = lineText(bytes, at, end);
    at = end + 1;
    if (line === "") break;
    const colon = line.indexOf(":");
    if (colon < 1 || headers.size > MOST_HEADERS) return null;
    const name = undoEscapes(line.slice(0, colon));
    // Of a header that occurs twice, the first counts (1.2).
    if (!headers.has(name)) headers.set(name, undoEscapes(line.slice(colon + 1)));
  }
  const length = Number(headers.get("content-length") ?? Number.NaN);
  const counted = Number.isSafeInteger(length) && length >= 0 ? at + length : -1;
  if (counted >= 0 && counted < bytes.length && bytes[counted] !== 0) return null;
  const nul = counted >= 0 ? (counted < bytes.length ? counted : -1) : bytes.indexOf(0, at);
  const end = nul === -1 ? bytes.length : nul;
  return {
    command,
    headers,
    from,
    bodyFrom: at,
    bodyTo: end,
    to: Math.min(end + 1, bytes.length),
    whole: nul !== -1,
    size: counted >= 0 ? counted + 1 - from : null,
  };
}

function lineText(bytes: Uint8Array, from: Bytes, to: Bytes): string {
  return textOf(bytes, from, to > from && bytes[to - 1] === CR ? to - 1 : to);
}

const ESCAPES: Readonly<Record<string, string>> = { "\\n": "\n", "\\c": ":", "\\r": "\r", "\\\\": "\\" };

function undoEscapes(text: string): string {
  return text.includes("\\") ? text.replace(/\\[nrc\\]/g, (it) => ESCAPES[it] ?? it) : text;
}

function toPart({ frame, unit }: StreamFrame): Part {
  const { command, headers, from, bodyFrom, bodyTo } = frame;
  const { bytes, earlier } = unit;
  const destination = headers.get("destination") ?? null;
  const body = bodyText(bytes, bodyFrom, bodyTo);
  const said =
    command === "ERROR" ? (headers.get("message") ?? "") : (destination ?? headers.get("receipt-id") ?? "");
  // The bytes of a frame in several messages are nobody's.
  const shift = earlier.length > 0 ? null : unit.from;
  return {
    kind: command,
    event: null,
    channel: destination ?? headers.get("subscription") ?? null,
    control: !DATA.has(command),
    failed: command === "ERROR",
    piece: pieceOf(earlier),
    earlier,
    from: shift === null ? unit.from : from + shift,
    to: unit.to,
    summary: joinWords(command, said, body),
    correlation: correlationOf(command, headers),
    tree: () => placeTree(toTree(frame, bytes), shift),
  };
}

/** A body may be bytes, in a binary message: those are no text to be shown. */
function bodyText(bytes: Uint8Array, from: Bytes, to: Bytes): string {
  const text = startOfText(bytes, from, to, SUMMARY_BYTES);
  const isBytes = text.includes("\ufffd") && !isUtf8(bytes.subarray(from, to), SUMMARY_BYTES);
  return isBytes ? hexText(bytes.subarray(from, to)) : toOneLine(text).trim();
}

function correlationOf(command: string, headers: ReadonlyMap<string, string>): Correlation | null {
  if (command === "CONNECT" || command === "STOMP") return { key: "connect", role: "request" };
  if (command === "CONNECTED") return { key: "connect", role: "reply" };
  const asked = headers.get("receipt");
  if (asked !== undefined) return { key: `receipt ${asked}`, role: "request" };
  const given = headers.get("receipt-id");
  if (given !== undefined) return { key: `receipt ${given}`, role: "reply" };
  const subscription = headers.get("subscription");
  return subscription === undefined ? null : { key: `subscription ${subscription}`, role: "event" };
}

function toTree({ command, headers, bodyFrom, bodyTo, from, to }: Frame, bytes: Uint8Array) {
  const listed = [...headers].map(([name, value]) =>
    toLeaf(name, "string", value.slice(0, 200), null, null, () => value),
  );
  const body = readPayload({
    bytes: bytes.subarray(bodyFrom, bodyTo),
    binary: false,
    cut: false,
  }).reading.tree();
  return toBranch(
    "",
    command,
    [
      toBranch("headers", "", listed),
      { ...placeTree(body, bodyFrom), key: "body", from: bodyFrom, to: bodyTo },
    ],
    from,
    to,
  );
}
