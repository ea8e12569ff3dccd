import { formatBytes } from "../../format/format-bytes.ts";
import { findMagic } from "../bytes/magic.ts";
import { startIn } from "../bytes/whole-text.ts";
import { RowPart } from "../decoded-part.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { elementFrom, elementScalar } from "../json/json-child.ts";
import { SUMMARY_BYTES, toOneLine } from "../json/json-text.ts";
import { toJsonTree } from "../json/json-tree.ts";
import { jsonLength } from "../json/json-value.ts";
import { hexText } from "../payloads/binary.ts";
import { type TreeNode, toBranch, toLeaf } from "../tree-node.ts";
import {
  ACK,
  BINARY_ACK,
  BINARY_EVENT,
  CONNECT,
  CONNECT_ERROR,
  DISCONNECT,
  EVENT,
  readSocketPacket,
  type SocketPacket,
} from "./socket-io-packet.ts";

/** A packet whose attachments are still to come, in one direction. */
interface Pending {
  readonly event: string | null;
  readonly namespace: string;
  readonly attachments: number;
  /** The messages that it has come in so far. */
  readonly messages: readonly number[];
}

interface SocketState {
  readonly sent: Pending | null;
  readonly received: Pending | null;
}

const NOTHING: SocketState = { sent: null, received: null };

/** So many messages of one packet are told of; a packet with more is possible, and not meant well. */
const MOST_MESSAGES = 100;

const KINDS = ["connect", "disconnect", "event", "ack", "connect error", "event", "ack"];

/**
 * Socket.IO, protocols 4 (servers 2) and 5 (servers 3 and 4), https://github.com/socketio/socket.io-protocol, within Engine.IO.
 * Binary attachments follow their packet as messages of their own.
 */
export const socketIo: Decoder<SocketState> = {
  id: "socket.io",
  name: "Socket.IO",
  possible: ({ inside }) => inside.at(-1) === "engine.io",
  hint({ url }) {
    return /\/socket\.io\/?(?:\?|$)/.test(url.slice(0, 2000))
      ? { weight: 0.8, reason: "the path is /socket.io/" }
      : { weight: 0.6, reason: "Engine.IO seldom carries anything else" };
  },
  vote: voteFor,
  start: () => NOTHING,
  follow(state, message) {
    const pending = message.received ? state.received : state.sent;
    const after = message.binary ? attach(pending, message) : startPending(message);
    if (after === pending) return state;
    return message.received ? { ...state, received: after } : { ...state, sent: after };
  },
  decode(message, state) {
    if (message.binary) {
      const pending = message.received ? state.received : state.sent;
      return pending === null ? null : [toAttachment(message, pending)];
    }
    const packet = readSocketPacket(message.bytes, message.cut);
    if (packet === null) return null;
    const event = eventOf(packet);
    const text = dataText(message.bytes, packet);
    return [toSocketPart(packet, event, text, message, () => toTree(packet, event))];
  },
};

function voteFor(message: RawMessage): Vote {
  if (message.binary) return "silent";
  const packet = readSocketPacket(message.bytes, message.cut);
  if (packet === null) return "against";
  return packet.data === null && packet.type !== CONNECT ? "silent" : "fits";
}

function startPending({ bytes, cut, index }: RawMessage): Pending | null {
  if (bytes[0] !== 0x30 + BINARY_EVENT && bytes[0] !== 0x30 + BINARY_ACK) return null;
  const packet = readSocketPacket(bytes, cut);
  if (packet === null || packet.attachments === 0) return null;
  const { namespace, attachments } = packet;
  return { event: eventOf(packet), namespace, attachments, messages: [index] };
}

function attach(pending: Pending | null, { index }: RawMessage): Pending | null {
  if (pending === null || pending.attachments === 1) return null;
  const messages = pending.messages.length < MOST_MESSAGES ? [...pending.messages, index] : pending.messages;
  return { ...pending, attachments: pending.attachments - 1, messages };
}

function toAttachment({ bytes }: RawMessage, pending: Pending): Part {
  const { event, namespace, attachments, messages } = pending;
  const what = findMagic(bytes)?.name ?? hexText(bytes);
  return {
    kind: "attachment",
    event,
    channel: namespace,
    summary: `attachment of ${event ?? "an ack"}: ${what} (${formatBytes(bytes.length)})`,
    piece: attachments === 1 ? "ends" : "continues",
    earlier: messages,
    carries: { bytes, binary: true },
  };
}

/** A packet as a part. `text` is its data; of an event what follows its name, which is `event`. */
export function toSocketPart(
  packet: Pick<SocketPacket, "type" | "namespace" | "id" | "attachments">,
  event: string | null,
  text: string,
  { bytes, received }: RawMessage,
  tree: () => TreeNode,
): Part {
  const { type, namespace, id, attachments } = packet;
  const what = type === EVENT || type === BINARY_EVENT ? (event ?? "event") : (KINDS[type] as string);
  let summary = namespace === "/" ? what : `${namespace} ${what}`;
  if (id !== null && (type === ACK || type === BINARY_ACK)) summary += ` ${id}`;
  if (text !== "") summary += ` ${text}`;
  if (attachments > 0)
    summary += ` (${attachments} ${attachments === 1 ? "attachment" : "attachments"} to come)`;
  const part = new RowPart(KINDS[type] as string, summary, 0, bytes.length);
  part.event = event;
  part.channel = namespace;
  part.control = type === CONNECT || type === DISCONNECT || type === CONNECT_ERROR;
  part.correlation = correlationOf(type, namespace, id, received);
  part.failed = type === CONNECT_ERROR;
  if (attachments > 0) part.piece = "begins";
  part.tree = tree;
  return part;
}

function eventOf({ type, data }: SocketPacket): string | null {
  return (type === EVENT || type === BINARY_EVENT) && data !== null ? elementScalar(data, 0) : null;
}

function correlationOf(
  type: number,
  namespace: string,
  id: string | null,
  received: boolean,
): Correlation | null {
  switch (type) {
    case CONNECT:
      return { key: `${namespace} connect`, role: received ? "reply" : "request" };
    case CONNECT_ERROR:
      return { key: `${namespace} connect`, role: "reply" };
    case EVENT:
    case BINARY_EVENT:
      return id === null ? null : { key: `${namespace} ${id}`, role: "request" };
    case ACK:
    case BINARY_ACK:
      return id === null ? null : { key: `${namespace} ${id}`, role: "reply" };
    default:
      return null;
  }
}

/** The data as it is written; of an event what follows its name. */
function dataText(bytes: Uint8Array, { type, data }: SocketPacket): string {
  if (data === null) return "";
  let { from, to } = data;
  if (data.kind === "array") {
    if (type === EVENT || type === BINARY_EVENT) {
      from = elementFrom(data, 1);
      if (from < 0) return "";
    } else from += 1;
    if (data.whole) to -= 1;
  }
  const text = startIn(bytes, from, to, SUMMARY_BYTES);
  return data.spaced ? toOneLine(text) : text;
}

function toTree(packet: SocketPacket, event: string | null): TreeNode {
  const { namespace, id, data, attachments } = packet;
  const children: TreeNode[] = [toLeaf("namespace", "string", namespace)];
  if (event !== null) children.push(toLeaf("event", "string", event));
  if (id !== null) children.push(toLeaf("acknowledgement", "number", id));
  if (attachments > 0) children.push(toLeaf("attachments", "number", String(attachments)));
  if (data?.kind === "array") {
    const first = event === null ? 0 : 1;
    const count = jsonLength(data) - first;
    const all = toJsonTree(data);
    children.push({
      ...all,
      key: event === null ? "data" : "arguments",
      count,
      children: (skip, limit) =>
        all
          .children(skip + first, Math.min(limit, count - skip))
          .map((it, index) => ({ ...it, key: skip + index })),
    });
  } else if (data !== null) children.push(toJsonTree(data, "data"));
  return toBranch("", event ?? (KINDS[packet.type] as string), children);
}
