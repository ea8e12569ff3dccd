import type { Bytes } from "../../units.ts";
import { textOf } from "../bytes/text-of.ts";

export const CONNECT = 1;
export const CONNACK = 2;
export const PUBLISH = 3;
export const PUBACK = 4;
export const PUBREC = 5;
export const PUBREL = 6;
export const PUBCOMP = 7;
export const SUBSCRIBE = 8;
export const SUBACK = 9;
export const UNSUBSCRIBE = 10;
export const UNSUBACK = 11;
export const PINGREQ = 12;
export const PINGRESP = 13;
export const DISCONNECT = 14;
export const AUTH = 15;

/** What an MQTT packet says, as far as a row wants it. What is not in it is null. */
export interface MqttPacket {
  readonly type: number;
  readonly flags: number;
  /** Of CONNECT: 3, 4 (3.1.1) or 5. */
  readonly level: number | null;
  readonly clientId: string | null;
  /** Of PUBLISH the topic; of SUBSCRIBE and UNSUBSCRIBE the first filter. */
  readonly topic: string | null;
  readonly topics: readonly string[];
  readonly packetId: number | null;
  /** Return or reason codes: of SUBACK and UNSUBACK one for each filter, else at most one. */
  readonly codes: readonly number[];
  /** PUBLISH, version 5: what an application joins requests and answers by. */
  readonly responseTopic: string | null;
  readonly correlation: string | null;
  readonly payloadFrom: Bytes | null;
}

const NO_TOPICS: readonly string[] = [];
const NO_CODES: readonly number[] = [];

const MOST_TOPICS = 100;

/** The flags that a packet of each type must have; null is any (3.1.1, table 2.2). */
const FLAGS = [null, 0, 0, null, 0, 0, 2, 0, 2, 0, 2, 0, 0, 0, 0, 0];

/** How long the packet is that begins at `at`; 0 where its length is not all there, -1 where none begins there. */
export function measureMqtt(bytes: Uint8Array, at: Bytes): Bytes {
  const first = bytes[at] as number;
  const type = first >> 4;
  const wanted = FLAGS[type];
  if (type === 0 || (wanted !== null && wanted !== (first & 15))) return -1;
  if (type === PUBLISH && (first & 6) === 6) return -1;
  let length = 0;
  for (let index = 0; index < 4; index += 1) {
    const byte = bytes[at + 1 + index];
    if (byte === undefined) return 0;
    length += (byte & 127) * 128 ** index;
    if (byte < 128) return 2 + index + length;
  }
  return -1;
}

/** Reads one whole packet. `level` is the version that its connection began with. Null where it is malformed. */
export function readMqtt(bytes: Uint8Array, level: number): MqttPacket | null {
  const type = (bytes[0] as number) >> 4;
  const flags = (bytes[0] as number) & 15;
  const reader = new Reader(bytes, bodyFrom(bytes));
  const read = readBody(type, flags, reader, level, bytes.length);
  if (read === null || reader.failed) return null;
  // Written out: spreading costs twenty times as much.
  return {
    type,
    flags,
    level: read.level ?? null,
    clientId: read.clientId ?? null,
    topic: read.topic ?? null,
    topics: read.topics ?? NO_TOPICS,
    packetId: read.packetId ?? null,
    codes: read.codes ?? NO_CODES,
    responseTopic: read.responseTopic ?? null,
    correlation: read.correlation ?? null,
    payloadFrom: read.payloadFrom ?? null,
  };
}

function bodyFrom(bytes: Uint8Array): Bytes {
  let at = 1;
  while ((bytes[at] ?? 0) >= 128) at += 1;
  return at + 1;
}

/** Reads on and on; what is not there makes it fail, and is 0 or "". A class: a closure a method would cost more than the packet. */
class Reader {
  at: Bytes;
  failed = false;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, from: Bytes) {
    this.#bytes = bytes;
    this.at = from;
  }

  get left(): Bytes {
    return this.#bytes.length - this.at;
  }

  skip(length: Bytes): Bytes {
    const start = this.at;
    if (start + length > this.#bytes.length) this.failed = true;
    this.at = Math.min(this.#bytes.length, start + length);
    return start;
  }

  byte(): number {
    return this.#bytes[this.skip(1)] ?? 0;
  }

  short(): number {
    const start = this.skip(2);
    return ((this.#bytes[start] ?? 0) << 8) | (this.#bytes[start + 1] ?? 0);
  }

  text(): string {
    const length = this.short();
    const start = this.skip(length);
    return this.failed ? "" : textOf(this.#bytes, start, start + length);
  }

  binary(): Uint8Array {
    const length = this.short();
    const start = this.skip(length);
    return this.failed ? new Uint8Array() : this.#bytes.subarray(start, start + length);
  }

  varint(): number {
    let value = 0;
    for (let index = 0; index < 4; index += 1) {
      const byte = this.byte();
      value += (byte & 127) * 128 ** index;
      if (byte < 128) return value;
    }
    this.failed = true;
    return value;
  }
}

function readBody(
  type: number,
  flags: number,
  reader: Reader,
  level: number,
  end: Bytes,
): Partial<MqttPacket> | null {
  const isFive = level === 5;
  switch (type) {
    case CONNECT:
      return readConnect(reader);
    case CONNACK: {
      reader.byte();
      return { codes: [reader.byte()] };
    }
    case PUBLISH: {
      const topic = reader.text();
      const packetId = (flags & 6) === 0 ? null : reader.short();
      if (!isFive) return { topic, packetId, payloadFrom: reader.at };
      const { responseTopic = null, correlation = null } = readProperties(reader);
      return { topic, packetId, responseTopic, correlation, payloadFrom: reader.at };
    }
    case PUBACK:
    case PUBREC:
    case PUBREL:
    case PUBCOMP: {
      const packetId = reader.short();
      return { packetId, codes: readCodes(reader, 1) };
    }
    case SUBSCRIBE:
    case UNSUBSCRIBE: {
      const packetId = reader.short();
      if (isFive) reader.skip(reader.varint());
      const topics: string[] = [];
      while (reader.left > 0 && topics.length < MOST_TOPICS && !reader.failed) {
        topics.push(reader.text());
        if (type === SUBSCRIBE) reader.byte();
      }
      return topics.length === 0 ? null : { packetId, topic: topics[0] as string, topics };
    }
    case SUBACK:
    case UNSUBACK: {
      const packetId = reader.short();
      if (isFive) reader.skip(reader.varint());
      return { packetId, codes: readCodes(reader, MOST_TOPICS) };
    }
    case PINGREQ:
    case PINGRESP:
      return reader.at === end ? {} : null;
    default:
      return { codes: readCodes(reader, 1) };
  }
}

function readCodes(reader: Reader, most: number): readonly number[] {
  if (reader.left <= 0) return NO_CODES;
  const codes: number[] = [];
  while (reader.left > 0 && codes.length < most) codes.push(reader.byte());
  return codes;
}

function readConnect(reader: Reader): Partial<MqttPacket> | null {
  const name = reader.text();
  if (name !== "MQTT" && name !== "MQIsdp") return null;
  // The highest bit is a bridge's.
  const level = reader.byte() & 127;
  if (level < 3 || level > 5) return null;
  reader.skip(3);
  if (level === 5) reader.skip(reader.varint());
  return { level, clientId: reader.text() };
}

const RESPONSE_TOPIC = 0x08;
const CORRELATION_DATA = 0x09;

/** The properties of a version 5 PUBLISH: those that join requests and answers; nothing behind one that is not known. */
function readProperties(reader: Reader): Partial<MqttPacket> {
  const length = reader.varint();
  const end = reader.at + length;
  let responseTopic: string | null = null;
  let correlation: string | null = null;
  while (reader.at < end && !reader.failed) {
    const id = reader.byte();
    if (id === RESPONSE_TOPIC) responseTopic = reader.text();
    else if (id === CORRELATION_DATA) correlation = toHex(reader.binary());
    else if (id === 0x01) reader.skip(1);
    else if (id === 0x02) reader.skip(4);
    else if (id === 0x03) reader.text();
    else if (id === 0x0b) reader.varint();
    else if (id === 0x23) reader.skip(2);
    else if (id === 0x26) {
      reader.text();
      reader.text();
    } else break;
  }
  if (reader.at < end) reader.skip(end - reader.at);
  return { responseTopic, correlation };
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 64), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
