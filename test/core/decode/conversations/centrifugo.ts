import type { Conversation } from "./conversation.ts";

/** By the description of Centrifugo's client protocol. */
export const centrifugoConversation: Conversation = {
  name: "Centrifugo, JSON",
  protocols: ["centrifugo"],
  atFirst: ["json-lines"],
  lines: [
    '> {"id":1,"connect":{"token":"t"}}',
    '< {"id":1,"connect":{"client":"c","version":"5.0.0","ping":25}}',
    '> {"id":2,"subscribe":{"channel":"news"}}\n{"id":3,"rpc":{"method":"sum","data":{"a":1}}}',
    '< {"id":2,"subscribe":{}}\n{"id":3,"error":{"code":108,"message":"not available"}}\n',
    '< {"push":{"channel":"news","pub":{"data":{"text":"hi"},"offset":4}}}',
    "< {}",
    "> {}",
  ],
  shown: [
    '·connect {request 1}: connect {"token":"t"}',
    '·connect {reply 1}: connect {"client":"c","version":"5.0.0","ping":25}',
    'subscribe {request 2}: subscribe news {"channel":"news"}',
    'rpc sum {request 3}: rpc {"a":1}',
    "subscribe {reply 2}: subscribe {}",
    'error {reply 3}: error {"code":108,"message":"not available"}',
    'pub: pub news {"text":"hi"}',
    "·ping {request ping}: ping",
    "·pong {reply ping}: pong",
  ],
};
