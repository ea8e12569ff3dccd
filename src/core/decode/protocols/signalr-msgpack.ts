import { joinWords } from "../bytes/join-words.ts";
import { textOf } from "../bytes/text-of.ts";
import { RowPart } from "../decoded-part.ts";
import type { Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";
import { msgpackFormat } from "../values/msgpack-format.ts";
import { createValueHead, endOfBinaryValue, valueStarts } from "../values/value-format.ts";
import { toValueText } from "../values/value-text.ts";
import { toValueTree } from "../values/value-tree.ts";
import { isHandshakeText, SIGNALR_KINDS, signalrCorrelation, toHandshakeParts } from "./signalr.ts";

/** A message: its length in a varint, then an array. */
interface HubMessage {
  readonly from: number;
  readonly valueFrom: number;
  readonly to: number;
  /** Where each element of the array begins. */
  readonly elements: readonly number[];
}

/** Which element is what, by the message's type: the invocation's id, the target, the content. -1 is none. */
const PLACES: Readonly<Record<number, readonly [id: number, target: number, content: number]>> = {
  1: [2, 3, 4],
  2: [2, -1, 3],
  3: [2, -1, 4],
  4: [2, 3, 4],
  5: [2, -1, -1],
  6: [-1, -1, -1],
  7: [-1, -1, 1],
  8: [-1, -1, 1],
  9: [-1, -1, 1],
};

/** Of the length before a message: 2 GiB, in the specification. */
const MOST_LENGTH_BYTES = 5;

/** One for all: what is needed of a head is taken out before the next is read. */
const slot = createValueHead();

const COMPLETION = 3;
const ERROR_RESULT = "1";

/** SignalR's hub protocol in MessagePack, after a handshake in JSON (the same specification); Blazor Server's `blazorpack` too. */
export const signalrMsgpack: Decoder = {
  id: "signalr-msgpack",
  name: "SignalR, MessagePack",
  vote(message): Vote {
    if (!message.binary) {
      if (!isHandshakeText(message)) return "against";
      return /"protocol":"(?:messagepack|blazorpack)"/.test(textOf(message.bytes).slice(0, 200))
        ? "proof"
        : "silent";
    }
    // The answer to the handshake comes as the connection's other messages do: as bytes.
    if (isHandshakeText(message)) return "silent";
    const hub = messagesOf(message.bytes);
    if (hub === null) return "against";
    return hub.some(({ elements }) => elements.length > 3) ? "fits" : "silent";
  },
  decode(message) {
    const { bytes } = message;
    if (!message.binary || isHandshakeText(message)) return toHandshakeParts(message);
    const hub = messagesOf(bytes);
    if (hub === null) return null;
    const parts = [toPart(hub[0] as HubMessage, message)];
    for (let index = 1; index < hub.length; index += 1) parts.push(toPart(hub[index] as HubMessage, message));
    const end = (hub[hub.length - 1] as HubMessage).to;
    if (hub.length === MOST_PARTS) parts.push(toRestPart(end, bytes.length));
    return parts;
  },
};

/** The messages that bytes are, at least one; null where they are anything else. */
function messagesOf(bytes: Uint8Array): HubMessage[] | null {
  let message = readMessage(bytes, 0);
  if (message === null) return null;
  // Most are one: no list grows for it.
  const messages = [message];
  while (message.to < bytes.length && messages.length < MOST_PARTS) {
    message = readMessage(bytes, message.to);
    if (message === null) return null;
    messages.push(message);
  }
  return messages;
}

function readMessage(bytes: Uint8Array, from: number): HubMessage | null {
  let length = 0;
  let at = from;
  for (let scale = 1; ; scale *= 128) {
    if (at === bytes.length || at - from === MOST_LENGTH_BYTES) return null;
    const byte = bytes[at] as number;
    at += 1;
    length += (byte & 127) * scale;
    if (byte < 128) break;
  }
  const to = at + length;
  if (to > bytes.length || length === 0 || endOfBinaryValue(msgpackFormat, bytes, at) !== to) return null;
  const head = msgpackFormat.head(bytes, at, slot);
  if (head?.kind !== "array" || head.count === 0 || head.count > 8) return null;
  const elements: number[] = [];
  for (let index = 0; index < head.count; index += 1) elements.push(valueStarts[index] as number);
  const type = bytes[head.next] as number;
  if (PLACES[type] === undefined) return null;
  // What is behind the type of an invocation is a map of headers.
  if (type < 6) {
    const second = elements.length < 2 ? null : msgpackFormat.head(bytes, elements[1] as number, slot);
    if (second?.kind !== "object") return null;
  }
  return { from, valueFrom: at, to, elements };
}

function toPart({ from, valueFrom, to, elements }: HubMessage, { bytes }: RawMessage): Part {
  const type = bytes[elements[0] as number] as number;
  const [idAt, targetAt, contentAt] = PLACES[type] as readonly [number, number, number];
  const id = stringAt(bytes, elements[idAt]);
  const target = stringAt(bytes, elements[targetAt]);
  const failed = type === COMPLETION && isErrorResult(bytes, elements[3]);
  const kind = SIGNALR_KINDS[type] as string;
  const at = elements[contentAt];
  const content = at === undefined ? null : toValueText(msgpackFormat, bytes, at);
  const said = joinWords(target ?? kind, failed ? "failed:" : null, content);
  const part = new RowPart(kind, said, from, to);
  part.event = target;
  part.channel = type === 1 ? null : id;
  part.control = type > 5;
  part.failed = failed;
  part.correlation = signalrCorrelation(type, id);
  part.tree = () => toValueTree(msgpackFormat, bytes, valueFrom);
  return part;
}

/** The beginning of a string; null where there is none. */
function stringAt(bytes: Uint8Array, at: number | undefined): string | null {
  const head = at === undefined ? null : msgpackFormat.head(bytes, at, slot);
  return head?.kind === "string" ? textOf(bytes, head.next, head.next + Math.min(head.length, 200)) : null;
}

function isErrorResult(bytes: Uint8Array, at: number | undefined): boolean {
  const head = at === undefined ? null : msgpackFormat.head(bytes, at, slot);
  return head?.kind === "number" && head.text === ERROR_RESULT;
}
