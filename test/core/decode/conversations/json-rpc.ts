import type { Conversation } from "./conversation.ts";

export const jsonRpcConversation: Conversation = {
  name: "JSON-RPC, with a batch, an error and a keep-alive",
  protocols: ["json-rpc"],
  lines: [
    '> {"jsonrpc":"2.0","id":1,"method":"aria2.tellActive","params":[["gid"]]}',
    '< {"id":1,"jsonrpc":"2.0","result":[]}',
    '> [{"jsonrpc":"2.0","id":"1","method":"sum","params":[1]},{"jsonrpc":"2.0","method":"log"}]',
    '< {"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found"},"id":"1"}',
    '< {"jsonrpc":"2.0","method":"event","params":{"a":{"b":1}}}',
    "< ping",
  ],
  shown: [
    'request aria2.tellActive {request 1}: aria2.tellActive [["gid"]]',
    "response {reply 1}: []",
    'request sum {request "1"}: sum [1]',
    "notification log: log",
    'error {reply "1"}: error -32601 Method not found',
    'notification event: event {"a":{"b":1}}',
    "text: ping",
  ],
};

const calls = (...lines: readonly (readonly [">" | "<", object])[]) =>
  lines.map(([direction, it]) => `${direction} ${JSON.stringify({ jsonrpc: "2.0", ...it })}`);

/** By the language server protocol 3.17, whose `initialize` is not that of MCP. */
export const languageServerConversation: Conversation = {
  name: "a language server",
  protocols: ["json-rpc"],
  lines: calls(
    [">", { id: 0, method: "initialize", params: { processId: null, rootUri: null, capabilities: {} } }],
    ["<", { id: 0, result: { capabilities: {}, serverInfo: { name: "s" } } }],
    [">", { method: "initialized", params: {} }],
    ["<", { id: 1, method: "workspace/configuration", params: { items: [] } }],
    [">", { id: 1, result: [] }],
    [">", { id: 2, method: "textDocument/hover", params: {} }],
    ["<", { id: 2, result: { contents: { kind: "markdown", value: "x" } } }],
  ),
  shown: [
    'request initialize {request 0}: initialize {"processId":null,"rootUri":null,"capabilities":{}}',
    'response {reply 0}: {"capabilities":{},"serverInfo":{"name":"s"}}',
    "notification initialized: initialized {}",
    'request workspace/configuration {request 1}: workspace/configuration {"items":[]}',
    "response {reply 1}: []",
    "request textDocument/hover {request 2}: textDocument/hover {}",
    'response {reply 2}: {"contents":{"kind":"markdown","value":"x"}}',
  ],
};
