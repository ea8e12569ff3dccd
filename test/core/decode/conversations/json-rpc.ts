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
