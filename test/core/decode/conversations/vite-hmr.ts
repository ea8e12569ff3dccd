import type { Conversation } from "./conversation.ts";

/** By Vite's type of its messages. */
export const viteHmrConversation: Conversation = {
  name: "Vite hot updates",
  protocols: ["vite-hmr"],
  withoutFacts: [],
  facts: { subprotocol: "vite-hmr" },
  lines: [
    '< {"type":"connected"}',
    '> {"type":"ping"}',
    '< {"type":"update","updates":[{"type":"js-update","path":"/src/a.ts","acceptedPath":"/src/a.ts","timestamp":1},{"type":"css-update","path":"/b.css"}]}',
    '< {"type":"custom","event":"vite:invalidate","data":{}}',
    '< {"type":"error","err":{"message":"Unexpected token","stack":""}}',
  ],
  shown: [
    "·connected: connected",
    "·ping: ping",
    "update: update /src/a.ts and 1 more",
    "custom vite:invalidate: custom vite:invalidate",
    "error: error Unexpected token",
  ],
};
