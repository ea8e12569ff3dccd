import type { Bytes } from "../../units.ts";
import { joinWords } from "../bytes/join-words.ts";
import { startOfText, textOf } from "../bytes/text-of.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { SUMMARY_BYTES, toOneLine } from "../json/json-text.ts";
import { placeTree } from "../place-tree.ts";
import { readPayload } from "../read-payload.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";
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
}

/** STOMP 1.0 to 1.2 (https://stomp.github.io), one or more frames a message. Of a frame over several messages, only the first is read. */
export const stomp: Decoder = {
  id: "stomp",
  name: "STOMP",
  hint: ({ subprotocol }) =>
    /^v1[0-2]\.stomp$/.test(subprotocol)
      ? { weight: 0.8, reason: `the subprotocol is ${subprotocol}` }
      : null,
  vote(message): Vote {
    const frames = framesOf(message);
    if (frames === null) return "against";
    if (frames.length === 0) return "silent";
    return frames.some(
      ({ command }) => command === "CONNECTED" || command === "CONNECT" || command === "STOMP",
    )
      ? "proof"
      : "fits";
  },
  decode(message) {
    const frames = framesOf(message);
    if (frames === null) return null;
    if (frames.length === 0) return [{ kind: "heart-beat", summary: "heart-beat", control: true }];
    const parts = frames.map((it) => toPart(it, message));
    const end = skipLineEnds(message.bytes, frames.at(-1)?.to ?? 0);
    if (end < message.bytes.length) parts.push(toRestPart(end, message.bytes.length));
    return parts;
  },
};

/** A heart-beat is one line end, perhaps a few that were joined; more of them are somebody's text. */
const MOST_LINE_ENDS = 1000;

/** The frames of a message; none is a heart-beat. Null where it is not STOMP. */
function framesOf({ bytes, cut }: RawMessage): Frame[] | null {
  const frames: Frame[] = [];
  let at = skipLineEnds(bytes, 0);
  if (bytes.length === 0 || at >= MOST_LINE_ENDS) return null;
  while (at < bytes.length && frames.length < MOST_PARTS) {
    const frame = readFrame(bytes, at);
    if (frame === null || (!frame.whole && !cut && frames.length === 0 && frame.headers.size === 0))
      return null;
    frames.push(frame);
    at = skipLineEnds(bytes, frame.to);
  }
  return frames;
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
      return { command, headers, from, bodyFrom: at, bodyTo: at, to: bytes.length, whole: false };
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
  const nul = counted >= 0 ? (bytes[counted] === 0 ? counted : -1) : bytes.indexOf(0, at);
  const end = nul === -1 ? bytes.length : nul;
  return {
    command,
    headers,
    from,
    bodyFrom: at,
    bodyTo: end,
    to: Math.min(end + 1, bytes.length),
    whole: nul !== -1,
  };
}

function lineText(bytes: Uint8Array, from: Bytes, to: Bytes): string {
  return textOf(bytes, from, to > from && bytes[to - 1] === CR ? to - 1 : to);
}

const ESCAPES: Readonly<Record<string, string>> = { "\\n": "\n", "\\c": ":", "\\r": "\r", "\\\\": "\\" };

function undoEscapes(text: string): string {
  return text.includes("\\") ? text.replace(/\\[nrc\\]/g, (it) => ESCAPES[it] ?? it) : text;
}

function toPart(frame: Frame, { bytes, cut }: RawMessage): Part {
  const { command, headers, from, bodyFrom, bodyTo, to, whole } = frame;
  const destination = headers.get("destination") ?? null;
  const body = startOfText(bytes, bodyFrom, bodyTo, SUMMARY_BYTES);
  const said =
    command === "ERROR" ? (headers.get("message") ?? "") : (destination ?? headers.get("receipt-id") ?? "");
  return {
    kind: command,
    event: null,
    channel: destination ?? headers.get("subscription") ?? null,
    control: !DATA.has(command),
    failed: command === "ERROR",
    problem: whole || cut ? null : "the frame does not end in this message",
    piece: whole ? "whole" : "begins",
    from,
    to,
    summary: joinWords(command, said, toOneLine(body).trim()),
    correlation: correlationOf(command, headers),
    tree: () => toTree(frame, bytes),
  };
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
