import type { Conversation } from "./conversation.ts";

const encoder = new TextEncoder();

/** Numbers are bytes; a text has its length before it, in two bytes; a text in an array has none. */
type Piece = number | string | readonly [string];

function packet(first: number, ...pieces: readonly Piece[]): Uint8Array {
  const body = pieces.flatMap((it) => {
    if (typeof it === "number") return [it];
    if (typeof it !== "string") return [...encoder.encode(it[0])];
    const text = encoder.encode(it);
    return [text.length >> 8, text.length & 255, ...text];
  });
  const length = body.length < 128 ? [body.length] : [(body.length & 127) | 128, body.length >> 7];
  return Uint8Array.from([first, ...length, ...body]);
}

const join = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((it) => [...it]));

const long = packet(0x30, "long/topic", [`{"text":"${"x".repeat(300)}"}`]);

/** By the standard of version 3.1.1; the last received packet comes in three messages. */
export const mqttConversation: Conversation = {
  name: "MQTT 3.1.1",
  protocols: ["mqtt"],
  facts: { subprotocol: "mqtt" },
  lines: [
    [">", packet(0x10, "MQTT", 4, 2, 0, 60, "client-1")],
    ["<", packet(0x20, 0, 0)],
    [">", packet(0x82, 0, 1, "news/#", 1, "chat/a", 0)],
    ["<", packet(0x90, 0, 1, 1, 128)],
    ["<", join(packet(0x32, "news/today", 0, 7, ['{"n":1}']), packet(0xd0))],
    [">", packet(0x40, 0, 7)],
    [">", packet(0xc0)],
    ["<", long.subarray(0, 1)],
    ["<", long.subarray(1, 100)],
    ["<", long.subarray(100)],
    [">", packet(0xe0)],
  ],
  shown: [
    "·CONNECT {request connect}: CONNECT version 3.1.1 client-1",
    "·CONNACK {reply connect}: CONNACK",
    "·SUBSCRIBE {request subscribe 1}: SUBSCRIBE news/#, chat/a",
    "·SUBACK {reply subscribe 1}: SUBACK of 1 granted QoS 1, code 128 (Failure)",
    'PUBLISH {request publish 7}: PUBLISH news/today {"n":1}',
    "·PINGRESP {reply ping}: PINGRESP",
    "·PUBACK {reply publish 7}: PUBACK of 7",
    "·PINGREQ {request ping}: PINGREQ",
    "PUBLISH: PUBLISH, begins: ends in a later message",
    "PUBLISH: PUBLISH, goes on: ends in a later message",
    `PUBLISH: PUBLISH long/topic {"text":"${"x".repeat(151)}…`,
    "·DISCONNECT: DISCONNECT",
  ],
};

/** By the standard of version 5: properties, among them those of a request and its answer. */
export const mqttFiveConversation: Conversation = {
  name: "MQTT 5",
  protocols: ["mqtt"],
  facts: { subprotocol: "mqtt" },
  lines: [
    [">", packet(0x10, "MQTT", 5, 2, 0, 60, 5, 0x11, 0, 0, 0, 10, "client-2")],
    ["<", packet(0x20, 0, 0, 0)],
    [">", packet(0x30, "ask", 15, 0x08, "answer", 0x09, 0, 1, 42, 0x01, 1, ["what?"])],
    ["<", packet(0x30, "answer", 4, 0x09, 0, 1, 42, ["this"])],
    ["<", packet(0xe0, 0x8b, 0)],
  ],
  shown: [
    "·CONNECT {request connect}: CONNECT version 5 client-2",
    "·CONNACK {reply connect}: CONNACK",
    "PUBLISH {request data 2a}: PUBLISH ask what?",
    "PUBLISH {reply data 2a}: PUBLISH answer this",
    "·DISCONNECT: DISCONNECT code 139 (Server shutting down)",
  ],
};
