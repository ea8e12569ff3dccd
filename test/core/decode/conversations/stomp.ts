import type { Conversation } from "./conversation.ts";

/** By the STOMP 1.2 specification; the second received message has two frames and a heart-beat between them. */
export const stompConversation: Conversation = {
  name: "STOMP 1.2",
  protocols: ["stomp"],
  facts: { subprotocol: "v12.stomp" },
  lines: [
    "> CONNECT\naccept-version:1.2\nhost:h\n\n\0",
    "< CONNECTED\nversion:1.2\n\n\0\n",
    '> SEND\ndestination:/queue/a\nreceipt:r1\ncontent-type:application/json\n\n{"n":"\u00fc"}\0',
    "< RECEIPT\nreceipt-id:r1\n\n\0\nMESSAGE\r\ndestination:/queue/a\r\nmessage-id:7\r\nsubscription:s\r\nx:a\\cb\r\n\r\nhello\0",
    "< \n",
    "> SEND\ndestination:/queue/b\ncontent-length:7\n\nlo\0ng",
    "> er\0",
    "< ERROR\nmessage:malformed\n\nThe",
    "<  frame\0",
  ],
  shown: [
    "·CONNECT {request connect}: CONNECT",
    "·CONNECTED {reply connect}: CONNECTED",
    'SEND {request receipt r1}: SEND /queue/a {"n":"\u00fc"}',
    "·RECEIPT {reply receipt r1}: RECEIPT r1",
    "MESSAGE {event subscription s}: MESSAGE /queue/a hello",
    "·heart-beat: heart-beat",
    "frame: frame, begins: ends in a later message",
    "SEND: SEND /queue/b lo\0nger",
    "frame: frame, begins: ends in a later message",
    "ERROR: ERROR malformed The frame",
  ],
};
