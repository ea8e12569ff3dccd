import type { Conversation } from "./conversation.ts";

const STREAM = { kind: "fetch-stream", contentType: "text/event-stream" } as const;

const sse = (event: string, data: object | string) => ({
  event,
  data: typeof data === "string" ? data : JSON.stringify(data),
});

const chunk = (delta: object, rest: object = {}, finish: string | null = null) =>
  sse("message", {
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 1,
    model: "m",
    choices: [{ index: 0, delta, finish_reason: finish }],
    ...rest,
  });

/** By the documentation of the chat completions' chunk object. */
export const openaiChatConversation: Conversation = {
  name: "OpenAI chat completions",
  protocols: ["openai-chat"],
  withoutFacts: [],
  facts: STREAM,
  lines: [
    chunk({ role: "assistant", content: "" }),
    chunk({ content: "Hel" }),
    chunk({ content: "lo\n" }),
    chunk({
      tool_calls: [{ index: 0, id: "c", type: "function", function: { name: "weather", arguments: '{"a' } }],
    }),
    chunk({}, {}, "stop"),
    chunk({}, { choices: [], usage: { total_tokens: 3 } }),
    sse("message", "[DONE]"),
  ],
  shown: [
    'start: {"role":"assistant","content":""}',
    "text: Hel",
    "text: lo ",
    'tool call weather: weather {"a',
    "finish stop: finish: stop",
    'usage: usage {"total_tokens":3}',
    "·done: [DONE]",
  ],
};

const response = (type: string, rest: object) => sse(type, { type, sequence_number: 1, ...rest });

/** By the documentation of the streaming events. */
export const openaiResponsesConversation: Conversation = {
  name: "OpenAI responses",
  protocols: ["openai-responses"],
  withoutFacts: [],
  facts: STREAM,
  lines: [
    response("response.created", { response: { id: "resp_1", status: "in_progress" } }),
    response("response.output_item.added", { output_index: 0, item: { type: "function_call", name: "f" } }),
    response("response.output_text.delta", { item_id: "msg_1", delta: "Hi" }),
    response("response.failed", { response: { id: "resp_1", status: "failed" } }),
  ],
  shown: [
    'response.created: response.created "in_progress"',
    'response.output_item.added f: response.output_item.added {"type":"function_call","name":"f"}',
    "response.output_text.delta: response.output_text.delta Hi",
    'response.failed: response.failed "failed"',
  ],
};

const anthropic = (type: string, rest: object = {}) => sse(type, { type, ...rest });

/** By the documentation of streaming messages. */
export const anthropicConversation: Conversation = {
  name: "Anthropic messages",
  protocols: ["anthropic-messages"],
  withoutFacts: [],
  facts: STREAM,
  lines: [
    anthropic("message_start", { message: { id: "msg_1", role: "assistant" } }),
    anthropic("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
    anthropic("ping"),
    anthropic("content_block_delta", { index: 0, delta: { type: "text_delta", text: "Hello" } }),
    anthropic("content_block_stop", { index: 0 }),
    anthropic("content_block_start", {
      index: 1,
      content_block: { type: "tool_use", id: "t", name: "weather" },
    }),
    anthropic("content_block_delta", {
      index: 1,
      delta: { type: "input_json_delta", partial_json: '{"a":' },
    }),
    anthropic("message_delta", { delta: { stop_reason: "tool_use" }, usage: { output_tokens: 5 } }),
    anthropic("message_stop"),
  ],
  shown: [
    'message_start: message_start {"id":"msg_1","role":"assistant"}',
    'content_block_start: content_block_start {"type":"text","text":""}',
    "·ping: ping",
    "content_block_delta text_delta: content_block_delta Hello",
    "content_block_stop: content_block_stop",
    'content_block_start weather: content_block_start {"type":"tool_use","id":"t","name":"weather"}',
    'content_block_delta input_json_delta: content_block_delta {"a":',
    'message_delta: message_delta {"stop_reason":"tool_use"}',
    "message_stop: message_stop",
  ],
};

const gemini = (text: string, rest: object = {}) =>
  sse("message", {
    candidates: [{ content: { parts: [{ text }], role: "model" }, ...rest }],
    modelVersion: "gemini",
    responseId: "r",
  });

/** By the documentation of GenerateContentResponse. */
export const geminiConversation: Conversation = {
  name: "Gemini content",
  protocols: ["gemini-content"],
  withoutFacts: [],
  facts: { ...STREAM, url: "https://host.example/v1beta/models/g:streamGenerateContent?alt=sse" },
  lines: [gemini("Hel"), gemini("lo", { finishReason: "STOP" })],
  shown: ["text: Hel", "text STOP: lo (finish: STOP)"],
};

/** By the documentation of the UI message stream. */
export const vercelConversation: Conversation = {
  name: "Vercel AI SDK",
  protocols: ["vercel-ai"],
  withoutFacts: [],
  facts: STREAM,
  lines: [
    sse("message", { type: "start", messageId: "m" }),
    sse("message", { type: "text-start", id: "0" }),
    sse("message", { type: "text-delta", id: "0", delta: "Hello" }),
    sse("message", { type: "text-end", id: "0" }),
    sse("message", { type: "tool-input-available", toolCallId: "c", toolName: "weather", input: { a: 1 } }),
    sse("message", { type: "tool-output-available", toolCallId: "c", output: 7 }),
    sse("message", { type: "finish" }),
    sse("message", "[DONE]"),
  ],
  shown: [
    "start: start",
    "text-start: text-start",
    "text-delta: text-delta Hello",
    "text-end: text-end",
    'tool-input-available weather {request c}: tool-input-available weather {"a":1}',
    "tool-output-available {reply c}: tool-output-available 7",
    "finish: finish",
    "·done: [DONE]",
  ],
};

const line = (rest: object) =>
  `< ${JSON.stringify({ model: "llama", created_at: "2026-01-01T00:00:00Z", ...rest })}`;

/** By the documentation of its API. */
export const ollamaConversation: Conversation = {
  name: "Ollama",
  protocols: ["ollama"],
  withoutFacts: [],
  facts: { kind: "fetch-stream", contentType: "application/x-ndjson" },
  lines: [
    line({ message: { role: "assistant", content: "Hi" }, done: false }),
    line({ message: { role: "assistant", content: "" }, done: true, done_reason: "stop" }),
  ],
  shown: ["text: Hi", "finish stop: finish: stop"],
};
