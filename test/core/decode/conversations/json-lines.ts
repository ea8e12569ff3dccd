import type { Conversation } from "./conversation.ts";

export const jsonLinesConversation: Conversation = {
  name: "JSON Lines",
  protocols: ["json-lines"],
  lines: ['< {"type":"a","n":1}\n{"type":"b","n":2}\r\n', '< {"type":"c","n":3}'],
  shown: ['line: {"type":"a","n":1}', 'line: {"type":"b","n":2}', 'line: {"type":"c","n":3}'],
};

export const rpcLinesConversation: Conversation = {
  name: "JSON-RPC in JSON Lines",
  protocols: ["json-lines", "json-rpc"],
  lines: ['> {"jsonrpc":"2.0","id":1,"method":"a"}\n{"jsonrpc":"2.0","id":2,"method":"b"}\n'],
  shown: ["request a {request 1}: a", "request b {request 2}: b"],
};
