import type { Conversation } from "./conversation.ts";

/** By the Bayeux specification. */
export const bayeuxConversation: Conversation = {
  name: "Bayeux",
  protocols: ["bayeux"],
  lines: [
    '> [{"channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":["websocket"],"id":"1"}]',
    '< [{"id":"1","channel":"/meta/handshake","successful":true,"clientId":"c","advice":{"reconnect":"retry"}}]',
    '> [{"channel":"/meta/subscribe","clientId":"c","subscription":"/chat/*","id":"2"},{"channel":"/meta/connect","clientId":"c","id":"3"}]',
    '< [{"id":"2","channel":"/meta/subscribe","subscription":"/chat/*","successful":false,"error":"403::denied"}]',
    '< [{"channel":"/chat/a","data":{"text":"hi"},"id":"9"}]',
    '> [{"channel":"/chat/a","data":{"text":"ho"},"clientId":"c","id":"4"}]',
    '< [{"channel":"/chat/a","successful":true,"id":"4"}]',
    "> []",
  ],
  shown: [
    "·handshake {request 1}: /meta/handshake",
    '·handshake {reply 1}: /meta/handshake {"reconnect":"retry"}',
    "·subscribe {request 2}: /meta/subscribe /chat/*",
    "·connect {request 3}: /meta/connect",
    '·subscribe {reply 2}: /meta/subscribe /chat/* "403::denied"',
    'message: /chat/a {"text":"hi"}',
    'publish {request 4}: /chat/a {"text":"ho"}',
    "·publish reply {reply 4}: /chat/a",
    "·empty: []",
  ],
};
