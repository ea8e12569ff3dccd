import type { Conversation } from "./conversation.ts";

/** By Discord's documentation of its gateway. */
export const discordConversation: Conversation = {
  name: "Discord gateway, JSON",
  protocols: ["discord"],
  facts: { url: "wss://gateway.discord.gg/?v=10&encoding=json" },
  lines: [
    '< {"t":null,"s":null,"op":10,"d":{"heartbeat_interval":41250}}',
    '> {"op":2,"d":{"token":"secret","intents":513}}',
    '> {"op":1,"d":null}',
    '< {"op":11,"d":null}',
    '< {"t":"MESSAGE_CREATE","s":3,"op":0,"d":{"content":"hi"}}',
  ],
  shown: [
    '·hello: hello {"heartbeat_interval":41250}',
    "·identify: identify",
    "·heartbeat {request heartbeat}: heartbeat",
    "·heartbeat ack {reply heartbeat}: heartbeat ack",
    'dispatch MESSAGE_CREATE: MESSAGE_CREATE {"content":"hi"}',
  ],
};
