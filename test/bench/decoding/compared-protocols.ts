import { MessageType as HubMessageType, JsonHubProtocol, NullLogger } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";
import { decodePacket } from "engine.io-parser";
import { MessageType, parseMessage } from "graphql-ws";
import JsonRpc from "jsonrpc-lite";
import { createDecoder, readVarUint, readVarUint8Array } from "lib0/decoding";
import { createEncoder, toUint8Array, writeVarUint, writeVarUint8Array } from "lib0/encoding";
import { parse as parseXml } from "ltx";
import { Serializer } from "phoenix";
import { Decoder as SocketMsgpackDecoder, Encoder as SocketMsgpackEncoder } from "socket.io-msgpack-parser";
import { Decoder as SocketIoDecoder } from "socket.io-parser";
import { msg as readIrc } from "tmi.js/lib/parser.js";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import { readSyncMessage } from "y-protocols/sync";
import { Doc, encodeStateAsUpdate, encodeStateVector } from "yjs";
import type { Line } from "../../support/decode-conversation.ts";
import { type Compared, toCompared } from "./compared.ts";
import { contentText, sampleContent, sampleJson } from "./sample-json.ts";

/** Protocols of applications, against their own packages; messages with some 200 bytes of content, as applications send them. */
export function comparedProtocols(): Compared[] {
  return [
    socketIo(60),
    socketIo(200),
    socketIo(4096),
    socketIoMsgpack(),
    graphql(),
    phoenix(),
    signalr(),
    signalrMsgpack(),
    yjs(),
    yjsHandled(),
    xmpp(),
    jsonRpc(),
    irc(),
  ];
}

const encoder = new TextEncoder();
function socketIo(size: number): Compared {
  const decoder = new SocketIoDecoder();
  const packet = `42/chat,17["price",${JSON.stringify(sampleJson(size))}]`;
  // Both layers, as our row has both.
  return toCompared(
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
    { type: 2, nsp: "/chat", id: 17, data: ["price", sampleContent()] },
    { type: 3, nsp: "/chat", id: 17, data: [true] },
  ];
  const lines = packets.map((it): Line => ["<", packetOf(it)]);
  return toCompared(
    "Socket.IO in MessagePack",
    "socket.io-msgpack-parser 3.0.2",
    ["engine.io", "socket.io-msgpack"],
    lines,
    (bytes: Uint8Array) => decoder.add(bytes),
    { url: "wss://host.example/socket.io/?EIO=4&transport=websocket" },
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
    { id: "b1", type: MessageType.Next, payload: { data: { price: sampleContent() } } },
    { id: "b1", type: MessageType.Complete },
  ];
  return toCompared(
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
    ["3", "5", "room:1", "shout", sampleContent()],
    ["3", "5", "room:1", "phx_reply", { status: "ok", response: sampleContent() }],
  ];
  const text = (it: string) => [it.length, encoder.encode(it)] as const;
  const texts = ["3", "7", "room:1", "ok"].map(text);
  const binary = Uint8Array.from([
    1,
    ...texts.map(([length]) => length),
    ...texts.flatMap(([, bytes]) => [...bytes]),
    ...encoder.encode(contentText()),
  ]);
  return toCompared(
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
    { type: HubMessageType.Invocation, target: "Price", invocationId: "7", arguments: [sampleContent()] },
    { type: HubMessageType.Completion, invocationId: "7", result: sampleContent() },
    { type: HubMessageType.Ping },
  ] as never[];
}

function signalr(): Compared {
  const protocol = new JsonHubProtocol();
  return toCompared(
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
  return toCompared(
    "SignalR, MessagePack",
    "@microsoft/signalr-protocol-msgpack 10.0.11",
    ["signalr-msgpack"],
    lines,
    (bytes: Uint8Array) => protocol.parseMessages(bytes.buffer as ArrayBuffer, NullLogger.instance),
  );
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
  return toCompared(
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
  return { ...toCompared("Yjs", against, ["yjs"], yjsLines(new Doc()), theirs), most: null };
}

function xmpp(): Compared {
  const text = contentText().replaceAll('"', "&quot;");
  const lines = [
    `< <message xmlns="jabber:client" from="bob@example.org/phone" type="chat" id="m7"><body>${text}</body></message>`,
    '> <iq xmlns="jabber:client" type="get" id="a1" to="example.org"><ping xmlns="urn:xmpp:ping"/></iq>',
    '< <presence xmlns="jabber:client" from="bob@example.org/phone"><show>away</show><status>back soon</status></presence>',
  ];
  return toCompared("XMPP", "ltx 3.1.2", ["xmpp"], lines, (it: string) => parseXml(it), {
    subprotocol: "xmpp",
  });
}

function jsonRpc(): Compared {
  const messages = [
    { jsonrpc: "2.0", id: 7, method: "price/get", params: sampleContent() },
    { jsonrpc: "2.0", id: 7, result: sampleContent() },
    { jsonrpc: "2.0", method: "price/changed", params: sampleContent() },
  ];
  return toCompared(
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
  return toCompared(
    "IRC",
    "tmi.js 1.8.5",
    ["irc"],
    lines,
    (text: string) => text.split("\r\n").map((it) => (it === "" ? null : readIrc(it))),
    { url: "wss://irc-ws.chat.twitch.tv/" },
  );
}
