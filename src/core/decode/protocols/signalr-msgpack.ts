import { joinWords } from "../bytes/join-words.ts";
import { textOf } from "../bytes/text-of.ts";
import { RowPart } from "../decoded-part.ts";
import type { Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";
import { msgpackFormat } from "../values/msgpack-format.ts";
import { endOfBinaryValue, valueStarts } from "../values/value-format.ts";
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
    const parts = hub.map((it) => toPart(it, message));
    if (hub.length === MOST_PARTS) parts.push(toRestPart(hub.at(-1)?.to ?? 0, bytes.length));
    return parts;
  },
};

function messagesOf(bytes: Uint8Array): HubMessage[] | null {
  const messages: HubMessage[] = [];
  let at = 0;
  while (at < bytes.length && messages.length < MOST_PARTS) {
    const message = readMessage(bytes, at);
    if (message === null) return null;
    messages.push(message);
    at = message.to;
  }
  return messages.length === 0 ? null : messages;
}

function readMessage(bytes: Uint8Array, from: number): HubMessage | null {
  let length = 0;
  let at = from;
  for (let index = 0; ; index += 1) {
    const byte = bytes[at];
    if (byte === undefined || index === 5) return null;
    at += 1;
    length += (byte & 127) * 128 ** index;
    if (byte < 128) break;
  }
  const to = at + length;
  if (to > bytes.length || length === 0 || endOfBinaryValue(msgpackFormat, bytes, at) !== to) return null;
  const head = msgpackFormat.head(bytes, at);
  if (head?.kind !== "array" || head.count === 0 || head.count > 8) return null;
  const elements = Array.from(valueStarts.subarray(0, head.count));
  const type = bytes[head.next] as number;
  const places = PLACES[type];
  // What is behind the type of an invocation is a map of headers.
  const second = elements[1] === undefined ? null : msgpackFormat.head(bytes, elements[1]);
  if (places === undefined || (type < 6 && second?.kind !== "object")) return null;
  return { from, valueFrom: at, to, elements };
}

function toPart({ from, valueFrom, to, elements }: HubMessage, { bytes }: RawMessage): Part {
  const type = bytes[elements[0] as number] as number;
  const [idAt, targetAt, contentAt] = PLACES[type] as readonly [number, number, number];
  const textAt = (place: number): string | null => {
    const at = elements[place];
    return at === undefined ? null : toValueText(msgpackFormat, bytes, at);
  };
  const stringAt = (place: number): string | null => {
    const at = elements[place];
    const head = at === undefined ? null : msgpackFormat.head(bytes, at);
    return head?.kind === "string" ? textOf(bytes, head.next, head.next + Math.min(head.length, 200)) : null;
  };
  const id = stringAt(idAt);
  const target = stringAt(targetAt);
  const failed = type === COMPLETION && textAt(3) === ERROR_RESULT;
  const kind = SIGNALR_KINDS[type] as string;
  const said = joinWords(target ?? kind, failed ? "failed:" : null, textAt(contentAt));
  const part = new RowPart(kind, said, from, to);
  part.event = target;
  part.channel = type === 1 ? null : id;
  part.control = type > 5;
  part.failed = failed;
  part.correlation = signalrCorrelation(type, id);
  part.tree = () => toValueTree(msgpackFormat, bytes, valueFrom);
  return part;
}
