import type { Line } from "../../../support/decode-conversation.ts";
import type { Conversation } from "./conversation.ts";

const encoder = new TextEncoder();

const bytes = (arrow: "<" | ">", text: string): Line => [arrow, encoder.encode(text)];

/** By the description of NATS' client protocol; the server sends binary messages. */
export const natsConversation: Conversation = {
  name: "NATS",
  protocols: ["nats"],
  lines: [
    bytes("<", 'INFO {"server_id":"N","version":"2.9.10","headers":true,"max_payload":1048576} \r\n'),
    bytes(">", 'CONNECT {"lang":"nats.ws","verbose":false}\r\nPING\r\n'),
    bytes("<", "PONG\r\n"),
    bytes(">", "SUB _INBOX.a.* 1\r\nPUB time _INBOX.a.1 2\r\nhi\r\n"),
    bytes("<", "MSG _INBOX.a.1 1 5\r\n12:00\r\nHMSG news 2 12 14\r\nNATS/1.0\r\n\r\nok\r\n"),
    bytes("<", "MSG news 2 24\r\nthe first"),
    bytes("<", " and the s"),
    bytes("<", "econd\r\n-ERR 'Slow Consumer'\r\n"),
  ],
  shown: [
    '·INFO: INFO {"server_id":"N","version":"2.9.10","headers":true,"max_payload":1048576}',
    '·CONNECT: CONNECT {"lang":"nats.ws","verbose":false}',
    "·PING {request ping}: PING",
    "·PONG {reply ping}: PONG",
    "·SUB: SUB _INBOX.a.* 1",
    "PUB {request _INBOX.a.1}: PUB time hi",
    "MSG {reply _INBOX.a.1}: MSG _INBOX.a.1 12:00",
    "HMSG: HMSG news ok",
    "operation: operation, begins: ends in a later message",
    "operation: operation, goes on: ends in a later message",
    "MSG: MSG news the first and the second",
    "·-ERR: -ERR 'Slow Consumer'",
  ],
};
