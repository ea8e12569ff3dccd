import type { Conversation } from "./conversation.ts";

const encoder = new TextEncoder();

/** By the reference of the realtime API's client and server events. */
export const openaiRealtimeConversation: Conversation = {
  name: "OpenAI realtime",
  protocols: ["openai-realtime"],
  facts: { url: "wss://host.example/v1/realtime?model=m", subprotocol: "realtime" },
  lines: [
    '< {"type":"session.created","event_id":"event_1","session":{"id":"sess_1"}}',
    '> {"type":"session.update","session":{"instructions":"Be kind."}}',
    '< {"type":"session.updated","event_id":"event_2","session":{"id":"sess_1"}}',
    '> {"type":"input_audio_buffer.append","audio":"AAAAAAAA"}',
    '> {"event_id":"e1","type":"conversation.item.create","item":{"type":"message","role":"user"}}',
    '> {"type":"response.create"}',
    '< {"type":"response.created","event_id":"event_3","response":{"id":"resp_1","status":"in_progress"}}',
    '< {"type":"response.output_audio_transcript.delta","event_id":"event_4","response_id":"resp_1","item_id":"i","delta":"Hel"}',
    '< {"type":"response.output_audio.delta","event_id":"event_5","response_id":"resp_1","delta":"AAAA"}',
    '< {"type":"response.function_call_arguments.done","event_id":"event_6","response_id":"resp_1","name":"weather","arguments":"{}"}',
    '< {"type":"error","event_id":"event_7","error":{"type":"invalid_request_error","message":"no","event_id":"e1"}}',
  ],
  shown: [
    '·session.created: session.created {"id":"sess_1"}',
    '·session.update {request session}: session.update {"instructions":"Be kind."}',
    '·session.updated {reply session}: session.updated {"id":"sess_1"}',
    "input_audio_buffer.append: input_audio_buffer.append (6 B)",
    'conversation.item.create {request event e1}: conversation.item.create {"type":"message","role":"user"}',
    "response.create {request response}: response.create",
    'response.created {reply response}: response.created {"id":"resp_1","status":"in_progress"}',
    "response.output_audio_transcript.delta: response.output_audio_transcript.delta Hel",
    "response.output_audio.delta: response.output_audio.delta (3 B)",
    "response.function_call_arguments.done weather: response.function_call_arguments.done {}",
    'error {reply event e1}: error {"type":"invalid_request_error","message":"no","event_id":"e1"}',
  ],
};

/** By the reference of the live API; servers send JSON in binary messages. */
export const geminiLiveConversation: Conversation = {
  name: "Gemini live",
  protocols: ["gemini-live"],
  facts: {
    url: "wss://host.example/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=k",
  },
  lines: [
    '> {"setup":{"model":"models/gemini","generationConfig":{"responseModalities":["AUDIO"]}}}',
    ["<", encoder.encode('{"setupComplete":{}}')],
    '> {"clientContent":{"turns":[{"role":"user","parts":[{"text":"Hi"}]}],"turnComplete":true}}',
    ["<", encoder.encode('{"serverContent":{"modelTurn":{"parts":[{"text":"Hello"}]}}}')],
    [
      "<",
      encoder.encode(
        '{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm","data":"AAAAAAAA"}}]}}}',
      ),
    ],
    ["<", encoder.encode('{"toolCall":{"functionCalls":[{"id":"1","name":"weather","args":{}}]}}')],
    ["<", encoder.encode('{"serverContent":{"turnComplete":true}}')],
  ],
  shown: [
    '·setup {request setup}: setup {"model":"models/gemini","generationConfig":{"responseModalities":["AUDIO"]}}',
    "·setupComplete {reply setup}: setupComplete {}",
    'clientContent: clientContent {"turns":[{"role":"user","parts":[{"text":"Hi"}]}],"turnComplete":true}',
    "serverContent: serverContent Hello",
    "serverContent: serverContent (6 B)",
    'toolCall weather {request 1}: toolCall {"functionCalls":[{"id":"1","name":"weather","args":{}}]}',
    'serverContent: serverContent {"turnComplete":true}',
  ],
};

const STREAM = { kind: "fetch-stream", contentType: "text/plain; charset=utf-8" } as const;

/** By the documentation of the data stream of version 4; the third line comes in two pieces. */
export const vercelDataStreamConversation: Conversation = {
  name: "Vercel AI SDK 4",
  protocols: ["vercel-data-stream"],
  withoutFacts: [],
  facts: STREAM,
  lines: [
    '< f:{"messageId":"msg-1"}\n',
    '< 0:"Hel"\n0:"lo',
    '< "\n',
    '< 9:{"toolCallId":"c","toolName":"weather","args":{"a":1}}\na:{"toolCallId":"c","result":7}\n',
    '< e:{"finishReason":"stop","usage":{"promptTokens":1,"completionTokens":2},"isContinued":false}\nd:{"finishReason":"stop"}\n',
  ],
  shown: [
    '·start step: start step {"messageId":"msg-1"}',
    "text: Hel",
    "line: line, begins: ends in a later message",
    "text: lo",
    'tool call weather {request c}: weather {"a":1}',
    "tool result {reply c}: tool result 7",
    "·finish step stop: finish step stop",
    "finish stop: finish stop",
  ],
};

/** By the documentation of `streamGenerateContent` without `alt=sse`, in pieces as a network gives them. */
export const geminiArrayConversation: Conversation = {
  name: "Gemini content, as one JSON array",
  protocols: ["json-array", "gemini-content"],
  withoutFacts: [],
  atFirst: ["json-array"],
  facts: {
    kind: "fetch-stream",
    contentType: "application/json; charset=UTF-8",
    url: "https://host.example/v1beta/models/g:streamGenerateContent?key=k",
  },
  lines: [
    '< [{"candidates":[{"content":{"parts":[{"text":"Hel"}],"role":"model"}}],"modelVersion":"g"}\n',
    '< ,\r\n{"candidates":[{"content":{"parts":[{"te',
    '< xt":"lo"}],"role":"model"},"finishReason":"STOP"}],"modelVersion":"g"}\n,\r\n',
    '< {"usageMetadata":{"totalTokenCount":3},"modelVersion":"g"}\n]\n',
  ],
  shown: [
    "text: Hel",
    "element: element, begins: ends in a later message",
    "element: element, goes on: ends in a later message",
    "text STOP: lo (finish: STOP)",
    "element: element, begins: ends in a later message",
    'usage: {"usageMetadata":{"totalTokenCount":3},"modelVersion":"g"}',
    "·end: end of the array",
  ],
};
