import type { Decoder, RawMessage, Vote } from "../decoder.ts";
import {
  isString,
  type JsonValue,
  memberOf,
  numberOf,
  readJson,
  scalarOf,
  stringOf,
} from "../json/json-value.ts";
import { msgpackFormat } from "../values/msgpack-format.ts";
import { endOfBinaryValue } from "../values/value-format.ts";
import { toValueJson } from "../values/value-json.ts";
import { toValueTree } from "../values/value-tree.ts";
import { toSocketPart } from "./socket-io.ts";
import { ACK, CONNECT_ERROR, EVENT, type SocketPacket } from "./socket-io-packet.ts";

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
    const { bytes, received } = message;
    const packet = read(message);
    if (packet === null) return null;
    const json = packet.data?.bytes ?? bytes;
    const tree = () => toValueTree(msgpackFormat, bytes, 0);
    return [Object.assign(toSocketPart(packet, { bytes: json, received }), { tree })];
  },
};

function read({ bytes, binary }: RawMessage): SocketPacket | null {
  if (!binary || bytes.length === 0 || endOfBinaryValue(msgpackFormat, bytes, 0) !== bytes.length)
    return null;
  const json = toValueJson(msgpackFormat, bytes);
  const value = json === null ? null : readJson(json);
  const type = numberOf(memberOf(value, "type"));
  const namespace = stringOf(memberOf(value, "nsp"));
  const data = dataOf(memberOf(value, "data"));
  if (type === null || type < 0 || type > CONNECT_ERROR || namespace === null) return null;
  if ((type === EVENT || type === ACK) && data?.kind !== "array") return null;
  const number = memberOf(value, "id");
  const id = number?.kind === "number" ? scalarOf(number) : null;
  return { type, attachments: 0, namespace, id, data, dataFrom: data?.from ?? 0 };
}

/** What is undefined comes as an extension, in the id too. */
function dataOf(data: JsonValue | null): JsonValue | null {
  return data === null || data.kind === "null" || isString(data, "extension 0 <00>") ? null : data;
}
