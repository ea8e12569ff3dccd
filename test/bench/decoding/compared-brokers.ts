import { FrameImpl, Parser as StompParser } from "@stomp/stompjs";
import { parser as createMqttParser, generate } from "mqtt-packet";
import { MsgImpl as NatsMessage } from "../../../node_modules/nats.ws/lib/nats-base-client/msg.js";
import {
  Kind as NatsKind,
  Parser as NatsParser,
} from "../../../node_modules/nats.ws/lib/nats-base-client/parser.js";
import type { Line } from "../../support/decode-conversation.ts";
import { type Compared, toCompared } from "./compared.ts";
import { contentText } from "./sample-json.ts";

/** Protocols of message brokers, against their own packages; messages with some 200 bytes of content. */
export function comparedBrokers(): Compared[] {
  return [mqtt(4), mqtt(5), stomp(), nats(), natsBytes()];
}

const encoder = new TextEncoder();

function mqtt(version: 4 | 5): Compared {
  const parser = createMqttParser({ protocolVersion: version });
  const publish = { cmd: "publish", retain: false, dup: false, topic: "plant/7/temperature" } as const;
  const packets = [
    { ...publish, qos: 0, payload: contentText() },
    { ...publish, qos: 1, messageId: 7, payload: contentText() },
    { cmd: "puback", messageId: 7 },
    { cmd: "subscribe", messageId: 8, subscriptions: [{ topic: "plant/#", qos: 1 }] },
  ] as const;
  const connect = { cmd: "connect", clientId: "a", protocolVersion: version, clean: true } as const;
  const lines = [connect, ...packets].map((it): Line => {
    const bytes = generate(it as never, { protocolVersion: version });
    return [">", Uint8Array.from(bytes)];
  });
  return toCompared(
    version === 4 ? "MQTT 3.1.1" : "MQTT 5",
    "mqtt-packet 9.0.2",
    ["mqtt"],
    lines,
    (bytes: Buffer) => parser.parse(bytes),
    { subprotocol: "mqtt" },
  );
}

function stomp(): Compared {
  const parser = new StompParser(
    () => {},
    () => {},
  );
  const frames = [
    {
      command: "MESSAGE",
      headers: {
        destination: "/topic/prices",
        subscription: "sub-0",
        "message-id": "17",
        "content-type": "application/json",
      },
      body: contentText(),
    },
    { command: "RECEIPT", headers: { "receipt-id": "r-7" } },
  ];
  const lines = frames.map((it) => `< ${FrameImpl.marshall({ ...it, escapeHeaderValues: true })}`);
  return toCompared(
    "STOMP",
    "@stomp/stompjs 7.5.0",
    ["stomp"],
    lines,
    (text: string) => parser.parseChunk(text),
    {
      subprotocol: "v12.stomp",
    },
  );
}

const natsLines = (): Line[] => {
  const text = contentText();
  return [
    `MSG plant.7.temperature 1 _INBOX.a.1 ${text.length}\r\n${text}\r\n`,
    `HMSG plant.7.pressure 2 12 ${12 + text.length}\r\nNATS/1.0\r\n\r\n${text}\r\n`,
    "PING\r\n",
  ].map((it): Line => ["<", encoder.encode(it)]);
};

/** Whom a message of the package would answer through. */
const NOBODY = { publish: () => {} };

/** What the package gives its user of a message, as far as a row shows it: the subject, where to answer, and the content as text. */
function nats(): Compared {
  let found: unknown;
  const parser = new NatsParser({
    push: ({ kind, msg, data }) => {
      found = kind;
      if (kind !== NatsKind.MSG || msg === undefined || data === undefined) return;
      const message = new NatsMessage(msg, data, NOBODY);
      found = [message.subject, message.reply, message.string()];
    },
  });
  return toCompared("NATS", "nats.ws 1.30.3, its messages", ["nats"], natsLines(), (bytes: Uint8Array) => {
    parser.parse(bytes);
    return found;
  });
}

/** Its parser alone leaves all in bytes: no row can be made of that. */
function natsBytes(): Compared {
  const parser = new NatsParser({ push: () => {} });
  const theirs = (bytes: Uint8Array) => parser.parse(bytes);
  return {
    ...toCompared("NATS", "nats.ws 1.30.3, its parser, no text", ["nats"], natsLines(), theirs),
    most: null,
  };
}
