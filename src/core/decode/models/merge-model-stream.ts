import { followStream, NO_STREAM, type StreamState, unitsOf } from "../bytes/stream-state.ts";
import type { ConnectionFacts, Decoder, RawMessage } from "../decoder.ts";
import { innerMessage } from "../inner-message.ts";
import { ROW_JSON_BYTES, readWholeJson } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";
import { isDone } from "../protocols/openai-chat.ts";
import { measureLine, readLine, vercelDataStream } from "../protocols/vercel-data-stream.ts";
import { type AnswerBuilder, createAnswerBuilder } from "./answer-builder.ts";
import { foldAgUi } from "./fold-ag-ui.ts";
import { foldAnthropicMessages } from "./fold-anthropic-messages.ts";
import { foldGeminiContent } from "./fold-gemini-content.ts";
import { foldOllama } from "./fold-ollama.ts";
import { foldOpenaiChat } from "./fold-openai-chat.ts";
import { foldOpenaiResponses } from "./fold-openai-responses.ts";
import { foldVercelAi, foldVercelLine } from "./fold-vercel-ai.ts";
import type { ModelAnswer } from "./model-answer.ts";
import type { ModelFold } from "./model-fold.ts";

/** By the decoder of the stream's events. */
const FOLDS: Readonly<Record<string, ModelFold>> = {
  "openai-chat": foldOpenaiChat,
  "openai-responses": foldOpenaiResponses,
  "anthropic-messages": foldAnthropicMessages,
  "gemini-content": foldGeminiContent,
  "vercel-ai": foldVercelAi,
  "ag-ui": foldAgUi,
  ollama: foldOllama,
};

/** Whether what these decoders read, outermost first, is a model's answer that can be merged. */
export function isModelStream(decoders: readonly { readonly id: string }[]): boolean {
  const id = decoders.at(-1)?.id ?? "";
  return Object.hasOwn(FOLDS, id) || id === vercelDataStream.id;
}

/** An answer that is folded message by message. */
export interface ModelMerger {
  /** Takes in the next message of the response; answers how many pieces it brought of what the model itself wrote. */
  add(message: RawMessage): number;
  /** The answer as far as it has come. */
  answer(): ModelAnswer;
}

/** Creates it; `decoders` are those that were recognised, outermost first; null where the innermost is no model's. */
export function createModelMerger(decoders: readonly Decoder[], facts: ConnectionFacts): ModelMerger | null {
  const innermost = decoders.at(-1);
  if (innermost === undefined || !isModelStream(decoders)) return null;
  const answer = createAnswerBuilder();
  const add =
    innermost.id === vercelDataStream.id ? createLineReader(answer) : createReader(answer, innermost.id);
  const framings = decoders.slice(0, -1);
  const states = framings.map((it) => it.start?.(facts) ?? null);
  return {
    add(message) {
      const before = answer.pieces;
      if (message.received) unpack(framings, states, 0, message, add);
      return answer.pieces - before;
    },
    answer: () => answer.build(),
  };
}

/**
 * Folds the messages of a response, in their order, into the answer that a model gives in them: its text, what it thought, the
 * tools that it asked for with their arguments, token counts, why it ended; each with the messages that it came in. `decoders` are those that
 * were recognised, outermost first; null where the innermost is no model's.
 */
export function mergeModelStream(
  decoders: readonly Decoder[],
  facts: ConnectionFacts,
  messages: Iterable<RawMessage>,
): ModelAnswer | null {
  const merger = createModelMerger(decoders, facts);
  if (merger === null) return null;
  for (const message of messages) merger.add(message);
  return merger.answer();
}

/** Goes through the framings around, whose states it keeps in `states`. */
function unpack(
  framings: readonly Decoder[],
  states: unknown[],
  depth: number,
  message: RawMessage,
  add: (message: RawMessage) => void,
): void {
  const framing = framings[depth];
  if (framing === undefined) {
    add(message);
    return;
  }
  const before = states[depth];
  for (const carried of framing.split?.(message, before) ?? []) {
    unpack(framings, states, depth + 1, innerMessage(message, carried), add);
  }
  states[depth] = framing.follow?.(before, message) ?? before;
}

function createReader(answer: AnswerBuilder, id: string): (message: RawMessage) => void {
  const fold = FOLDS[id] as ModelFold;
  return (message) => {
    if (isDone(message)) return;
    const { bytes, index } = message;
    // The last event of a stream may repeat all that was said before.
    const value = bytes.length > ROW_JSON_BYTES ? readWholeJson(bytes) : messageObject(message);
    if (value?.kind !== "object" || !fold(answer, value, index)) answer.unread += 1;
  };
}

function createLineReader(answer: AnswerBuilder): (message: RawMessage) => void {
  let state: StreamState = NO_STREAM;
  return (message) => {
    const units = unitsOf(message, state, measureLine)?.units ?? null;
    if (units === null) answer.unread += 1;
    for (const { bytes } of units ?? []) {
      const line = readLine(bytes);
      if (line === null) answer.unread += 1;
      else foldVercelLine(line.code)(answer, line.value, message.index);
    }
    state = followStream(state, message, measureLine);
  };
}
