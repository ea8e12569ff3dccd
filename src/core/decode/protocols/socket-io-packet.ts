import type { Bytes } from "../../units.ts";
import { textIn } from "../bytes/whole-text.ts";
import { elementKind } from "../json/json-child.ts";
import { type JsonValue, jsonLength, readJson } from "../json/json-value.ts";

export const CONNECT = 0;
export const DISCONNECT = 1;
export const EVENT = 2;
export const ACK = 3;
export const CONNECT_ERROR = 4;
export const BINARY_EVENT = 5;
export const BINARY_ACK = 6;

/** The text packet of Socket.IO. */
export interface SocketPacket {
  readonly type: number;
  /** How many binary messages follow that belong to it. */
  readonly attachments: number;
  readonly namespace: string;
  /** The acknowledgement's number, as it is written; null where none is wanted or given. */
  readonly id: string | null;
  readonly data: JsonValue | null;
  readonly dataFrom: Bytes;
}

/** More than these are refused by the library too, by default (socket.io-parser 4.2.6). */
const MOST_ATTACHMENTS = 1_000_000;

const QUESTION_MARK = 0x3f;

/** What stands before the data is short; a longer name is none. */
const MOST_NAMESPACE: Bytes = 2048;

/** `<type>[<attachments>-][<namespace>,][<id>][<data>]`; null where it is none, also where its data is not what the type wants. */
export function readSocketPacket(bytes: Uint8Array, cut: boolean): SocketPacket | null {
  const type = (bytes[0] ?? 0) - 0x30;
  if (type < 0 || type > 6) return null;
  let at = 1;
  let attachments = 0;
  if (type === BINARY_EVENT || type === BINARY_ACK) {
    const end = endOfDigits(bytes, at);
    attachments = Number(textIn(bytes, at, end));
    if (end === at || bytes[end] !== 0x2d || attachments > MOST_ATTACHMENTS) return null;
    at = end + 1;
  }
  let namespace = "/";
  if (bytes[at] === 0x2f) {
    const end = endOfNamespace(bytes, at);
    if (end === null) return null;
    // Protocol 4 may have a query behind the name.
    namespace = textIn(bytes, at, endOfName(bytes, at, end));
    at = Math.min(end + 1, bytes.length);
  }
  const idEnd = endOfDigits(bytes, at);
  const id = idEnd > at && type !== CONNECT_ERROR ? textIn(bytes, at, idEnd) : null;
  const dataFrom = id === null ? at : idEnd;
  const data = dataFrom < bytes.length ? readJson(bytes, dataFrom, bytes.length, cut, 1) : null;
  if (dataFrom < bytes.length && data === null) return null;
  if (!isDataOf(type, data, cut)) return null;
  return { type, attachments, namespace, id, data, dataFrom };
}

function isDataOf(type: number, data: JsonValue | null, cut: boolean): boolean {
  switch (type) {
    case CONNECT:
      return data === null || data.kind === "object";
    case DISCONNECT:
      return data === null;
    case CONNECT_ERROR:
      return data === null || data.kind === "string" || data.kind === "object";
    case ACK:
    case BINARY_ACK:
      return data?.kind === "array";
    default: {
      if (data?.kind !== "array") return false;
      const name = elementKind(data, 0);
      return name === "string" || name === "number" || (name === null && cut && jsonLength(data) === 0);
    }
  }
}

/** A namespace ends at a comma, or with the message. */
function endOfNamespace(bytes: Uint8Array, from: Bytes): Bytes | null {
  for (let at = from; at < bytes.length; at += 1) {
    if (bytes[at] === 0x2c) return at;
    if (at - from > MOST_NAMESPACE) return null;
  }
  return bytes.length;
}

/** Where the name itself ends, in front of a query. */
function endOfName(bytes: Uint8Array, from: Bytes, to: Bytes): Bytes {
  let at = from;
  while (at < to && bytes[at] !== QUESTION_MARK) at += 1;
  return at;
}

function endOfDigits(bytes: Uint8Array, from: Bytes): Bytes {
  let at = from;
  while (at < bytes.length && (bytes[at] as number) >= 0x30 && (bytes[at] as number) <= 0x39) at += 1;
  // What is longer is no number that a counter reaches.
  return at - from > 16 ? from : at;
}
