import type { Conversation } from "./conversation.ts";

const event = (data: object) => ({ event: "message", data: JSON.stringify({ jsonrpc: "2.0", ...data }) });

const line = (direction: ">" | "<", data: object) =>
  `${direction} ${JSON.stringify({ jsonrpc: "2.0", ...data })}`;

/** By the specification of 2025-11-25, both directions together. */
export const mcpConversation: Conversation = {
  name: "MCP",
  protocols: ["mcp"],
  atFirst: ["json-rpc"],
  lines: [
    line(">", {
      id: 0,
      method: "initialize",
      params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "c" } },
    }),
    line("<", {
      id: 0,
      result: { protocolVersion: "2025-06-18", capabilities: { tools: {} }, serverInfo: { name: "s" } },
    }),
    line(">", { method: "notifications/initialized" }),
    line(">", { id: 1, method: "tools/list" }),
    line("<", { id: 1, result: { tools: [{ name: "add", inputSchema: { type: "object" } }] } }),
    line(">", { id: 2, method: "tools/call", params: { name: "add", arguments: { a: 1 } } }),
    line("<", { method: "notifications/progress", params: { progressToken: "p", progress: 1 } }),
    line("<", { id: 2, result: { content: [{ type: "text", text: "no" }], isError: true } }),
    line(">", { id: 3, method: "resources/read", params: { uri: "demo://1" } }),
    line("<", { id: 3, error: { code: -32002, message: "Resource not found" } }),
  ],
  shown: [
    '·request initialize {request 0}: initialize {"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"c"}}',
    '·response {reply 0}: {"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"s"}}',
    "·notification notifications/initialized: notifications/initialized",
    "request tools/list {request 1}: tools/list",
    'response {reply 1}: {"tools":[{"name":"add","inputSchema":{"type":"object"}}]}',
    'request tools/call {request 2}: tools/call {"name":"add","arguments":{"a":1}}',
    'notification notifications/progress: notifications/progress {"progressToken":"p","progress":1}',
    'response {reply 2}: {"content":[{"type":"text","text":"no"}],"isError":true}',
    'request resources/read {request 3}: resources/read {"uri":"demo://1"}',
    "error {reply 3}: error -32002 Resource not found",
  ],
};

/** By the specification of 2024-11-05: the event stream of its transport over HTTP. */
export const mcpEventsConversation: Conversation = {
  name: "MCP over HTTP with an event stream",
  protocols: ["mcp"],
  withoutFacts: [],
  atFirst: ["json-rpc"],
  facts: { kind: "eventsource", contentType: "text/event-stream" },
  lines: [
    { event: "endpoint", data: "/messages?sessionId=0b1c" },
    event({
      id: 0,
      result: { protocolVersion: "2024-11-05", capabilities: {}, serverInfo: { name: "s", version: "1" } },
    }),
    event({ id: 1, result: { content: [{ type: "text", text: "3" }] } }),
    event({ method: "notifications/tools/list_changed" }),
    event({ id: 1, method: "sampling/createMessage", params: { messages: [], maxTokens: 10 } }),
  ],
  shown: [
    "·endpoint: endpoint /messages",
    '·response {reply 0}: {"protocolVersion":"2024-11-05","capabilities":{},"serverInfo":{"name":"s","version":"1"}}',
    'response {reply 1}: {"content":[{"type":"text","text":"3"}]}',
    "notification notifications/tools/list_changed: notifications/tools/list_changed",
    'request sampling/createMessage {request 1}: sampling/createMessage {"messages":[],"maxTokens":10}',
  ],
};
