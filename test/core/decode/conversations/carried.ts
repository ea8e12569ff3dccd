import { encodeCbor, encodeMsgpack, type PlainValue } from "../../../support/encode-values.ts";
import type { Conversation } from "./conversation.ts";

const encoder = new TextEncoder();

const sent = (value: PlainValue) => [">", encodeMsgpack(value)] as const;
const received = (value: PlainValue) => ["<", encodeMsgpack(value)] as const;

/** By the WAMP specification. */
export const wampMsgpackConversation: Conversation = {
  name: "WAMP, MessagePack",
  protocols: ["msgpack", "wamp"],
  withoutFacts: [],
  facts: { subprotocol: "wamp.2.msgpack" },
  lines: [
    sent([1, "realm1", { roles: { caller: {} } }]),
    received([2, 9129137, { roles: { broker: {} } }]),
    sent([48, 7814135, {}, "com.myapp.add2", [23, 7]]),
    received([50, 7814135, {}, [Uint8Array.of(1, 2, 3)]]),
  ],
  shown: [
    "·HELLO {request hello}: HELLO realm1",
    "·WELCOME {reply hello}: WELCOME",
    "CALL com.myapp.add2 {request 7814135}: CALL com.myapp.add2 [23,7]",
    'RESULT {reply 7814135}: RESULT ["AQID"]',
  ],
};

/** By the README of automerge-repo-network-websocket. */
export const automergeConversation: Conversation = {
  name: "Automerge",
  protocols: ["cbor", "automerge"],
  atFirst: ["cbor"],
  lines: [
    [">", encodeCbor({ type: "join", senderId: "p1", peerMetadata: {}, supportedProtocolVersions: ["1"] })],
    [
      "<",
      encodeCbor({
        type: "peer",
        senderId: "s",
        peerMetadata: {},
        selectedProtocolVersion: "1",
        targetId: "p1",
      }),
    ],
    [
      ">",
      encodeCbor({
        type: "request",
        senderId: "p1",
        targetId: "s",
        documentId: "4Nq",
        data: Uint8Array.of(66, 0, 1),
      }),
    ],
    [
      "<",
      encodeCbor({
        type: "sync",
        senderId: "s",
        targetId: "p1",
        documentId: "4Nq",
        data: Uint8Array.of(66, 1, 2),
      }),
    ],
    ["<", encodeCbor({ type: "doc-unavailable", senderId: "s", targetId: "p1", documentId: "5Nq" })],
  ],
  shown: [
    "·join {request join}: join",
    "·peer {reply join}: peer",
    "request: request 4Nq (3 B)",
    "sync: sync 4Nq (3 B)",
    "doc-unavailable: doc-unavailable 5Nq",
  ],
};

/** As socket.io-msgpack-parser 3 writes packets. */
export const socketIoMsgpackConversation: Conversation = {
  name: "Socket.IO, MessagePack",
  protocols: ["engine.io", "socket.io-msgpack"],
  withoutFacts: ["msgpack"],
  inPart: ["msgpack"],
  atFirst: ["engine.io", "socket.io"],
  facts: { url: "wss://host.example/socket.io/?EIO=4&transport=websocket" },
  lines: [
    '< 0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}',
    sent({ type: 0, nsp: "/" }),
    received({ type: 0, data: { sid: "b" }, nsp: "/" }),
    sent({ type: 2, data: ["say", { text: "hi" }], nsp: "/chat", id: 3 }),
    received({ type: 3, data: [true], nsp: "/chat", id: 3 }),
    received({ type: 2, data: ["picture", Uint8Array.of(1, 2, 3)], nsp: "/chat" }),
  ],
  shown: [
    '·open: open {"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}',
    "·connect {request / connect}: connect",
    '·connect {reply / connect}: connect {"sid":"b"}',
    'event say {request /chat 3}: /chat say {"text":"hi"}',
    "ack {reply /chat 3}: /chat ack 3 true",
    'event picture: /chat picture "AQID"',
  ],
};

const field = (number: number, text: string) => {
  const bytes = encoder.encode(text);
  return [number * 8 + 2, bytes.length, ...bytes];
};

const event = (name: string, text: string) => ({ event: name, data: text });

/** By PROTOCOL-WEB.md, envelopes taken off. */
export const grpcWebConversation: Conversation = {
  name: "gRPC-Web",
  protocols: ["grpc-web", "protobuf"],
  withoutFacts: [],
  atFirst: ["grpc-web"],
  facts: { kind: "fetch-stream", contentType: "application/grpc-web+proto" },
  lines: [
    ["<", Uint8Array.from([...field(1, "hello"), 16, 1])],
    ["<", Uint8Array.from([...field(1, "again"), 16, 2])],
    event("trailers", "grpc-status:5\r\ngrpc-message:no%20such%20thing\r\n"),
  ],
  shown: [
    'protobuf: 1: "hello", 2: 1',
    'protobuf: 1: "again", 2: 2',
    "trailers NOT_FOUND: trailers NOT_FOUND no such thing",
  ],
};

/** By Connect's protocol reference, envelopes taken off. */
export const connectConversation: Conversation = {
  name: "Connect, JSON",
  protocols: ["grpc-web"],
  withoutFacts: [],
  facts: { kind: "fetch-stream", contentType: "application/connect+json" },
  lines: [
    event("", '{"sentence":"hi"}'),
    event("", '{"sentence":"bye"}'),
    event("end-stream", '{"error":{"code":"unavailable","message":"overloaded"}}'),
  ],
  shown: [
    'message: {"sentence":"hi"}',
    'message: {"sentence":"bye"}',
    "end of stream unavailable: end unavailable overloaded",
  ],
};

const headed = (text: string) => `Content-Length: ${encoder.encode(text).length}\r\n\r\n${text}`;

const initialize = '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"rootUri":null}}';

/** By the base protocol; the answer comes in two messages, the last has two. */
export const headedRpcConversation: Conversation = {
  name: "JSON-RPC with Content-Length headers",
  protocols: ["content-length", "json-rpc"],
  atFirst: ["content-length"],
  lines: [
    `> ${headed(initialize)}`,
    `< ${headed('{"jsonrpc":"2.0","id":1,"result":{"capabilities":{}}}').slice(0, 30)}`,
    `< ${headed('{"jsonrpc":"2.0","id":1,"result":{"capabilities":{}}}').slice(30)}`,
    `> ${headed('{"jsonrpc":"2.0","method":"initialized"}')}${headed('{"jsonrpc":"2.0","method":"exit"}')}`,
  ],
  shown: [
    'request initialize {request 1}: initialize {"rootUri":null}',
    "message: message, begins: ends in a later message",
    'response {reply 1}: {"capabilities":{}}',
    "notification initialized: initialized",
    "notification exit: exit",
  ],
};
