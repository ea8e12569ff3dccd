import type { AnswerKind } from "../../decode/models/model-answer.ts";
import type { Bytes, EpochMs, Milliseconds } from "../../units.ts";
import type { ClosedBy } from "../../wire/events.ts";

/** A model's answer on a connection: what it said, which rows brought it, and when. What is not known is null, never a guess. */
export interface SessionAnswer {
  readonly connection: number;
  /** The decoder of the stream's events. */
  readonly protocol: string;
  readonly id: string | null;
  readonly model: string | null;
  /**
   * `finished`: it said why it stopped; `open`: more may come; `cut`: the connection ended before it had said so; `failed`: the
   * server told of an error, and the answer did not finish.
   */
  readonly state: "open" | "finished" | "cut" | "failed";
  /** Who ended the connection; null: it is open. */
  readonly closedBy: ClosedBy | null;
  readonly choices: readonly SaidChoice[];
  readonly usage: SaidUsage | null;
  readonly errors: readonly { readonly text: string; readonly row: number }[];
  readonly timing: AnswerTiming;
  /** Messages that were not understood, that were not recorded whole, and that are known to be missing. */
  readonly unread: number;
  readonly cutMessages: number;
  readonly missingMessages: number;
  /** Bytes of a streamed response that are missing; its beginning, too, where it was not recorded. */
  readonly missingBytes: Bytes;
}

/** One of the answers that were asked for. */
export interface SaidChoice {
  readonly index: number;
  readonly blocks: readonly SaidBlock[];
  /** Why it ended, in the protocol's own word. */
  readonly finish: string | null;
  readonly finishRow: number | null;
}

export interface SaidBlock {
  readonly kind: AnswerKind;
  readonly name: string | null;
  readonly call: string | null;
  readonly text: string;
  /** UTF-16 units of the whole text, of which `text` may be the beginning. */
  readonly length: number;
  /** It was longer than is kept. */
  readonly cut: boolean;
  /** Arguments of a tool: whether what has come of them is whole JSON; null of all else. */
  readonly whole: boolean | null;
  readonly firstRow: number;
  readonly lastRow: number;
  /** Messages that brought it. */
  readonly messages: number;
}

/** Counts of tokens by the server. */
export interface SaidUsage {
  readonly input: number | null;
  readonly output: number | null;
  readonly total: number | null;
  readonly cached: number | null;
  readonly reasoning: number | null;
  /** The last row that gave them. */
  readonly row: number | null;
}

/** How an answer came. */
export interface AnswerTiming {
  /** False: only the body as a whole was recorded, so that nothing is known of when its pieces came. */
  readonly known: boolean;
  /** When it was asked for; null: not known (yet). */
  readonly askedAt: EpochMs | null;
  /** When the first and the last piece of what the model wrote came. */
  readonly firstAt: EpochMs | null;
  readonly firstRow: number | null;
  readonly lastAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  /** From the request to the first piece; null: there is none, or when it was asked is not known. */
  readonly firstMs: Milliseconds | null;
  /** From the first piece to the last. */
  readonly writingMs: Milliseconds | null;
  /** From the request (or, where that is not known, from the first piece) to the end, or to the last piece so far. */
  readonly totalMs: Milliseconds | null;
  /** Pieces of text, reasoning and arguments. They are no tokens: one may hold several, or none. */
  readonly pieces: number;
  /** Different times at which pieces came. */
  readonly arrivals: number;
  readonly piecesPerSecond: number | null;
  /** Tokens that the server counted, written between the first piece and the last; null: it gave no count. */
  readonly tokens: number | null;
  readonly tokensPerSecond: number | null;
  /** Why there is no rate, though pieces came; null: there is one. */
  readonly noRate: "few" | "bunched" | "short" | null;
  readonly stalls: Stalls;
}

/** Times at which an answer stood still. */
export interface Stalls {
  readonly count: number;
  readonly totalMs: Milliseconds;
  readonly longestMs: Milliseconds | null;
  /** The row that came after the longest. */
  readonly longestRow: number | null;
  /** What a pause usually takes: the median. */
  readonly usualMs: Milliseconds | null;
}
