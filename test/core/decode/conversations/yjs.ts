import type { Line } from "../../../support/decode-conversation.ts";
import type { Conversation } from "./conversation.ts";

const encoder = new TextEncoder();

const text = (it: string): number[] => {
  const bytes = encoder.encode(it);
  return [bytes.length, ...bytes];
};

const inside = (bytes: readonly number[]): number[] => [bytes.length, ...bytes];

const MESSAGES: readonly (readonly ["<" | ">", readonly number[]])[] = [
  [">", [0, 0, 1, 0]],
  ["<", [0, 0, 3, 1, 5, 7]],
  ["<", [0, 1, 2, 0, 0]],
  [">", [1, ...inside([1, 5, 2, ...text('{"user":{"name":"ada"}}')])]],
  [">", [0, 2, ...inside([1, 1, 5, 0, 4, 1, 4, 116, 101, 120, 116, 1, 97, 0])]],
  [">", [3]],
];

/** By y-protocols and y-websocket. */
export const yjsConversation: Conversation = {
  name: "Yjs",
  protocols: ["yjs"],
  lines: MESSAGES.map(([arrow, bytes]): Line => [arrow, Uint8Array.from(bytes)]),
  shown: [
    "·sync step 1 {request ours}: sync step 1 (1 B)",
    "·sync step 1 {request theirs}: sync step 1 (3 B)",
    "sync step 2 {reply ours}: sync step 2 (2 B)",
    'awareness: awareness 5 {"user":{"name":"ada"}}',
    "update: update (14 B)",
    "·query awareness: query awareness (0 B)",
  ],
};

/** By the sources of Hocuspocus 3. */
export const hocuspocusConversation: Conversation = {
  name: "Hocuspocus",
  protocols: ["hocuspocus"],
  lines: MESSAGES.map(([arrow, bytes]): Line => [arrow, Uint8Array.from([...text("doc-1"), ...bytes])]),
  shown: [
    "·sync step 1 {request doc-1 ours}: doc-1 sync step 1 (1 B)",
    "·sync step 1 {request doc-1 theirs}: doc-1 sync step 1 (3 B)",
    "sync step 2 {reply doc-1 ours}: doc-1 sync step 2 (2 B)",
    'awareness: doc-1 awareness 5 {"user":{"name":"ada"}}',
    "update: doc-1 update (14 B)",
    "·query awareness: doc-1 query awareness (0 B)",
  ],
};
