import { isUtf8 } from "../bytes/is-utf8.ts";
import { joinWords } from "../bytes/join-words.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";
import { toProtobufText, toProtobufTree } from "../values/protobuf-reading.ts";
import { LENGTH, readVarint, readWireFields, VARINT, type WireField } from "../values/protobuf-wire.ts";

/** What a command and its reply are about, by the field that they have beside their id (client.proto). */
const METHODS: Readonly<Record<number, string>> = {
  5: "subscribe",
  6: "unsubscribe",
  7: "publish",
  8: "presence",
  9: "presence_stats",
  10: "history",
  13: "rpc",
  14: "refresh",
  15: "sub_refresh",
};

/** Where commands and replies differ. */
const COMMANDS: Readonly<Record<number, string>> = { 4: "connect", 11: "ping", 12: "send" };
const REPLIES: Readonly<Record<number, string>> = { 2: "error", 4: "push", 5: "connect", 12: "ping" };

/** Replies are numbered one further where a push has taken the place of a method. */
const REPLY_METHODS: Readonly<Record<number, string>> = {
  6: "subscribe",
  7: "unsubscribe",
  8: "publish",
  9: "presence",
  10: "presence_stats",
  11: "history",
  13: "rpc",
  14: "refresh",
  15: "sub_refresh",
};

const PUSHES: Readonly<Record<number, string>> = {
  4: "pub",
  5: "join",
  6: "leave",
  7: "unsubscribe",
  8: "message",
  9: "subscribe",
  10: "connect",
  11: "disconnect",
  12: "refresh",
};

/** Of a publication, a message, a command that sends: the field of what the application says. */
const DATA: Readonly<Record<string, number>> = { pub: 4, message: 1, publish: 2, send: 1, rpc: 1 };

const CONTROL: ReadonlySet<string> = new Set(["connect", "ping", "pong", "refresh", "sub_refresh"]);

interface ClientMessage {
  readonly kind: string;
  readonly id: string | null;
  readonly channel: string | null;
  /** What the application says; null where there is none. */
  readonly data: WireField | null;
  readonly from: number;
  readonly bodyFrom: number;
  readonly to: number;
}

/** Centrifugo's client protocol in Protocol Buffers (https://github.com/centrifugal/protocol, client.proto): each message with its length before it. */
export const centrifugoProtobuf: Decoder = {
  id: "centrifugo-protobuf",
  name: "Centrifugo, Protobuf",
  possible: ({ subprotocol }) => subprotocol === "centrifuge-protobuf",
  hint: () => ({ weight: 0.85, reason: "the subprotocol is centrifuge-protobuf" }),
  vote: (message): Vote => (messagesOf(message) === null ? "against" : "silent"),
  decode(message) {
    const messages = messagesOf(message);
    if (messages === null) return null;
    const parts = messages.map((it) => toPart(it, message));
    if (messages.length === MOST_PARTS)
      parts.push(toRestPart(messages.at(-1)?.to ?? 0, message.bytes.length));
    return parts;
  },
};

function messagesOf({ bytes, binary, received }: RawMessage): ClientMessage[] | null {
  if (!binary) return null;
  const messages: ClientMessage[] = [];
  let at = 0;
  while (at < bytes.length && messages.length < MOST_PARTS) {
    const message = readMessage(bytes, at, received);
    if (message === null) return null;
    messages.push(message);
    at = message.to;
  }
  return messages.length === 0 ? null : messages;
}

function readMessage(bytes: Uint8Array, from: number, received: boolean): ClientMessage | null {
  let length = 0;
  let bodyFrom = from;
  for (let index = 0; ; index += 1) {
    const byte = bytes[bodyFrom];
    if (byte === undefined || index === 5) return null;
    bodyFrom += 1;
    length += (byte & 127) * 128 ** index;
    if (byte < 128) break;
  }
  const to = bodyFrom + length;
  const fields = to > bytes.length ? null : readWireFields(bytes, bodyFrom, to, 100);
  if (fields === null) return null;
  const idField = fields.find(({ number, wireType }) => number === 1 && wireType === VARINT);
  const id = idField === undefined ? null : String(readVarint(bytes, idField));
  const content = fields.find(({ number, wireType }) => number > 1 && wireType === LENGTH) ?? null;
  const place = { id, from, bodyFrom, to };
  // An empty message is a ping of the server, and the pong to it.
  if (content === null)
    return fields.length > 1
      ? null
      : { ...place, kind: received ? "ping" : "pong", channel: null, data: null };
  const method = methodOf(content.number, received);
  if (method === null) return null;
  const inner = readWireFields(bytes, content.valueFrom, content.to, 100) ?? [];
  return method === "push" ? readPush(bytes, inner, place) : readCall(bytes, inner, method, received, place);
}

function methodOf(number: number, received: boolean): string | null {
  const own = received ? REPLIES : COMMANDS;
  return own[number] ?? (received ? REPLY_METHODS : METHODS)[number] ?? null;
}

type MessagePlace = Pick<ClientMessage, "id" | "from" | "bodyFrom" | "to">;

function readPush(bytes: Uint8Array, inner: readonly WireField[], place: MessagePlace): ClientMessage {
  const pushed = inner.find(({ number, wireType }) => wireType === LENGTH && number in PUSHES);
  const kind = pushed === undefined ? "push" : (PUSHES[pushed.number] as string);
  const fields = pushed === undefined ? [] : (readWireFields(bytes, pushed.valueFrom, pushed.to, 100) ?? []);
  return { ...place, kind, channel: textAt(bytes, inner, 2), data: fieldAt(fields, DATA[kind]) };
}

function readCall(
  bytes: Uint8Array,
  inner: readonly WireField[],
  kind: string,
  received: boolean,
  place: MessagePlace,
): ClientMessage {
  const hasChannel = !received && !CONTROL.has(kind) && kind !== "rpc" && kind !== "send";
  const said = kind === "error" ? 2 : DATA[kind];
  const isReply = received && (kind === "publish" || kind === "send");
  return {
    ...place,
    kind,
    channel: hasChannel
      ? textAt(bytes, inner, 1)
      : !received && kind === "rpc"
        ? textAt(bytes, inner, 2)
        : null,
    data: isReply ? null : fieldAt(inner, said),
  };
}

function fieldAt(fields: readonly WireField[], number: number | undefined): WireField | null {
  return fields.find((it) => it.number === number && it.wireType === LENGTH) ?? null;
}

function textAt(bytes: Uint8Array, fields: readonly WireField[], number: number): string | null {
  const field = fieldAt(fields, number);
  return field === null ? null : textOf(bytes, field.valueFrom, Math.min(field.to, field.valueFrom + 500));
}

function toPart({ kind, id, channel, data, from, bodyFrom, to }: ClientMessage, message: RawMessage): Part {
  const { bytes, received } = message;
  const content = data === null ? null : bytes.subarray(data.valueFrom, data.to);
  const isText = content !== null && isUtf8(content);
  const said = isText
    ? textOf(content, 0, Math.min(content.length, 160))
    : kind === "connect" && !received
      ? ""
      : toProtobufText(bytes, bodyFrom, to);
  return {
    from,
    to,
    kind,
    channel,
    control: CONTROL.has(kind),
    failed: kind === "error",
    summary: joinWords(kind, channel, kind === "ping" || kind === "pong" ? "" : said),
    correlation: correlationOf(kind, id, received),
    tree: () => toProtobufTree(bytes, bodyFrom, to),
  };
}

function correlationOf(kind: string, id: string | null, received: boolean): Correlation | null {
  if (id !== null) return { key: id, role: received ? "reply" : "request" };
  if (kind === "ping") return { key: "ping", role: "request" };
  return kind === "pong" ? { key: "ping", role: "reply" } : null;
}
