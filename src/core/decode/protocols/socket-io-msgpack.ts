import { textOf } from "../bytes/text-of.ts";
import type { Decoder, RawMessage, Vote } from "../decoder.ts";
import { isString, type JsonValue, readJson } from "../json/json-value.ts";
import { msgpackFormat } from "../values/msgpack-format.ts";
import { countStarts, endOfBinaryValue, type ValueHead, valueStarts } from "../values/value-format.ts";
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
    return [toSocketPart(packet, { bytes: json, received }, () => toValueTree(msgpackFormat, bytes, 0))];
  },
};

/** Reads the members of the map where they stand; only what the event carries is brought into JSON, since a row shows it so. */
function read({ bytes, binary }: RawMessage): SocketPacket | null {
  if (!binary || bytes.length === 0 || endOfBinaryValue(msgpackFormat, bytes, 0) !== bytes.length)
    return null;
  if (msgpackFormat.head(bytes, 0)?.kind !== "object") return null;
  let type: number | null = null;
  let namespace: string | null = null;
  let id: string | null = null;
  let dataAt = -1;
  for (let index = 0; index + 1 < countStarts(); index += 2) {
    const at = valueStarts[index + 1] as number;
    const value = msgpackFormat.head(bytes, at);
    switch (stringAt(bytes, msgpackFormat.head(bytes, valueStarts[index] as number))) {
      case "type":
        type = value?.kind === "number" ? Number(value.text) : null;
        break;
      case "nsp":
        namespace = stringAt(bytes, value);
        break;
      case "id":
        id = value?.kind === "number" ? value.text : null;
        break;
      case "data":
        dataAt = at;
    }
  }
  if (type === null || !(type >= 0 && type <= CONNECT_ERROR) || namespace === null) return null;
  const json = dataAt < 0 ? null : toValueJson(msgpackFormat, bytes, dataAt);
  if (dataAt >= 0 && json === null) return null;
  const data = dataOf(json === null ? null : readJson(json));
  if ((type === EVENT || type === ACK) && data?.kind !== "array") return null;
  return { type, attachments: 0, namespace, id, data, dataFrom: data?.from ?? 0 };
}

function stringAt(bytes: Uint8Array, head: ValueHead | null): string | null {
  return head?.kind === "string" ? textOf(bytes, head.next, head.next + head.length) : null;
}

/** What is undefined comes as an extension, in the id too. */
function dataOf(data: JsonValue | null): JsonValue | null {
  return data === null || data.kind === "null" || isString(data, "extension 0 <00>") ? null : data;
}
