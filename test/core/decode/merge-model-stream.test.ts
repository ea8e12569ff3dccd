import { describe, expect, test } from "vitest";
import { mergeModelStream } from "../../../src/core/decode/models/merge-model-stream.ts";
import {
  type AnswerKind,
  joinBlocks,
  type ModelAnswer,
} from "../../../src/core/decode/models/model-answer.ts";
import { decoderOf, type Line, toFacts, toMessages } from "../../support/decode-conversation.ts";
import type { Conversation } from "./conversations/conversation.ts";
import { geminiArrayConversation, vercelDataStreamConversation } from "./conversations/live-models.ts";
import {
  anthropicConversation,
  geminiConversation,
  ollamaConversation,
  openaiChatConversation,
  openaiResponsesConversation,
  vercelConversation,
} from "./conversations/model-streams.ts";
import { RECORDED_CONVERSATIONS } from "./conversations/recordings.ts";
import { viteHmrConversation } from "./conversations/vite-hmr.ts";

function merge({ lines, facts }: Pick<Conversation, "lines" | "facts">): ModelAnswer {
  const claims = decoderOf(lines, facts).recognition().claims;
  const decoders = claims.map(({ decoder }) => decoder);
  return mergeModelStream(decoders, toFacts(facts), toMessages(lines)) as ModelAnswer;
}

const textOf = (answer: ModelAnswer, kind: AnswerKind, choice = 0) =>
  joinBlocks(answer.choices[choice] ?? { index: 0, blocks: [], finish: null, finishMessage: null }, kind);

const callsOf = (answer: ModelAnswer) =>
  answer.choices[0]?.blocks
    .filter(({ kind }) => kind === "tool call")
    .map(({ name, call, text }) => ({ name, call, text }));

const STREAM = { kind: "fetch-stream", contentType: "text/event-stream" } as const;
const sse = (data: object, event = "message"): Line => ({ event, data: JSON.stringify(data) });

describe("what a model says is put together", () => {
  test("chat completions, with pieces and where they came from", () => {
    const answer = merge(openaiChatConversation);
    expect(textOf(answer, "text")).toBe("Hello\n");
    expect(answer.choices[0]?.blocks[0]?.pieces).toEqual([
      { message: 1, from: 0 },
      { message: 2, from: 3 },
    ]);
    expect(callsOf(answer)).toEqual([{ name: "weather", call: "c", text: '{"a' }]);
    expect(answer).toMatchObject({
      id: "chatcmpl-1",
      model: "m",
      usage: { total: 3, input: null, messages: [5] },
      choices: [{ finish: "stop", finishMessage: 4 }],
      unread: 0,
      errors: [],
    });
  });

  test("several choices and calls at once, each by its number", () => {
    const chunk = (...choices: object[]) =>
      sse({ id: "c", object: "chat.completion.chunk", model: "m", choices });
    const call = (index: number, rest: object) => ({ index: 0, delta: { tool_calls: [{ index, ...rest }] } });
    const answer = merge({
      facts: STREAM,
      lines: [
        chunk({ index: 1, delta: { content: "b" } }, { index: 0, delta: { reasoning_content: "hm" } }),
        chunk({ index: 0, delta: { content: "a" } }, { index: 1, delta: { content: "B" } }),
        chunk(call(0, { id: "x", function: { name: "f", arguments: "" } })),
        chunk(call(1, { id: "y", function: { name: "g", arguments: "{" } })),
        chunk(call(0, { function: { arguments: "{}" } })),
        chunk(call(1, { function: { arguments: "}" } })),
        chunk({ index: 1, delta: {}, finish_reason: "length" }),
      ],
    });
    expect([textOf(answer, "text", 0), textOf(answer, "text", 1)]).toEqual(["a", "bB"]);
    expect(textOf(answer, "reasoning")).toBe("hm");
    expect(callsOf(answer)).toEqual([
      { name: "f", call: "x", text: "{}" },
      { name: "g", call: "y", text: "{}" },
    ]);
    expect(answer.choices.map(({ finish }) => finish)).toEqual([null, "length"]);
  });

  test("responses, whose end says all again: that counts where pieces were not seen", () => {
    expect(textOf(merge(openaiResponsesConversation), "text")).toBe("Hi");
    const event = (type: string, rest: object) => sse({ type, sequence_number: 1, ...rest }, type);
    const answer = merge({
      facts: STREAM,
      lines: [
        event("response.output_text.delta", { item_id: "m", content_index: 0, delta: "lo" }),
        event("response.output_text.done", { item_id: "m", content_index: 0, text: "Hello" }),
        event("response.output_item.added", {
          item: { type: "function_call", id: "i", call_id: "c", name: "f" },
        }),
        event("response.function_call_arguments.delta", { item_id: "i", delta: '{"a":1}' }),
        event("response.function_call_arguments.done", { item_id: "i", arguments: '{"a":1}' }),
        event("response.completed", {
          response: { id: "r", model: "m", usage: { input_tokens: 2, output_tokens: 5, total_tokens: 7 } },
        }),
      ],
    });
    expect(textOf(answer, "text")).toBe("Hello");
    expect(answer.choices[0]?.blocks[0]?.pieces).toEqual([{ message: 1, from: 0 }]);
    expect(callsOf(answer)).toEqual([{ name: "f", call: "c", text: '{"a":1}' }]);
    expect(answer).toMatchObject({
      id: "r",
      usage: { input: 2, output: 5, total: 7 },
      choices: [{ finish: "completed" }],
    });
  });

  test("messages, block by block", () => {
    const answer = merge(anthropicConversation);
    expect(textOf(answer, "text")).toBe("Hello");
    expect(callsOf(answer)).toEqual([{ name: "weather", call: "t", text: '{"a":' }]);
    expect(answer).toMatchObject({
      id: "msg_1",
      usage: { output: 5 },
      choices: [{ finish: "tool_use", finishMessage: 7 }],
      unread: 0,
    });
  });

  test("Gemini's content, as events and as an array in pieces", () => {
    expect(textOf(merge(geminiConversation), "text")).toBe("Hello");
    const answer = merge(geminiArrayConversation);
    expect(textOf(answer, "text")).toBe("Hello");
    expect(answer.choices[0]?.blocks[0]?.pieces).toEqual([
      { message: 0, from: 0 },
      { message: 2, from: 3 },
    ]);
    expect(answer).toMatchObject({ usage: { total: 3, messages: [3] }, choices: [{ finish: "STOP" }] });
  });

  test("the Vercel AI SDK's streams, old and new", () => {
    for (const conversation of [vercelConversation, vercelDataStreamConversation]) {
      const answer = merge(conversation);
      expect(textOf(answer, "text")).toBe("Hello");
      expect(callsOf(answer)).toEqual([{ name: "weather", call: "c", text: '{"a":1}' }]);
      expect(textOf(answer, "tool result")).toBe("7");
      expect(answer.unread).toBe(0);
    }
  });

  test("AG-UI's events", () => {
    const answer = merge(RECORDED_CONVERSATIONS.find(({ name }) => name.includes("ag-ui")) as Conversation);
    expect(textOf(answer, "text")).toBe("Hello from the agent");
    expect(callsOf(answer)).toEqual([{ name: "weather", call: "t1", text: '{"city":"Oslo"}' }]);
    expect(textOf(answer, "tool result")).toBe("3 C");
    expect(answer).toMatchObject({ id: "r-1", unread: 0, choices: [{ finish: "RUN_FINISHED" }] });
  });

  test("Ollama's lines", () => {
    const answer = merge(ollamaConversation);
    expect(textOf(answer, "text")).toBe("Hi");
    expect(answer).toMatchObject({ model: "llama", choices: [{ finish: "stop" }] });
  });

  test("what failed is there, and what was not understood is counted", () => {
    const answer = merge({
      facts: STREAM,
      lines: [
        ...anthropicConversation.lines,
        ...anthropicConversation.lines,
        sse({ type: "error", error: { type: "overloaded_error", message: "Overloaded" } }, "error"),
        { event: "message", data: "what" },
      ],
    });
    expect(answer.errors).toEqual([{ text: "Overloaded", message: 18 }]);
    expect(answer.unread).toBe(1);
  });
});

test("nothing but a model's stream is merged", () => {
  const { lines, facts } = viteHmrConversation;
  const decoders = decoderOf(lines, facts)
    .recognition()
    .claims.map(({ decoder }) => decoder);
  expect(mergeModelStream(decoders, toFacts(facts), toMessages(lines))).toBeNull();
});

test("a text that is too long ends, and says so", () => {
  const piece = "x".repeat(200 * 1024);
  const lines = Array.from({ length: 50 }, () => sse({ type: "text-delta", id: "0", delta: piece }));
  const [first] = vercelConversation.lines;
  const answer = merge({ facts: STREAM, lines: [first as Line, ...lines] });
  const [block] = answer.choices[0]?.blocks ?? [];
  expect(block?.cut).toBe(true);
  expect(block?.text.length).toBe(8 * 1024 * 1024);
});
