import { fromBase64 } from "../../export/base64.ts";
import type { Bytes } from "../../units.ts";
import { textOf } from "../bytes/text-of.ts";
import type { RawMessage } from "../decoder.ts";
import { MOST_PARTS } from "../rest-part.ts";
import { unwrapJsonp } from "./unwrap-jsonp.ts";

/** A packet of Engine.IO. */
export interface EnginePacket {
  /** 0 open, 1 close, 2 ping, 3 pong, 4 message, 5 upgrade, 6 noop. */
  readonly type: number;
  readonly bytes: Uint8Array;
  readonly binary: boolean;
  /** Where the bytes begin in the message; null where they are no part of it, or not known to be. */
  readonly bytesFrom: Bytes | null;
  /** Where it stands in the message, all its signs included. */
  readonly from: Bytes;
  readonly to: Bytes;
}

const RECORD_SEPARATOR = 0x1e;
const LETTER_B = 0x62;
const MESSAGE = 4;

/** The packets in a WebSocket message or in the body of a poll; null where they are none. `version` null is not known. */
export function packetsOf(
  { bytes, binary }: RawMessage,
  version: 3 | 4 | null,
  polling: boolean,
): readonly EnginePacket[] | null {
  if (!polling) {
    const packet = binary ? readBinary(bytes, version) : readText(bytes, 0, bytes.length);
    return packet === null ? null : [packet];
  }
  if (version !== 4) {
    const old = binary ? readBinaryPayload(bytes) : readCountedPayload(bytes);
    if (old !== null || version === 3) return old;
  }
  return readSeparatedPayload(bytes) ?? readJsonp(bytes, version);
}

/** Polling by JSONP: the body is in a text that a script hands over, where its packets have no places of their own. */
function readJsonp(bytes: Uint8Array, version: 3 | 4 | null): EnginePacket[] | null {
  const body = unwrapJsonp(bytes);
  if (body === null) return null;
  const packets = (version === 4 ? null : readCountedPayload(body)) ?? readSeparatedPayload(body);
  return packets?.map((it) => ({ ...it, bytesFrom: null, from: 0, to: bytes.length })) ?? null;
}

/** A packet as it would be sent over a WebSocket, where it is a message by itself. */
export function toSocketMessage(
  { type, bytes, binary }: EnginePacket,
  version: 3 | 4 | null,
): { bytes: Uint8Array; binary: boolean } {
  if (binary && version !== 3) return { bytes, binary };
  const message = new Uint8Array(bytes.length + 1);
  message[0] = binary ? MESSAGE : 0x30 + type;
  message.set(bytes, 1);
  return { bytes: message, binary };
}

/** A binary message: in version 3 its first byte is the type, in version 4 there is none. */
function readBinary(bytes: Uint8Array, version: 3 | 4 | null): EnginePacket | null {
  const hasType = version === 3 || (version === null && bytes[0] === MESSAGE);
  if (!hasType) return { type: MESSAGE, bytes, binary: true, bytesFrom: 0, from: 0, to: bytes.length };
  if (bytes[0] !== MESSAGE) return null;
  return { type: MESSAGE, bytes: bytes.subarray(1), binary: true, bytesFrom: 1, from: 0, to: bytes.length };
}

/** A text packet: a digit and what it carries, or `b` and base64 (version 3: `b4`). */
function readText(bytes: Uint8Array, from: Bytes, to: Bytes): EnginePacket | null {
  if (from >= to) return null;
  const first = bytes[from] as number;
  if (first === LETTER_B) {
    // "4" is no sign that base64 of version 4 could not begin with; its length tells.
    const start = bytes[from + 1] === 0x34 && (to - from - 2) % 4 === 0 ? from + 2 : from + 1;
    const content = fromBase64(textOf(bytes, start, to));
    return content === null
      ? null
      : { type: MESSAGE, bytes: content, binary: true, bytesFrom: null, from, to };
  }
  const type = first - 0x30;
  if (type < 0 || type > 6) return null;
  return { type, bytes: bytes.subarray(from + 1, to), binary: false, bytesFrom: from + 1, from, to };
}

/** Version 4: text packets with U+001E between them. */
function readSeparatedPayload(bytes: Uint8Array): EnginePacket[] | null {
  const packets: EnginePacket[] = [];
  let from = 0;
  while (from < bytes.length && packets.length < MOST_PARTS) {
    const next = bytes.indexOf(RECORD_SEPARATOR, from);
    const end = next === -1 ? bytes.length : next;
    const packet = readText(bytes, from, end);
    if (packet === null) return null;
    packets.push(packet);
    from = end + 1;
  }
  return packets.length === 0 ? null : packets;
}

/** Version 3: `length:packet`, the length in UTF-16 units. */
function readCountedPayload(bytes: Uint8Array): EnginePacket[] | null {
  const packets: EnginePacket[] = [];
  let at = 0;
  while (at < bytes.length && packets.length < MOST_PARTS) {
    let units = 0;
    const from = at;
    while (at - from < 10 && isDigit(bytes[at])) {
      units = units * 10 + ((bytes[at] as number) - 0x30);
      at += 1;
    }
    if (at === from || bytes[at] !== 0x3a) return null;
    const end = skipUnits(bytes, at + 1, units);
    const packet = end === null ? null : readText(bytes, at + 1, end);
    if (end === null || packet === null) return null;
    packets.push({ ...packet, from });
    at = end;
  }
  return packets.length === 0 ? null : packets;
}

/** Version 3, `application/octet-stream`: 0 for text or 1 for binary, the length in decimal digits a byte each, 255, the packet. */
function readBinaryPayload(bytes: Uint8Array): EnginePacket[] | null {
  const packets: EnginePacket[] = [];
  let at = 0;
  while (at < bytes.length && packets.length < MOST_PARTS) {
    const from = at;
    const binary = bytes[at] === 1;
    if (!binary && bytes[at] !== 0) return null;
    let length = 0;
    at += 1;
    while (at - from < 12 && (bytes[at] ?? 255) <= 9) {
      length = length * 10 + (bytes[at] as number);
      at += 1;
    }
    if (bytes[at] !== 255 || length === 0 || at + 1 + length > bytes.length) return null;
    const start = at + 1;
    at = start + length;
    const packet = binary ? readBinary(bytes.subarray(start, at), 3) : readText(bytes, start, at);
    if (packet === null) return null;
    packets.push({ ...packet, bytesFrom: null, from, to: at });
  }
  return packets.length === 0 ? null : packets;
}

/** The position behind so many UTF-16 units of UTF-8; null where there are not as many. */
function skipUnits(bytes: Uint8Array, from: Bytes, units: number): Bytes | null {
  let at = from;
  let left = units;
  while (left > 0) {
    if (at >= bytes.length) return null;
    const byte = bytes[at] as number;
    const length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    at += length;
    left -= length === 4 ? 2 : 1;
  }
  return left === 0 && at <= bytes.length ? at : null;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
