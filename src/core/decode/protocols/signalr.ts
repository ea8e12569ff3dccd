import { RowPart } from "../decoded-part.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { hasMember, memberNumber, memberScalar, memberString } from "../json/json-child.ts";
import { jsonText } from "../json/json-text.ts";
import {
  elementOf,
  isString,
  type JsonValue,
  jsonLength,
  memberOf,
  readFirstJson,
  readJson,
} from "../json/json-value.ts";
import { skipJsonSpace } from "../json/scan-json.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";

const RECORD_SEPARATOR = 0x1e;

/** What the specification calls a message of each type. */
export const SIGNALR_KINDS = [
  "",
  "invocation",
  "stream item",
  "completion",
  "stream invocation",
  "cancel invocation",
  "ping",
  "close",
  "ack",
  "sequence",
];

const INVOCATION = 1;
const STREAM_ITEM = 2;
const COMPLETION = 3;
const STREAM_INVOCATION = 4;
const CANCEL = 5;
const CLOSE = 7;

interface Record {
  readonly value: JsonValue;
  /** With its separator. */
  readonly to: number;
}

/** SignalR's hub protocol in JSON (https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md). */
export const signalr: Decoder = {
  id: "signalr",
  name: "SignalR",
  hint({ url }) {
    return /[?&]id=[\w-]{20,}(?:&|$)/.test(url.slice(0, 2000))
      ? { weight: 0.3, reason: "an id stands in the URL" }
      : null;
  },
  vote(message): Vote {
    const records = recordsOf(message);
    if (records === null) return "against";
    const handshake = records.find(({ value }) => isHandshake(value))?.value;
    if (handshake !== undefined)
      return isString(memberOf(handshake, "protocol"), "json") ? "proof" : "against";
    return records.every(({ value }) => isHubMessage(value)) ? "fits" : "against";
  },
  decode(message) {
    const records = recordsOf(message);
    if (records === null) return null;
    const parts = [toPart(records[0] as Record)];
    for (let index = 1; index < records.length; index += 1) parts.push(toPart(records[index] as Record));
    const end = (records[records.length - 1] as Record).to;
    if (end < message.bytes.length) parts.push(toRestPart(end, message.bytes.length));
    return parts;
  },
};

/** JSON objects, each with U+001E behind it, at least one; null where a message is anything else. */
function recordsOf({ bytes, binary, cut }: RawMessage): Record[] | null {
  if (binary || (!cut && bytes[bytes.length - 1] !== RECORD_SEPARATOR)) return null;
  let record = readRecord(bytes, 0);
  if (record === null) return null;
  // Most messages are one record: no list grows for it.
  const records = [record];
  while (record.to < bytes.length && records.length < MOST_PARTS) {
    record = readRecord(bytes, record.to);
    if (record === null) return null;
    records.push(record);
  }
  return records;
}

/** A record, or the beginning of one. JSON has no separator in it: where the value ends is found sooner than the separator. */
function readRecord(bytes: Uint8Array, from: number): Record | null {
  const value = readFirstJson(bytes, from, bytes.length, true);
  if (value?.kind !== "object") return null;
  if (value.whole) {
    const end = skipJsonSpace(bytes, value.to, bytes.length);
    if (end < bytes.length && bytes[end] !== RECORD_SEPARATOR) return null;
    return { value, to: Math.min(end + 1, bytes.length) };
  }
  // What is read of a long one may end before it does.
  const next = bytes.indexOf(RECORD_SEPARATOR, from);
  if (next === -1) return { value, to: bytes.length };
  const long = readJson(bytes, from, next);
  return long === null ? null : { value: long, to: next + 1 };
}

function isHandshake(value: JsonValue): boolean {
  return memberString(value, "protocol") !== null && memberNumber(value, "version") !== null;
}

/** What a message of a type cannot be without. */
const NEEDED: { readonly [type: number]: readonly string[] } = {
  1: ["target", "arguments"],
  2: ["invocationId"],
  3: ["invocationId"],
  4: ["invocationId", "target", "arguments"],
  5: ["invocationId"],
  8: ["sequenceId"],
  9: ["sequenceId"],
};

function isHubMessage(value: JsonValue): boolean {
  const type = memberNumber(value, "type");
  if (type === null) return jsonLength(value) === 0 || hasMember(value, "error");
  return type in SIGNALR_KINDS && (NEEDED[type] ?? []).every((name) => hasMember(value, name));
}

function toPart({ value, to }: Record): Part {
  const type = memberNumber(value, "type");
  const error = memberString(value, "error");
  if (type === null || SIGNALR_KINDS[type] === undefined || type === 0)
    return handshakePart(value, to, error);
  const kind = SIGNALR_KINDS[type];
  const target = memberString(value, "target");
  const id = memberScalar(value, "invocationId");
  const part = new RowPart(kind, summarise(value, kind, target, error), value.from, to);
  part.event = target;
  part.channel = type === INVOCATION ? null : id;
  part.control = type > CANCEL;
  part.failed = error !== null;
  part.correlation = signalrCorrelation(type, id);
  return part;
}

function handshakePart(value: JsonValue, to: number, error: string | null): Part {
  const role = isHandshake(value) ? "request" : "reply";
  return {
    from: value.from,
    to,
    kind: "handshake",
    control: true,
    failed: error !== null,
    summary: `handshake ${jsonText(value)}`,
    correlation: { key: "handshake", role },
  };
}

function summarise(value: JsonValue, kind: string, target: string | null, error: string | null): string {
  if (error !== null) return `${kind} failed: ${error.slice(0, 160)}`;
  const list = memberOf(value, "arguments");
  if (target !== null) {
    if (list?.kind !== "array" || jsonLength(list) === 0) return target;
    return `${target} ${jsonLength(list) === 1 ? jsonText(elementOf(list, 0) as JsonValue) : jsonText(list)}`;
  }
  const shown = memberOf(value, "item") ?? memberOf(value, "result");
  return shown === null ? kind : `${kind} ${jsonText(shown)}`;
}

/** What joins the messages of an invocation, in either encoding. */
export function signalrCorrelation(type: number, id: string | null): Correlation | null {
  if (id === null || type === CLOSE) return null;
  if (type === INVOCATION || type === STREAM_INVOCATION) return { key: id, role: "request" };
  if (type === COMPLETION) return { key: id, role: "reply" };
  return type === STREAM_ITEM || type === CANCEL ? { key: id, role: "event" } : null;
}

/** Whether a message is the handshake or its answer, which are JSON whatever follows; in a connection of bytes these are bytes too. */
export function isHandshakeText({ bytes, cut }: RawMessage): boolean {
  if (bytes[0] !== 0x7b || bytes[bytes.length - 1] !== RECORD_SEPARATOR || bytes.length > 1000) return false;
  const value = readJson(bytes, 0, bytes.length - 1, cut);
  return value?.kind === "object" && !hasMember(value, "type");
}

/** The handshake or its answer; null where a message is neither. */
export function toHandshakeParts(message: RawMessage): Part[] | null {
  const value = isHandshakeText(message) ? readJson(message.bytes, 0, message.bytes.length - 1) : null;
  if (value === null) return null;
  return [handshakePart(value, message.bytes.length, memberString(value, "error"))];
}
