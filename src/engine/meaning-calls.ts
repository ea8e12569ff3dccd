import type { EngineCall } from "../core/wire/engine-api.ts";
import type { CallHandlers } from "./answer-calls.ts";
import { listDecoders, type SessionMeanings } from "./session-meanings.ts";

type MeaningCall = Extract<
  EngineCall,
  | "decoded"
  | "decoded-children"
  | "decoded-value"
  | "decoded-json"
  | "decoded-find"
  | "model-answer"
  | "protocols"
  | "decoders"
  | "own-answers"
>;

/** Answers what a panel asks about the meaning of messages. `connectionOf` throws a sentence where a row is gone. */
export function meaningCalls(
  meanings: () => SessionMeanings,
  connectionOf: (row: number) => number,
): CallHandlers<MeaningCall> {
  return {
    async decoded({ row }) {
      const { messages, ruleOf, own } = meanings();
      const connection = connectionOf(row);
      return messages.message(row, ruleOf(connection), own.of(connection));
    },
    async "decoded-children"({ skip, limit, ...place }) {
      connectionOf(place.row);
      return meanings().messages.children(place, skip, limit);
    },
    async "decoded-value"(place) {
      connectionOf(place.row);
      return meanings().messages.value(place);
    },
    async "decoded-json"({ row, place }) {
      connectionOf(row);
      return meanings().messages.json(row, place);
    },
    async "decoded-find"({ text, ...place }) {
      connectionOf(place.row);
      return meanings().messages.find(place, text);
    },
    "model-answer": async ({ connection, whole }) => meanings().answers.of(connection, whole),
    protocols: async ({ connection }) => meanings().protocols(connection),
    decoders: async () => listDecoders(),
    async "own-answers"({ job, answers }) {
      meanings().own.answered(job, answers);
      return null;
    },
  };
}
