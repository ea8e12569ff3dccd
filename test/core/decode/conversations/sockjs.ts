import type { Conversation } from "./conversation.ts";

/** By https://sockjs.github.io/sockjs-protocol, with STOMP within, as Spring sends it. */
export const stompInSockJsConversation: Conversation = {
  name: "STOMP in SockJS",
  protocols: ["sockjs", "stomp"],
  facts: { url: "wss://host.example/ws/342/abcdef12/websocket" },
  lines: [
    "< o",
    '> ["CONNECT\\naccept-version:1.2\\nheart-beat:10000,10000\\n\\n\\u0000"]',
    '< a["CONNECTED\\nversion:1.2\\nheart-beat:0,0\\n\\n\\u0000"]',
    "< h",
    '> ["SUBSCRIBE\\nid:sub-0\\ndestination:/topic/a\\n\\n\\u0000"]',
    '< a["MESSAGE\\ndestination:/topic/a\\nsubscription:sub-0\\nmessage-id:1\\ncontent-length:7\\n\\n{\\"a\\":1}\\u0000"]',
    '< c[3000,"Go away!"]',
  ],
  shown: [
    "·open: open",
    "·CONNECT {request connect}: CONNECT",
    "·CONNECTED {reply connect}: CONNECTED",
    "·heartbeat: heartbeat",
    "·SUBSCRIBE: SUBSCRIBE /topic/a",
    'MESSAGE {event subscription sub-0}: MESSAGE /topic/a {"a":1}',
    '·close: close [3000,"Go away!"]',
  ],
};

export const jsonInSockJsConversation: Conversation = {
  name: "JSON in SockJS",
  protocols: ["sockjs"],
  facts: { url: "wss://host.example/echo/000/zz12zz34/websocket" },
  lines: ["< o", '< a["{\\"type\\":\\"one\\"}","two"]', '> ["plain"]'],
  shown: ["·open: open", 'message: {"type":"one"}', "message: two", "message: plain"],
};
