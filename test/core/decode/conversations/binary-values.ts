import { serialize } from "bson";
import { encodeCbor, encodeMsgpack, type PlainValue } from "../../../support/encode-values.ts";
import type { Conversation } from "./conversation.ts";

const VALUES: readonly PlainValue[] = [
  { type: "join", room: 3 },
  { type: "said", text: "hallo", at: 1.5 },
  { type: "left", who: ["a", null] },
];

const shown = (format: string) => [
  `${format} join: {"type": "join", "room": 3}`,
  `${format} said: {"type": "said", "text": "hallo", "at": 1.5}`,
  `${format} left: {"type": "left", "who": ["a", null]}`,
];

export const msgpackConversation: Conversation = {
  name: "MessagePack",
  protocols: ["msgpack"],
  lines: VALUES.map((it) => ["<", encodeMsgpack(it)] as const),
  shown: shown("msgpack"),
};

export const cborConversation: Conversation = {
  name: "CBOR",
  protocols: ["cbor"],
  lines: VALUES.map((it) => ["<", encodeCbor(it)] as const),
  shown: shown("cbor"),
};

const encoder = new TextEncoder();

/** Fields of a message: a number is a varint, a text or a list of fields has its length before it. */
type Field = readonly [number: number, value: number | string | readonly Field[]];

function message(fields: readonly Field[]): number[] {
  return fields.flatMap(([number, value]) => {
    if (typeof value === "number") return [number * 8, ...varint(value)];
    const content = typeof value === "string" ? [...encoder.encode(value)] : message(value);
    return [number * 8 + 2, ...varint(content.length), ...content];
  });
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

const MESSAGES: readonly (readonly Field[])[] = [
  [
    [1, 150],
    [2, "testing"],
  ],
  [
    [1, 3],
    [
      4,
      [
        [1, "ABC"],
        [2, 70_000],
        [3, "price"],
      ],
    ],
  ],
  [
    [1, 4],
    [2, "grüße"],
    [3, 1],
  ],
  [[1, 5]],
];

export const protobufConversation: Conversation = {
  name: "Protocol Buffers",
  protocols: ["protobuf"],
  lines: MESSAGES.map((it) => ["<", Uint8Array.from(message(it))] as const),
  shown: [
    'protobuf: 1: 150, 2: "testing"',
    'protobuf: 1: 3, 4: {1: "ABC", 2: 70000, 3: "price"}',
    'protobuf: 1: 4, 2: "grüße", 3: 1',
    "protobuf: 1: 5",
  ],
};

/** Documents of bson 7.3.4. */
export const bsonConversation: Conversation = {
  name: "BSON",
  protocols: ["bson"],
  lines: [
    [">", Uint8Array.from(serialize({ type: "join", room: 3 }))],
    ["<", Uint8Array.from(serialize({ type: "joined", at: new Date(0), ok: true, users: ["ada", null] }))],
    [
      "<",
      Uint8Array.from(serialize({ type: "say", text: "h\u00fc", size: 1.5, data: new Uint8Array([1, 2]) })),
    ],
  ],
  shown: [
    'bson: {"type":"join","room":3}',
    'bson: {"type":"joined","at":"1970-01-01T00:00:00.000Z","ok":true,"users":["ada",null]}',
    'bson: {"type":"say","text":"h\u00fc","size":1.5,"data":"AQI="}',
  ],
};
