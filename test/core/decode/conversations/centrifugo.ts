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

const encoder = new TextEncoder();

/** A field with a length: a text, or fields. */
function field(number: number, content: string | readonly number[]): number[] {
  const bytes = typeof content === "string" ? [...encoder.encode(content)] : content;
  return [number * 8 + 2, bytes.length, ...bytes];
}

const message = (...fields: readonly (readonly number[])[]) => {
  const bytes = fields.flat();
  return [bytes.length, ...bytes];
};

const id = (value: number) => [8, value];

/** By client.proto as centrifuge 5.8 has it. */
export const centrifugoProtobufConversation: Conversation = {
  name: "Centrifugo, Protobuf",
  protocols: ["centrifugo-protobuf"],
  withoutFacts: [],
  facts: { subprotocol: "centrifuge-protobuf" },
  lines: [
    [">", Uint8Array.from(message(id(1), field(4, field(1, "secret"))))],
    ["<", Uint8Array.from(message(id(1), field(5, [...field(1, "c1"), ...field(2, "6.0")])))],
    [
      ">",
      Uint8Array.from([
        ...message(id(2), field(5, field(1, "news"))),
        ...message(id(3), field(7, [...field(1, "news"), ...field(2, '{"a":1}')])),
      ]),
    ],
    ["<", Uint8Array.from([...message(id(2), field(6, [])), ...message(id(3), field(2, [8, 103]))])],
    ["<", Uint8Array.from(message(field(4, [...field(2, "news"), ...field(4, field(4, '{"a":1}'))])))],
    ["<", Uint8Array.of(0)],
    [">", Uint8Array.of(0)],
  ],
  shown: [
    "·connect {request 1}: connect",
    '·connect {reply 1}: connect 1: 1, 5: {1: "c1", 2: "6.0"}',
    'subscribe {request 2}: subscribe news 1: 2, 5: {1: "news"}',
    'publish {request 3}: publish news {"a":1}',
    'subscribe {reply 2}: subscribe 1: 2, 6: ""',
    "error {reply 3}: error 1: 3, 2: {1: 103}",
    'pub: pub news {"a":1}',
    "·ping {request ping}: ping",
    "·pong {reply ping}: pong",
  ],
};
