import { MessageType as HubMessageType, JsonHubProtocol, NullLogger } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";
import { FrameImpl, Parser as StompParser } from "@stomp/stompjs";
import { decodePacket } from "engine.io-parser";
import { MessageType, parseMessage } from "graphql-ws";
import JsonRpc from "jsonrpc-lite";
import { createDecoder, readVarUint, readVarUint8Array } from "lib0/decoding";
import { createEncoder, toUint8Array, writeVarUint, writeVarUint8Array } from "lib0/encoding";
import { parse as parseXml } from "ltx";
import { parser as createMqttParser, generate } from "mqtt-packet";
import { Serializer } from "phoenix";
import { Decoder as SocketMsgpackDecoder, Encoder as SocketMsgpackEncoder } from "socket.io-msgpack-parser";
import { Decoder as SocketIoDecoder } from "socket.io-parser";
import { msg as readIrc } from "tmi.js/lib/parser.js";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import { readSyncMessage } from "y-protocols/sync";
import { Doc, encodeStateAsUpdate, encodeStateVector } from "yjs";
import { MsgImpl as NatsMessage } from "../../../node_modules/nats.ws/lib/nats-base-client/msg.js";
import {
  Kind as NatsKind,
  Parser as NatsParser,
} from "../../../node_modules/nats.ws/lib/nats-base-client/parser.js";
import { type Line, toMessages } from "../../support/decode-conversation.ts";
import { type Compared, MOST_OWN } from "./compared.ts";
import { sampleJson } from "./sample-json.ts";

/** Protocols, against their own packages; messages with some 200 bytes of content, as applications send them. */
export function comparedProtocols(): Compared[] {
  return [
    socketIo(60),
    socketIo(200),
    socketIo(4096),
    socketIoMsgpack(),
    mqtt(4),
    mqtt(5),
    stomp(),
    graphql(),
    phoenix(),
    signalr(),
    signalrMsgpack(),
    nats(),
    natsBytes(),
    yjs(),
    yjsHandled(),
    xmpp(),
    jsonRpc(),
    irc(),
  ];
}

const encoder = new TextEncoder();
const content = () => sampleJson(200);
const contentText = () => JSON.stringify(content());

function compared(
  protocol: string,
  against: string,
  decoders: readonly string[],
  lines: readonly Line[],
  theirs: Compared["theirs"],
  facts: Compared["facts"] = {},
): Compared {
  return { protocol, against, decoders, facts, messages: toMessages(lines), theirs, most: MOST_OWN };
}

function socketIo(size: number): Compared {
  const decoder = new SocketIoDecoder();
  const packet = `42/chat,17["price",${JSON.stringify(sampleJson(size))}]`;
  // Both layers, as our row has both.
  return compared(
    `Socket.IO, ${size} B`,
    "engine.io-parser 5.2.3, socket.io-parser 4.2.7",
    ["engine.io", "socket.io"],
    [`< ${packet}`],
    (text: string) => decoder.add(decodePacket(text).data),
    { url: "wss://host.example/socket.io/?EIO=4&transport=websocket" },
  );
}

function socketIoMsgpack(): Compared {
  const decoder = new SocketMsgpackDecoder();
  // Its types say that it is the bytes themselves.
  const packetOf = (it: object) =>
    Uint8Array.from((new SocketMsgpackEncoder().encode(it) as unknown as [Uint8Array])[0]);
  const packets = [
    { type: 2, nsp: "/chat", id: 17, data: ["price", content()] },
    { type: 3, nsp: "/chat", id: 17, data: [true] },
  ];
  const lines = packets.map((it): Line => ["<", packetOf(it)]);
  return compared(
    "Socket.IO in MessagePack",
    "socket.io-msgpack-parser 3.0.2",
    ["engine.io", "socket.io-msgpack"],
    lines,
    (bytes: Uint8Array) => decoder.add(bytes),
    { url: "wss://host.example/socket.io/?EIO=4&transport=websocket" },
  );
}

function mqtt(version: 4 | 5): Compared {
  const parser = createMqttParser({ protocolVersion: version });
  const publish = { cmd: "publish", retain: false, dup: false, topic: "plant/7/temperature" } as const;
  const packets = [
    { ...publish, qos: 0, payload: contentText() },
    { ...publish, qos: 1, messageId: 7, payload: contentText() },
    { cmd: "puback", messageId: 7 },
    { cmd: "subscribe", messageId: 8, subscriptions: [{ topic: "plant/#", qos: 1 }] },
  ] as const;
  const connect = { cmd: "connect", clientId: "a", protocolVersion: version, clean: true } as const;
  const lines = [connect, ...packets].map((it): Line => {
    const bytes = generate(it as never, { protocolVersion: version });
    return [">", Uint8Array.from(bytes)];
  });
  return compared(
    version === 4 ? "MQTT 3.1.1" : "MQTT 5",
    "mqtt-packet 9.0.2",
    ["mqtt"],
    lines,
    (bytes: Buffer) => parser.parse(bytes),
    { subprotocol: "mqtt" },
  );
}

function stomp(): Compared {
  const parser = new StompParser(
    () => {},
    () => {},
  );
  const frames = [
    {
      command: "MESSAGE",
      headers: {
        destination: "/topic/prices",
        subscription: "sub-0",
        "message-id": "17",
        "content-type": "application/json",
      },
      body: contentText(),
    },
    { command: "RECEIPT", headers: { "receipt-id": "r-7" } },
  ];
  const lines = frames.map((it) => `< ${FrameImpl.marshall({ ...it, escapeHeaderValues: true })}`);
  return compared(
    "STOMP",
    "@stomp/stompjs 7.5.0",
    ["stomp"],
    lines,
    (text: string) => parser.parseChunk(text),
    {
      subprotocol: "v12.stomp",
    },
  );
}

function graphql(): Compared {
  const messages = [
    {
      id: "b1",
      type: MessageType.Subscribe,
      payload: {
        query: "subscription Price($s: ID!) { price(symbol: $s) { value } }",
        variables: { s: "ABC" },
      },
    },
    { id: "b1", type: MessageType.Next, payload: { data: { price: content() } } },
    { id: "b1", type: MessageType.Complete },
  ];
  return compared(
    "graphql-transport-ws",
    "graphql-ws 6.4.2",
    ["graphql-transport-ws"],
    messages.map((it) => `< ${JSON.stringify(it)}`),
    (text: string) => parseMessage(text),
    { subprotocol: "graphql-transport-ws" },
  );
}

function phoenix(): Compared {
  const messages = [
    ["3", "5", "room:1", "shout", content()],
    ["3", "5", "room:1", "phx_reply", { status: "ok", response: content() }],
  ];
  const text = (it: string) => [it.length, encoder.encode(it)] as const;
  const texts = ["3", "7", "room:1", "ok"].map(text);
  const binary = Uint8Array.from([
    1,
    ...texts.map(([length]) => length),
    ...texts.flatMap(([, bytes]) => [...bytes]),
    ...encoder.encode(contentText()),
  ]);
  return compared(
    "Phoenix",
    "phoenix 1.8.16",
    ["phoenix"],
    [...messages.map((it) => `< ${JSON.stringify(it)}`), ["<", binary]],
    (data: string | Uint8Array) =>
      Serializer.decode(typeof data === "string" ? data : data.buffer, (it: unknown) => it),
    { url: "wss://host.example/socket/websocket?vsn=2.0.0" },
  );
}

function hubMessages() {
  return [
    { type: HubMessageType.Invocation, target: "Price", invocationId: "7", arguments: [content()] },
    { type: HubMessageType.Completion, invocationId: "7", result: content() },
    { type: HubMessageType.Ping },
  ] as never[];
}

function signalr(): Compared {
  const protocol = new JsonHubProtocol();
  return compared(
    "SignalR, JSON",
    "@microsoft/signalr 10.0.11",
    ["signalr"],
    hubMessages().map((it) => `< ${protocol.writeMessage(it)}`),
    (text: string) => protocol.parseMessages(text, NullLogger.instance),
  );
}

function signalrMsgpack(): Compared {
  const protocol = new MessagePackHubProtocol();
  const lines = hubMessages().map((it): Line => ["<", new Uint8Array(protocol.writeMessage(it))]);
  return compared(
    "SignalR, MessagePack",
    "@microsoft/signalr-protocol-msgpack 10.0.11",
    ["signalr-msgpack"],
    lines,
    (bytes: Uint8Array) => protocol.parseMessages(bytes.buffer as ArrayBuffer, NullLogger.instance),
  );
}

const natsLines = (): Line[] => {
  const text = contentText();
  return [
    `MSG plant.7.temperature 1 _INBOX.a.1 ${text.length}\r\n${text}\r\n`,
    `HMSG plant.7.pressure 2 12 ${12 + text.length}\r\nNATS/1.0\r\n\r\n${text}\r\n`,
    "PING\r\n",
  ].map((it): Line => ["<", encoder.encode(it)]);
};

/** Whom a message of the package would answer through. */
const NOBODY = { publish: () => {} };

/** What the package gives its user of a message, as far as a row shows it: the subject, where to answer, and the content as text. */
function nats(): Compared {
  let found: unknown;
  const parser = new NatsParser({
    push: ({ kind, msg, data }) => {
      found = kind;
      if (kind !== NatsKind.MSG || msg === undefined || data === undefined) return;
      const message = new NatsMessage(msg, data, NOBODY);
      found = [message.subject, message.reply, message.string()];
    },
  });
  return compared("NATS", "nats.ws 1.30.3, its messages", ["nats"], natsLines(), (bytes: Uint8Array) => {
    parser.parse(bytes);
    return found;
  });
}

/** Its parser alone leaves all in bytes: no row can be made of that. */
function natsBytes(): Compared {
  const parser = new NatsParser({ push: () => {} });
  const theirs = (bytes: Uint8Array) => parser.parse(bytes);
  return {
    ...compared("NATS", "nats.ws 1.30.3, its parser, no text", ["nats"], natsLines(), theirs),
    most: null,
  };
}

function yjsLines(doc: Doc): Line[] {
  doc.getText("a").insert(0, contentText());
  const awareness = new Awareness(doc);
  awareness.setLocalState({ user: { name: "ada", color: "#30bced" }, cursor: { anchor: 7, head: 9 } });
  const sync = (kind: number, bytes: Uint8Array) => {
    const out = createEncoder();
    writeVarUint(out, 0);
    writeVarUint(out, kind);
    writeVarUint8Array(out, bytes);
    return toUint8Array(out);
  };
  const states = createEncoder();
  writeVarUint(states, 1);
  writeVarUint8Array(states, encodeAwarenessUpdate(awareness, [doc.clientID]));
  awareness.destroy();
  const lines = [sync(0, encodeStateVector(doc)), sync(2, encodeStateAsUpdate(doc)), toUint8Array(states)];
  return lines.map((it): Line => ["<", Uint8Array.from(it)]);
}

/** Of sync messages only the kind and the content's place: less than a row says, which looks whether the content is what the kind has. */
function yjs(): Compared {
  const other = new Awareness(new Doc());
  other.destroy();
  return compared(
    "Yjs",
    "lib0 0.2.120, y-protocols 1.0.7",
    ["yjs"],
    yjsLines(new Doc()),
    (bytes: Uint8Array) => {
      const input = createDecoder(bytes);
      if (readVarUint(input) === 0) return [readVarUint(input), readVarUint8Array(input)];
      return applyAwarenessUpdate(other, readVarUint8Array(input), null);
    },
  );
}

/** As y-websocket handles a message: more than a row says, since it brings updates into the document and makes the answers. */
function yjsHandled(): Compared {
  const doc = new Doc();
  const other = new Awareness(doc);
  other.destroy();
  const theirs = (bytes: Uint8Array) => {
    const input = createDecoder(bytes);
    if (readVarUint(input) !== 0) return applyAwarenessUpdate(other, readVarUint8Array(input), null);
    return readSyncMessage(input, createEncoder(), doc, null);
  };
  const against = "y-protocols 1.0.7, applied to a document";
  return { ...compared("Yjs", against, ["yjs"], yjsLines(new Doc()), theirs), most: null };
}

function xmpp(): Compared {
  const text = contentText().replaceAll('"', "&quot;");
  const lines = [
    `< <message xmlns="jabber:client" from="bob@example.org/phone" type="chat" id="m7"><body>${text}</body></message>`,
    '> <iq xmlns="jabber:client" type="get" id="a1" to="example.org"><ping xmlns="urn:xmpp:ping"/></iq>',
    '< <presence xmlns="jabber:client" from="bob@example.org/phone"><show>away</show><status>back soon</status></presence>',
  ];
  return compared("XMPP", "ltx 3.1.2", ["xmpp"], lines, (it: string) => parseXml(it), {
    subprotocol: "xmpp",
  });
}

function jsonRpc(): Compared {
  const messages = [
    { jsonrpc: "2.0", id: 7, method: "price/get", params: content() },
    { jsonrpc: "2.0", id: 7, result: content() },
    { jsonrpc: "2.0", method: "price/changed", params: content() },
  ];
  return compared(
    "JSON-RPC",
    "jsonrpc-lite 2.2.0",
    ["json-rpc"],
    messages.map((it) => `< ${JSON.stringify(it)}`),
    (text: string) => JsonRpc.parse(text),
  );
}

function irc(): Compared {
  const lines = [
    "< @badge-info=;badges=vip/1;color=#00FF00;display-name=Bob;emotes=;id=b34ccfc7;mod=0;room-id=1337;subscriber=0;tmi-sent-ts=1507246572675;user-id=1337 :bob!bob@bob.tmi.twitch.tv PRIVMSG #room :hello there, and some more text of a chat\r\n",
    "< :bob!bob@bob.tmi.twitch.tv JOIN #room\r\n",
    "< PING :tmi.twitch.tv\r\n",
  ];
  return compared(
    "IRC",
    "tmi.js 1.8.5",
    ["irc"],
    lines,
    (text: string) => text.split("\r\n").map((it) => (it === "" ? null : readIrc(it))),
    { url: "wss://irc-ws.chat.twitch.tv/" },
  );
}
