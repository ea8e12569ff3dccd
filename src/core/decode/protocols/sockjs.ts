import type { Bytes } from "../../units.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Carried, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { childOf, type JsonValue, jsonLength, readJson } from "../json/json-value.ts";
import { stringContent } from "../json/string-content.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";

/** What a server sends is known by its first letter. */
const KINDS: Readonly<Record<string, string>> = {
  o: "open",
  h: "heartbeat",
  a: "message",
  m: "message",
  c: "close",
};

/** SockJS (https://github.com/sockjs/sockjs-protocol): texts of another protocol, in JSON arrays. */
export const sockJs: Decoder = {
  id: "sockjs",
  name: "SockJS",
  possible: ({ inside }) => inside.length === 0,
  hint({ url }) {
    return /\/\d{3}\/[a-z0-9_]{6,16}\/(?:websocket|eventsource|xhr_streaming|xhr)(?:\?|$)/.test(
      url.slice(0, 2000),
    )
      ? { weight: 0.75, reason: "server and session stand in the path" }
      : null;
  },
  vote(message): Vote {
    if (message.binary) return "against";
    const texts = textsOf(message);
    if (texts === null) return isEmptyFrame(message) ? "silent" : "against";
    // Applications send arrays of texts too; nothing but SockJS puts a letter before one.
    if (!message.received) return "silent";
    return message.bytes[0] === 0x61 ? "proof" : "fits";
  },
  decode(message) {
    const texts = textsOf(message);
    if (texts === null) return isEmptyFrame(message) ? [toControl(message)] : null;
    const { bytes, received } = message;
    if (received && bytes[0] === 0x63) return [toControl(message)];
    const parts: Part[] = texts.map((it) => ({ kind: "message", ...it }));
    if (texts.length === MOST_PARTS) parts.push(toRestPart(texts.at(-1)?.to ?? 0, bytes.length));
    return parts;
  },
  split: (message) => (textsOf(message) ?? []).map(({ carries }) => carries),
};

function isEmptyFrame({ bytes, received }: RawMessage): boolean {
  return received && bytes.length === 1 && (bytes[0] === 0x6f || bytes[0] === 0x68);
}

function toControl({ bytes }: RawMessage): Part {
  const kind = KINDS[String.fromCharCode(bytes[0] ?? 0)] ?? "message";
  return {
    kind,
    control: true,
    summary: bytes.length === 1 ? kind : `${kind} ${textOf(bytes, 1).slice(0, 160)}`,
  };
}

/** The texts that a frame holds, by their places; null where it is none that holds any. */
function textsOf({
  bytes,
  binary,
  received,
}: RawMessage): { from: Bytes; to: Bytes; carries: Carried }[] | null {
  if (binary) return null;
  const letter = String.fromCharCode(bytes[0] ?? 0);
  if (received && letter !== "a" && letter !== "m" && letter !== "c") return null;
  const value = readJson(bytes, received ? 1 : 0);
  if (value === null || !value.whole) return null;
  if (letter === "c" && received) return value.kind === "array" ? [] : null;
  if (letter === "m" && received) return value.kind === "string" ? [toText(value)] : null;
  // The protocol lets a page send a single text too.
  if (!received && value.kind === "string") return [toText(value)];
  if (value.kind !== "array") return null;
  const texts = [];
  for (let index = 0; index < Math.min(jsonLength(value), MOST_PARTS); index += 1) {
    const child = childOf(value, index) as JsonValue;
    if (child.kind !== "string") return null;
    texts.push(toText(child));
  }
  return texts;
}

function toText(value: JsonValue): { from: Bytes; to: Bytes; carries: Carried } {
  const { from, to } = value;
  return { from, to, carries: { bytes: stringContent(value), binary: false } };
}
