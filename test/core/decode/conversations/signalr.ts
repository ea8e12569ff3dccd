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
