import { toBase64 } from "../../export/base64.ts";
import type { Bytes } from "../../units.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Decoder, RawMessage, Vote } from "../decoder.ts";
import { SUMMARY_BYTES } from "../json/json-text.ts";
import { msgpackFormat } from "../values/msgpack-format.ts";
import {
  countStarts,
  createValueHead,
  endOfBinaryValue,
  type ValueHead,
  valueStarts,
} from "../values/value-format.ts";
import { toValueJsonText } from "../values/value-json.ts";
import { toValueTree } from "../values/value-tree.ts";
import { toSocketPart } from "./socket-io.ts";
import { ACK, CONNECT_ERROR, EVENT } from "./socket-io-packet.ts";

/** A packet, as far as a row shows it. */
interface Packet {
  readonly type: number;
  readonly attachments: 0;
  readonly namespace: string;
  readonly id: string | null;
  readonly event: string | null;
  /** The data in JSON, of an event what follows its name. */
  readonly text: string;
}

/** Socket.IO with socket.io-msgpack-parser: a packet is one map in a binary message of Engine.IO. */
export const socketIoMsgpack: Decoder = {
  id: "socket.io-msgpack",
  name: "Socket.IO, MessagePack",
  possible: ({ inside }) => inside.at(-1) === "engine.io",
  vote(message): Vote {
    const found = read(message);
    if (found === null) return "against";
    return found.type === EVENT || found.type === ACK ? "proof" : "fits";
  },
  decode(message) {
    const { bytes } = message;
    const packet = read(message);
    if (packet === null) return null;
    const { event, text } = packet;
    return [toSocketPart(packet, event, text, message, () => toValueTree(msgpackFormat, bytes, 0))];
  },
};

/** One for the names of members and one for their values: nothing is read while something is. */
const nameSlot = createValueHead();
const valueSlot = createValueHead();

/** Reads the members of the map where they stand; of what the event carries only the beginning is brought into JSON, since a row shows it so. */
function read({ bytes, binary }: RawMessage): Packet | null {
  if (!binary || bytes.length === 0 || endOfBinaryValue(msgpackFormat, bytes, 0) !== bytes.length)
    return null;
  if (msgpackFormat.head(bytes, 0, valueSlot)?.kind !== "object") return null;
  let type: number | null = null;
  let namespace: string | null = null;
  let id: string | null = null;
  let dataAt = -1;
  for (let index = 0; index + 1 < countStarts(); index += 2) {
    const at = valueStarts[index + 1] as number;
    const value = msgpackFormat.head(bytes, at, valueSlot);
    const name = msgpackFormat.head(bytes, valueStarts[index] as number, nameSlot);
    if (isWord(bytes, name, "type")) type = value?.kind === "number" ? Number(value.text) : null;
    else if (isWord(bytes, name, "nsp")) namespace = stringAt(bytes, value);
    else if (isWord(bytes, name, "id")) id = value?.kind === "number" ? value.text : null;
    else if (isWord(bytes, name, "data")) dataAt = at;
  }
  if (type === null || !(type >= 0 && type <= CONNECT_ERROR) || namespace === null) return null;
  const data = dataAt < 0 ? null : dataOf(msgpackFormat.head(bytes, dataAt, valueSlot));
  const isList = data?.kind === "array";
  if ((type === EVENT || type === ACK) && !isList) return null;
  const event = type === EVENT && data !== null && data.count > 0 ? scalarAt(bytes, data.next) : null;
  if (data === null) return { type, attachments: 0, namespace, id, event, text: "" };
  const text = toValueJsonText(msgpackFormat, bytes, dataAt, type === EVENT ? 1 : 0, SUMMARY_BYTES);
  return text === null ? null : { type, attachments: 0, namespace, id, event, text };
}

/** Whether a value is this string (ASCII). Makes no text. */
function isWord(bytes: Uint8Array, head: ValueHead | null, word: string): boolean {
  if (head?.kind !== "string" || head.length !== word.length) return false;
  for (let index = 0; index < word.length; index += 1) {
    if (bytes[head.next + index] !== word.charCodeAt(index)) return false;
  }
  return true;
}

function stringAt(bytes: Uint8Array, head: ValueHead | null): string | null {
  return head?.kind === "string" ? textOf(bytes, head.next, head.next + head.length) : null;
}

/** What an event is called, as it would be in JSON: a string, a number, or what JSON has no word for. */
function scalarAt(bytes: Uint8Array, at: Bytes): string | null {
  const head = msgpackFormat.head(bytes, at, nameSlot);
  switch (head?.kind) {
    case "string":
      return stringAt(bytes, head);
    case "number":
    case "other":
      return head.text;
    case "bytes":
      return toBase64(bytes.subarray(head.next, head.next + head.length));
    default:
      return null;
  }
}

/** What is undefined comes as an extension, in the id too. */
function dataOf(data: ValueHead | null): ValueHead | null {
  return data === null || data.kind === "null" || data.text === "extension 0 <00>" ? null : data;
}
