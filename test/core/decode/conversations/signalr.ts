import { encodeMsgpack, type PlainValue } from "../../../support/encode-values.ts";
import type { Conversation } from "./conversation.ts";

/** By the hub protocol's specification. */
export const signalrConversation: Conversation = {
  name: "SignalR, JSON",
  protocols: ["signalr"],
  lines: [
    '> {"protocol":"json","version":1}\x1e',
    "< {}\x1e",
    '> {"arguments":["ada","hi"],"invocationId":"0","target":"Send","type":1}\x1e',
    '< {"type":1,"target":"Received","arguments":[{"text":"hi"}]}\x1e{"type":3,"invocationId":"0","result":null}\x1e',
    '> {"type":4,"invocationId":"1","target":"Counter","arguments":[3]}\x1e',
    '< {"type":2,"invocationId":"1","item":1}\x1e',
    '< {"type":3,"invocationId":"1","error":"stopped"}\x1e',
    '< {"type":6}\x1e',
    '< {"type":7,"allowReconnect":true}\x1e',
  ],
  shown: [
    '·handshake {request handshake}: handshake {"protocol":"json","version":1}',
    "·handshake {reply handshake}: handshake {}",
    'invocation Send {request 0}: Send ["ada","hi"]',
    'invocation Received: Received {"text":"hi"}',
    "completion {reply 0}: completion null",
    "stream invocation Counter {request 1}: Counter 3",
    "stream item {event 1}: stream item 1",
    "completion {reply 1}: completion failed: stopped",
    "·ping: ping",
    "·close: close",
  ],
};

const encoder = new TextEncoder();

/** Messages with their lengths before them. */
function packed(...messages: readonly PlainValue[]): Uint8Array {
  return Uint8Array.from(
    messages.flatMap((it) => {
      const bytes = encodeMsgpack(it);
      return [bytes.length, ...bytes];
    }),
  );
}

/** By the hub protocol's specification, "MessagePack encoding". */
export const signalrMsgpackConversation: Conversation = {
  name: "SignalR, MessagePack",
  protocols: ["signalr-msgpack"],
  lines: [
    '> {"protocol":"messagepack","version":1}\x1e',
    ["<", encoder.encode("{}\x1e")],
    [">", packed([1, {}, "xyz", "method", [42]])],
    ["<", packed([3, {}, "xyz", 3, 42], [6])],
    [">", packed([4, {}, "s", "Counter", [3]])],
    ["<", packed([2, {}, "s", { n: 1 }])],
    ["<", packed([3, {}, "s", 1, "stopped"])],
  ],
  shown: [
    '·handshake {request handshake}: handshake {"protocol":"messagepack","version":1}',
    "·handshake {reply handshake}: handshake {}",
    "invocation method {request xyz}: method [42]",
    "completion {reply xyz}: completion 42",
    "·ping: ping",
    "stream invocation Counter {request s}: Counter [3]",
    'stream item {event s}: stream item {"n": 1}',
    'completion {reply s}: completion failed: "stopped"',
  ],
};
