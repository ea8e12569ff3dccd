import type { Bytes } from "../../units.ts";
import { isUtf8 } from "../bytes/is-utf8.ts";
import { joinWords } from "../bytes/join-words.ts";
import { type OpenUnit, readStreamUnits, type StreamUnit } from "../bytes/stream-units.ts";
import type { ConnectionFacts, Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { placeTree } from "../place-tree.ts";
import { readPayload } from "../read-payload.ts";
import { toRestPart } from "../rest-part.ts";
import { type TreeNode, toBranch, toLeaf } from "../tree-node.ts";
import { isMqttFailure, nameMqttCode } from "./mqtt-code.ts";
import { mqttLevelOf } from "./mqtt-level.ts";
import {
  CONNACK,
  CONNECT,
  type MqttPacket,
  measureMqtt,
  PINGREQ,
  PINGRESP,
  PUBACK,
  PUBCOMP,
  PUBLISH,
  PUBREC,
  PUBREL,
  readMqtt,
  SUBACK,
  SUBSCRIBE,
  UNSUBACK,
  UNSUBSCRIBE,
} from "./mqtt-packet.ts";

interface MqttState {
  /** 0 until CONNECT, or a packet that can only be of one version, tells it. */
  readonly level: number;
  readonly sent: OpenUnit | null;
  readonly received: OpenUnit | null;
}

const NAMES = [
  "",
  "CONNECT",
  "CONNACK",
  "PUBLISH",
  "PUBACK",
  "PUBREC",
  "PUBREL",
  "PUBCOMP",
  "SUBSCRIBE",
  "SUBACK",
  "UNSUBSCRIBE",
  "UNSUBACK",
  "PINGREQ",
  "PINGRESP",
  "DISCONNECT",
  "AUTH",
];

const NOT_KNOWN = 0;

/** As what packets are read that tell no version: 3.1.1. */
const OLDER = 4;

/** MQTT 3.1, 3.1.1 and 5 (https://docs.oasis-open.org/mqtt), whose packets need not keep to messages. */
export const mqtt: Decoder<MqttState> = {
  id: "mqtt",
  name: "MQTT",
  hint: ({ subprotocol }) =>
    subprotocol === "mqtt" || subprotocol === "mqttv3.1"
      ? { weight: 0.85, reason: `the subprotocol is ${subprotocol}` }
      : null,
  vote: voteFor,
  start: () => ({ level: NOT_KNOWN, sent: null, received: null }),
  follow(state, message) {
    const before = message.received ? state.received : state.sent;
    const read = message.binary ? readStreamUnits(message, before, measureMqtt) : null;
    const open = read?.open ?? null;
    const level = (read?.units ?? []).reduce((before, { bytes }) => levelAt(before, bytes), state.level);
    if (open === before && level === state.level) return state;
    return message.received ? { ...state, level, received: open } : { ...state, level, sent: open };
  },
  decode(message, state) {
    if (!message.binary) return null;
    const before = message.received ? state.received : state.sent;
    const read = readStreamUnits(message, before, measureMqtt);
    if (read === null) return null;
    const parts: Part[] = [];
    let { level } = state;
    for (const unit of read.units) {
      level = levelAt(level, unit.bytes);
      const packet = readMqtt(unit.bytes, level || OLDER);
      parts.push(packet === null ? toMalformed(unit) : toPart(packet, unit, message, level));
    }
    if (read.unreadFrom !== null) parts.push(toRestPart(read.unreadFrom, message.bytes.length));
    else if (read.openFrom < message.bytes.length)
      parts.push(toOpenPart(read.open, read.openFrom, message, before));
    return parts;
  },
};

/** The version that is known with a packet. */
function levelAt(before: number, bytes: Uint8Array): number {
  if ((bytes[0] as number) >> 4 === CONNECT) return readMqtt(bytes, OLDER)?.level ?? before;
  return before === NOT_KNOWN ? (mqttLevelOf(bytes) ?? NOT_KNOWN) : before;
}

function voteFor(message: RawMessage, _: ConnectionFacts, { sent, received, level }: MqttState): Vote {
  const { bytes, binary } = message;
  if (!binary) return "against";
  // In the middle of a packet anything may stand.
  if ((message.received ? received : sent) !== null) return "silent";
  const read = readStreamUnits(message, null, measureMqtt);
  if (read === null || read.units.length === 0) return bytes.length < 2 ? "silent" : "against";
  const first = read.units[0] as StreamUnit;
  const packet = readMqtt(first.bytes, levelAt(level, first.bytes) || OLDER);
  if (packet === null || read.open !== null) return read.open === null ? "against" : "silent";
  if (packet.type === CONNECT) return "proof";
  const topics =
    packet.type === PUBLISH ? [packet.topic ?? ""] : packet.type === SUBSCRIBE ? packet.topics : [];
  if (topics.some((topic) => NO_TOPIC.test(topic))) return "against";
  return topics.length > 0 && topics.every((topic) => LIKELY_TOPIC.test(topic)) ? "alike" : "silent";
}

/** Topics are text that people write; random bytes seldom look so. */
const LIKELY_TOPIC = /^[\x21-\x7e]{3,}$/;

/** Text that is not UTF-8, and control characters (MQTT 5.0, 1.5.4). */
const NO_TOPIC = /[\p{Cc}\ufffd]/u;

function toMalformed({ bytes, from, to, earlier }: StreamUnit): Part {
  const kind = NAMES[(bytes[0] as number) >> 4] as string;
  return { kind, summary: `${kind}, malformed`, problem: "the packet is malformed", from, to, earlier };
}

function toOpenPart(
  open: OpenUnit | null,
  from: number,
  { bytes }: RawMessage,
  before: OpenUnit | null,
): Part {
  const goesOn = before !== null && open !== null && open.messages.length > 1;
  const first = open?.pieces[0]?.[0];
  const kind = first === undefined ? "packet" : (NAMES[first >> 4] as string);
  return {
    kind,
    control: first !== undefined && first >> 4 !== PUBLISH,
    summary: `${kind}, ${goesOn ? "goes on" : "begins"}: ends in a later message`,
    piece: goesOn ? "continues" : "begins",
    earlier: goesOn ? open.messages.slice(0, -1) : [],
    from,
    to: bytes.length,
  };
}

function toPart(packet: MqttPacket, unit: StreamUnit, { received }: RawMessage, level: number): Part {
  const { type, topic, payloadFrom, codes } = packet;
  const kind = NAMES[type] as string;
  const payload = payloadFrom === null ? null : unit.bytes.subarray(payloadFrom);
  return {
    kind,
    event: null,
    channel: topic,
    control: type !== PUBLISH,
    failed: codes.some((code) => isMqttFailure(type, code)),
    summary: summarise(packet, kind, payload, level),
    correlation: correlationOf(packet, received),
    from: unit.from,
    to: unit.to,
    piece: unit.earlier.length > 0 ? "ends" : "whole",
    earlier: unit.earlier,
    // The bytes of a packet in several messages are nobody's.
    tree: () => toTree(packet, kind, level, payload, unit.earlier.length > 0 ? null : unit.from),
  };
}

function summarise(packet: MqttPacket, kind: string, payload: Uint8Array | null, spoken: number): string {
  const { topics, topic, packetId, codes, clientId, level, type } = packet;
  const words = [kind];
  if (level !== null)
    words.push(`version ${level === 4 ? "3.1.1" : level === 3 ? "3.1" : "5"}`, clientId ?? "");
  else if (topics.length > 1) words.push(topics.join(", ").slice(0, 200));
  else if (topic !== null) words.push(topic.slice(0, 200));
  if (payload !== null && payload.length > 0) words.push(readContent(payload).summary);
  else if (topic === null && packetId !== null) words.push(`of ${packetId}`);
  if (codes.length > 0) words.push(sayCodes(type, codes, spoken));
  return joinWords(...words);
}

/** "granted QoS 1, code 135 (Not authorized)"; success is not said. */
function sayCodes(type: number, codes: readonly number[], level: number): string {
  const said = codes.map((code) => {
    const name = nameMqttCode(type, code, level || OLDER);
    if (type === SUBACK && name !== "" && !isMqttFailure(type, code)) return name;
    return code === 0 ? "" : `code ${code}${name === "" ? "" : ` (${name})`}`;
  });
  return said
    .filter((it) => it !== "")
    .join(", ")
    .slice(0, 200);
}

/** MQTT does not say what a payload is: what is UTF-8 is read as text. */
function readContent(payload: Uint8Array): { summary: string; tree: () => TreeNode } {
  return readPayload({ bytes: payload, binary: !isUtf8(payload, 65_536), cut: false }).reading;
}

function correlationOf(
  { type, packetId, flags, correlation, topic, responseTopic }: MqttPacket,
  received: boolean,
): Correlation | null {
  switch (type) {
    case CONNECT:
      return { key: "connect", role: "request" };
    case CONNACK:
      return { key: "connect", role: "reply" };
    case PINGREQ:
      return { key: "ping", role: "request" };
    case PINGRESP:
      return { key: "ping", role: "reply" };
    case PUBLISH:
      if (correlation !== null && responseTopic !== null)
        return { key: `data ${correlation}`, role: "request" };
      if (correlation !== null && topic !== null && received)
        return { key: `data ${correlation}`, role: "reply" };
      return (flags & 6) === 0 ? null : { key: `publish ${packetId}`, role: "request" };
    case PUBACK:
    case PUBCOMP:
      return { key: `publish ${packetId}`, role: "reply" };
    case PUBREC:
    case PUBREL:
      return { key: `publish ${packetId}`, role: "event" };
    case SUBSCRIBE:
    case UNSUBSCRIBE:
      return { key: `subscribe ${packetId}`, role: "request" };
    case SUBACK:
    case UNSUBACK:
      return { key: `subscribe ${packetId}`, role: "reply" };
    default:
      return null;
  }
}

function toTree(
  packet: MqttPacket,
  kind: string,
  spoken: number,
  payload: Uint8Array | null,
  from: Bytes | null,
): TreeNode {
  const { payloadFrom, flags, topics, topic, packetId, codes, clientId, level, type } = packet;
  const children: TreeNode[] = [];
  if (spoken === NOT_KNOWN && type !== PINGREQ && type !== PINGRESP)
    children.push(toLeaf("version", "other", "unknown, read as 3.1.1"));
  if (level !== null) children.push(toLeaf("protocol level", "number", String(level)));
  if (clientId !== null) children.push(toLeaf("client ID", "string", clientId.slice(0, 200)));
  if (topics.length === 0 && topic !== null) children.push(toLeaf("topic", "string", topic.slice(0, 200)));
  for (const it of topics) children.push(toLeaf("filter", "string", it.slice(0, 200)));
  if (packetId !== null) children.push(toLeaf("packet identifier", "number", String(packetId)));
  if (type === PUBLISH) {
    children.push(toLeaf("QoS", "number", String((flags >> 1) & 3)));
    children.push(toLeaf("retain", "boolean", String((flags & 1) === 1)));
    children.push(toLeaf("duplicate", "boolean", String((flags & 8) === 8)));
  }
  for (const code of codes) {
    children.push(toLeaf("code", "number", String(code)));
    const name = nameMqttCode(type, code, spoken || OLDER);
    if (name !== "") children.push(toLeaf("reason", "string", name));
  }
  if (payload !== null) {
    const shift = from === null || payloadFrom === null ? null : from + payloadFrom;
    children.push({ ...placeTree(readContent(payload).tree(), shift), key: "payload" });
  }
  return toBranch("", kind, children);
}
