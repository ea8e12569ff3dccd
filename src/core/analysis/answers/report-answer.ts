import type { Milliseconds } from "../../units.ts";
import type { SaidUsage, SessionAnswer } from "./session-answer.ts";

/** A model's answer; its rows are indexes into `messages`. */
export interface ReportAnswer {
  readonly connection: number;
  readonly protocol: string;
  readonly id: string | null;
  readonly model: string | null;
  readonly state: SessionAnswer["state"];
  readonly choices: readonly {
    readonly index: number;
    readonly finish: string | null;
    readonly blocks: readonly {
      readonly kind: string;
      readonly name: string | null;
      readonly call: string | null;
      readonly text: string;
      readonly cut: boolean;
      /** Of a tool call: its arguments are whole JSON. */
      readonly whole: boolean | null;
      readonly firstMessage: number;
      readonly lastMessage: number;
    }[];
  }[];
  readonly usage: Omit<SaidUsage, "row"> | null;
  readonly errors: readonly string[];
  /** From the request to the first piece that the model wrote. */
  readonly firstMs: Milliseconds | null;
  readonly totalMs: Milliseconds | null;
  readonly pieces: number;
  readonly piecesPerSecond: number | null;
  /** By the server's count alone. */
  readonly tokensPerSecond: number | null;
  readonly stalls: number;
  readonly longestStallMs: Milliseconds | null;
  /** Messages that were not understood, and those that are not there or not whole. */
  readonly unread: number;
  readonly missing: number;
}

/** An answer as the command line tells it; `indexes` has the place of each row in the report's messages. */
export function toReportAnswer(answer: SessionAnswer, indexes: Uint32Array): ReportAnswer {
  const { connection, protocol, id, model, state, choices, usage, errors, timing, unread } = answer;
  const { firstMs, totalMs, pieces, piecesPerSecond, tokensPerSecond, stalls } = timing;
  return {
    connection,
    protocol,
    id,
    model,
    state,
    choices: choices.map(({ index, finish, blocks }) => ({
      index,
      finish,
      blocks: blocks.map(({ kind, name, call, text, cut, whole, firstRow, lastRow }) => {
        const messages = { firstMessage: indexes[firstRow] ?? 0, lastMessage: indexes[lastRow] ?? 0 };
        return { kind, name, call, text, cut, whole, ...messages };
      }),
    })),
    usage: usage === null ? null : withoutRow(usage),
    errors: errors.map(({ text }) => text),
    firstMs: roundMs(firstMs),
    totalMs: roundMs(totalMs),
    pieces,
    piecesPerSecond: roundMs(piecesPerSecond),
    tokensPerSecond: roundMs(tokensPerSecond),
    stalls: stalls.count,
    longestStallMs: roundMs(stalls.longestMs),
    unread,
    missing: answer.missingMessages + answer.cutMessages,
  };
}

function withoutRow({ input, output, total, cached, reasoning }: SaidUsage): Omit<SaidUsage, "row"> {
  return { input, output, total, cached, reasoning };
}

/** More digits are the number format's. */
function roundMs(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1000) / 1000;
}
