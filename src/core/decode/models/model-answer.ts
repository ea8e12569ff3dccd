/** Where a stretch of a merged text came from. */
export interface AnswerPiece {
  /** The message's index on its connection. */
  readonly message: number;
  /** Where it begins in the merged text, in UTF-16 units; it ends where the next one begins. */
  readonly from: number;
}

export type AnswerKind = "text" | "reasoning" | "refusal" | "tool call" | "tool result" | "other";

/** A stretch of an answer: what was said, thought or asked for, joined from all its pieces. */
export interface AnswerBlock {
  readonly kind: AnswerKind;
  /** A tool's name; of what has no text, what it is. */
  readonly name: string | null;
  /** The id of the tool call that it is, or is the result of. */
  readonly call: string | null;
  /** Of a tool call its arguments as they were written. */
  readonly text: string;
  readonly pieces: readonly AnswerPiece[];
  /** The text is longer than is kept, and ends too early. */
  readonly cut: boolean;
}

/** One of the answers that were asked for; mostly there is one. */
export interface AnswerChoice {
  readonly index: number;
  readonly blocks: readonly AnswerBlock[];
  /** Why it ended, in the protocol's own word; null where it has not, or was not seen to. */
  readonly finish: string | null;
  /** The message that said so. */
  readonly finishMessage: number | null;
}

/** Counts of tokens as the server gives them; null where it does not. */
export interface AnswerUsage {
  readonly input: number | null;
  readonly output: number | null;
  readonly total: number | null;
  /** Of the input, what was read from a cache. */
  readonly cached: number | null;
  /** Of the output, what was thought. */
  readonly reasoning: number | null;
  /** The messages that gave them. */
  readonly messages: readonly number[];
}

/** What failed, in the server's words. */
export interface AnswerError {
  readonly text: string;
  readonly message: number;
}

/** A model's answer, folded from the events of its stream. */
export interface ModelAnswer {
  readonly id: string | null;
  readonly model: string | null;
  readonly choices: readonly AnswerChoice[];
  readonly usage: AnswerUsage | null;
  readonly errors: readonly AnswerError[];
  /** Messages of the stream that were not understood. */
  readonly unread: number;
}

/** All text of one kind in a choice, in its order: the answer, or what was thought. */
export function joinBlocks({ blocks }: AnswerChoice, kind: AnswerKind): string {
  return blocks
    .filter((it) => it.kind === kind)
    .map(({ text }) => text)
    .join("");
}
