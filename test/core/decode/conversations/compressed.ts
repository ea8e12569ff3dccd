import {
  brotliCompressSync,
  constants,
  createDeflate,
  deflateRawSync,
  deflateSync,
  gzipSync,
} from "node:zlib";
import type { Conversation } from "./conversation.ts";

const TEXTS = [
  '{"ch":"market.btcusdt","tick":{"close":1.5}}',
  '{"ping":1492420473027}',
  '{"ch":"market.btcusdt","tick":{"close":1.75}}',
];

/** As exchanges send it: pages ask in texts. */
export const gzipConversation: Conversation = {
  name: "JSON in gzip",
  protocols: ["gzip"],
  lines: [
    '> {"sub":"market.btcusdt"}',
    ["<", gzipSync(TEXTS[0] as string)],
    ["<", gzipSync(TEXTS[1] as string)],
    '> {"pong":1492420473027}',
    ["<", gzipSync(TEXTS[2] as string)],
  ],
  shown: [
    'not packed: {"sub":"market.btcusdt"}',
    `gzip: ${TEXTS[0]}`,
    `gzip: ${TEXTS[1]}`,
    'not packed: {"pong":1492420473027}',
    `gzip: ${TEXTS[2]}`,
  ],
};

const call = (id: number) => `{"jsonrpc":"2.0","id":${id},"method":"subtract","params":[42,23]}`;

export const rpcInZlibConversation: Conversation = {
  name: "JSON-RPC in zlib",
  protocols: ["zlib", "json-rpc"],
  lines: [
    [">", deflateSync(call(1))],
    ["<", deflateSync('{"jsonrpc":"2.0","id":1,"result":19}')],
    [">", deflateSync(call(2))],
  ],
  shown: [
    "request subtract {request 1}: subtract [42,23]",
    "response {reply 1}: 19",
    "request subtract {request 2}: subtract [42,23]",
  ],
};

export const deflateConversation: Conversation = {
  name: "JSON in raw DEFLATE",
  protocols: ["deflate"],
  lines: TEXTS.map((it) => ["<", deflateRawSync(it)] as const),
  shown: TEXTS.map((it) => `deflate: ${it}`),
};

export const brotliConversation: Conversation = {
  name: "JSON in Brotli",
  protocols: ["brotli"],
  lines: TEXTS.map((it) => ["<", brotliCompressSync(it)] as const),
  shown: TEXTS.map((it) => `brotli: ${it}`),
};

const fromBase64 = (text: string) => Uint8Array.from(Buffer.from(text, "base64"));

/** Packed by zstd 1.5.4. */
export const zstdConversation: Conversation = {
  name: "JSON in Zstandard",
  protocols: ["zstd"],
  lines: [
    "KLUv/QRYYQEAeyJjaCI6Im1hcmtldC5idGN1c2R0IiwidGljayI6eyJjbG9zZSI6MS41fX0QvYKy",
    "KLUv/QRYsQAAeyJwaW5nIjoxNDkyNDIwNDczMDI3fc+eku0=",
    "KLUv/QRYaQEAeyJjaCI6Im1hcmtldC5idGN1c2R0IiwidGljayI6eyJjbG9zZSI6MS43NX199OCvPQ==",
  ].map((it) => ["<", fromBase64(it)] as const),
  shown: TEXTS.map((it) => `zstd: ${it}`),
};

/** Packed by lz4 1.9.4. */
export const lz4Conversation: Conversation = {
  name: "JSON in LZ4",
  protocols: ["lz4"],
  lines: [
    "BCJNGGRApywAAIB7ImNoIjoibWFya2V0LmJ0Y3VzZHQiLCJ0aWNrIjp7ImNsb3NlIjoxLjV9fQAAAAAdo9Di",
    "BCJNGGRApxYAAIB7InBpbmciOjE0OTI0MjA0NzMwMjd9AAAAAESKRHo=",
    "BCJNGGRApy0AAIB7ImNoIjoibWFya2V0LmJ0Y3VzZHQiLCJ0aWNrIjp7ImNsb3NlIjoxLjc1fX0AAAAAm81FFg==",
  ].map((it) => ["<", fromBase64(it)] as const),
  shown: TEXTS.map((it) => `lz4: ${it}`),
};

/** The messages of a server that packs all of them in one stream, and flushes after each. */
async function toZlibStream(...texts: readonly string[]): Promise<Uint8Array[]> {
  const stream = createDeflate();
  const messages: Uint8Array[] = [];
  let pieces: Buffer[] = [];
  stream.on("data", (it: Buffer) => pieces.push(it));
  for (const text of texts) {
    stream.write(text);
    await new Promise<void>((done) => stream.flush(constants.Z_SYNC_FLUSH, done));
    messages.push(Uint8Array.from(Buffer.concat(pieces)));
    pieces = [];
  }
  return messages;
}

const [hello, ready, created, answered] = (await toZlibStream(
  '{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":41250}}',
  '{"t":"READY","s":1,"op":0,"d":{"v":10,"session_id":"x"}}',
  '{"t":"MESSAGE_CREATE","s":2,"op":0,"d":{"id":"1","content":"hi","author":{"id":"2"}}}',
  '{"t":"MESSAGE_CREATE","s":3,"op":0,"d":{"id":"3","content":"hello","author":{"id":"2"}}}',
)) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];

/** By Discord's documentation, packed by zlib itself; the last message comes in two. */
export const zlibStreamConversation: Conversation = {
  name: "Discord's gateway in a zlib stream",
  protocols: ["zlib-stream", "discord"],
  atFirst: ["zlib-stream"],
  facts: { url: "wss://gateway.discord.gg/?v=10&encoding=json&compress=zlib-stream" },
  lines: [
    ["<", hello],
    '> {"op":2,"d":{"token":"secret"}}',
    ["<", ready],
    ["<", created],
    ["<", answered.subarray(0, 10)],
    ["<", answered.subarray(10)],
  ],
  shown: [
    '·hello: hello {"heartbeat_interval":41250}',
    "·identify: identify",
    'dispatch READY: READY {"v":10,"session_id":"x"}',
    'dispatch MESSAGE_CREATE: MESSAGE_CREATE {"id":"1","content":"hi","author":{"id":"2"}}',
    "zlib: packed, begins: ends in a later message",
    'dispatch MESSAGE_CREATE: MESSAGE_CREATE {"id":"3","content":"hello","author":{"id":"2"}}',
  ],
};

/** The same, packed by zstd 1.5.4 (`ZSTD_e_flush` after each message). */
const [zHello, zReady, zCreated, zAnswered] = [
  "KLUv/QBY4AEAeyJ0IjpudWxsLCJzIjpudWxsLCJvcCI6MTAsImQiOnsiaGVhcnRiZWF0X2ludGVydmFsIjo0MTI1MH19",
  "bAEA+HsidCI6IlJFQURZIjF2c2Vzc2lvbl9pZCI6IngifX0EAEoY4hWBr3OFKyQB",
  "9AEA1AJNRVNTQUdFX0NSRUFURTIxIiwiY29udGVudCI6ImhpIiwiYXV0aG9yMiJ9fX0FABVVU9VlIFkiYN2DAgI=",
  "nAAAMDMzZWxsbwQAW6gJyAcJY3awAg==",
].map(fromBase64) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];

export const zstdStreamConversation: Conversation = {
  ...zlibStreamConversation,
  name: "Discord's gateway in a Zstandard stream",
  protocols: ["zstd-stream", "discord"],
  atFirst: ["zstd-stream"],
  facts: { url: "wss://gateway.discord.gg/?v=10&encoding=json&compress=zstd-stream" },
  lines: [
    ["<", zHello],
    '> {"op":2,"d":{"token":"secret"}}',
    ["<", zReady],
    ["<", zCreated],
    ["<", zAnswered.subarray(0, 10)],
    ["<", zAnswered.subarray(10)],
  ],
  shown: zlibStreamConversation.shown.map((it) => it.replace("zlib: packed", "zstd: packed")),
};
