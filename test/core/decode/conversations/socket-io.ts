import type { Conversation } from "./conversation.ts";

/** As socket.io 4.8.4 speaks over WebSocket. */
export const socketIoConversation: Conversation = {
  name: "Socket.IO",
  protocols: ["engine.io", "socket.io"],
  atFirst: ["engine.io"],
  facts: { url: "wss://host.example/socket.io/?EIO=4&transport=websocket" },
  lines: [
    '< 0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}',
    "> 40",
    '< 40{"sid":"b"}',
    '> 42["say",{"text":"hi"}]',
    '< 42["said",{"text":"hi"}]',
    '> 427["ask",1]',
    "< 437[2]",
    "< 2",
    "> 3",
    '< 42["said",{"text":"bye"}]',
  ],
  shown: [
    '·open: open {"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}',
    "·connect {request / connect}: connect",
    '·connect {reply / connect}: connect {"sid":"b"}',
    'event say: say {"text":"hi"}',
    'event said: said {"text":"hi"}',
    "event ask {request / 7}: ask 1",
    "ack {reply / 7}: ack 7 2",
    "·ping {request ping}: ping",
    "·pong {reply ping}: pong",
    'event said: said {"text":"bye"}',
  ],
};
