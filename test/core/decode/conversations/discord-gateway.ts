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

const encoder = new TextEncoder();

/** A term, by the description of Erlang's external format: names are atoms, texts binaries. */
function term(value: unknown): number[] {
  const wide = (length: number) => [length >> 24, (length >> 16) & 255, (length >> 8) & 255, length & 255];
  const atom = (text: string) => [119, text.length, ...encoder.encode(text)];
  if (value === null) return atom("nil");
  if (typeof value === "boolean") return atom(String(value));
  if (typeof value === "bigint") return [110, 8, 0, ...new Uint8Array(BigUint64Array.of(value).buffer)];
  if (typeof value === "number") return value < 256 ? [97, value] : [98, ...wide(value)];
  if (typeof value === "string")
    return [109, ...wide(encoder.encode(value).length), ...encoder.encode(value)];
  if (Array.isArray(value)) {
    return value.length === 0 ? [106] : [108, ...wide(value.length), ...value.flatMap(term), 106];
  }
  const members = Object.entries(value as object);
  return [116, ...wide(members.length), ...members.flatMap(([name, it]) => [...atom(name), ...term(it)])];
}

const encoded = (value: unknown) => Uint8Array.from([131, ...term(value)]);

/** The same in Erlang's external term format. */
export const discordEtfConversation: Conversation = {
  name: "Discord gateway, ETF",
  protocols: ["etf", "discord"],
  atFirst: ["etf"],
  inPart: ["etf"],
  facts: { url: "wss://gateway.discord.gg/?v=10&encoding=etf" },
  lines: [
    ["<", encoded({ t: null, s: null, op: 10, d: { heartbeat_interval: 41250 } })],
    [">", encoded({ op: 2, d: { token: "secret", intents: 513 } })],
    [">", encoded({ op: 1, d: null })],
    ["<", encoded({ op: 11, d: null })],
    [
      "<",
      encoded({
        t: "MESSAGE_CREATE",
        s: 3,
        op: 0,
        d: { id: 1_234_567_890_123_456_789n, content: "h\u00fc", tags: [1, true], none: [] },
      }),
    ],
  ],
  shown: [
    '·hello: hello {"heartbeat_interval":41250}',
    "·identify: identify",
    "·heartbeat {request heartbeat}: heartbeat",
    "·heartbeat ack {reply heartbeat}: heartbeat ack",
    'dispatch MESSAGE_CREATE: MESSAGE_CREATE {"id":1234567890123456789,"content":"h\u00fc","tags":[1,true],"none":[]}',
  ],
};
