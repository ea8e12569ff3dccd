import type {
  AnswerBlock,
  AnswerChoice,
  AnswerError,
  AnswerKind,
  AnswerPiece,
  AnswerUsage,
  ModelAnswer,
} from "./model-answer.ts";

/** So much text of a block is kept, in UTF-16 units; models write far less. */
const MOST_TEXT = 8 * 1024 * 1024;

/** More are possible, and no answer of a model. */
const MOST_BLOCKS = 10_000;
const MOST_CHOICES = 128;
const MOST_ERRORS = 100;
const MOST_COUNTS = 100;

/** A block that grows. */
interface Growing {
  readonly kind: AnswerKind;
  name: string | null;
  call: string | null;
  texts: string[];
  length: number;
  pieces: AnswerPiece[];
  cut: boolean;
}

interface Choice {
  readonly blocks: Growing[];
  /** By the protocol's own key. */
  readonly byKey: Map<string, Growing>;
  finish: string | null;
  finishMessage: number | null;
}

export type UsageName = Exclude<keyof AnswerUsage, "messages">;

/** Gathers an answer. All that it is told of is kept up to bounds; nothing throws. */
export interface AnswerBuilder {
  id: string | null;
  model: string | null;
  unread: number;
  /** Counts the pieces of what the model itself wrote. */
  readonly pieces: number;
  /** Adds text to the block of this key; without a key, to the last one where that is of the same kind. */
  add(choice: number, kind: AnswerKind, key: string | null, text: string, message: number): void;
  /** Says what a block is called, which is made where there is none. */
  name(
    choice: number,
    kind: AnswerKind,
    key: string,
    name: string | null,
    call: string | null,
    message: number,
  ): void;
  /** The whole text of a block, which counts where its pieces were not all seen. */
  complete(choice: number, kind: AnswerKind, key: string, text: string, message: number): void;
  finish(choice: number, reason: string, message: number): void;
  /** A later count replaces an earlier one. */
  count(name: UsageName, value: number | null, message: number): void;
  fail(text: string, message: number): void;
  build(): ModelAnswer;
}

/** Creates one of which nothing is known. */
export function createAnswerBuilder(): AnswerBuilder {
  const choices = new Map<number, Choice>();
  const usage: Record<UsageName, number | null> = {
    input: null,
    output: null,
    total: null,
    cached: null,
    reasoning: null,
  };
  const counted: number[] = [];
  const errors: AnswerError[] = [];
  let pieces = 0;

  function choiceOf(index: number): Choice | null {
    const known = choices.get(index);
    if (known !== undefined) return known;
    if (choices.size >= MOST_CHOICES) return null;
    const made: Choice = { blocks: [], byKey: new Map(), finish: null, finishMessage: null };
    choices.set(index, made);
    return made;
  }

  function blockOf(index: number, kind: AnswerKind, key: string | null): Growing | null {
    const choice = choiceOf(index);
    if (choice === null) return null;
    const last = choice.blocks.at(-1);
    if (key === null && last?.kind === kind) return last;
    const known = key === null ? undefined : choice.byKey.get(`${kind} ${key}`);
    if (known !== undefined) return known;
    if (choice.blocks.length >= MOST_BLOCKS) return null;
    const made: Growing = { kind, name: null, call: null, texts: [], length: 0, pieces: [], cut: false };
    choice.blocks.push(made);
    if (key !== null) choice.byKey.set(`${kind} ${key}`, made);
    return made;
  }

  function append(block: Growing, text: string, message: number): void {
    if (text === "") return;
    const last = block.pieces.at(-1);
    // A call's name and its first arguments in one message are one piece.
    const isNamed = block.length === 0 && last?.message === message;
    if (block.kind !== "tool result" && !isNamed) pieces += 1;
    if (block.cut) return;
    const kept = text.slice(0, MOST_TEXT - block.length);
    if (last?.message !== message) block.pieces.push({ message, from: block.length });
    block.texts.push(kept);
    block.length += kept.length;
    block.cut = kept.length < text.length;
  }

  return {
    id: null,
    model: null,
    unread: 0,
    get pieces() {
      return pieces;
    },
    add(choice, kind, key, text, message) {
      const block = blockOf(choice, kind, key);
      if (block !== null) append(block, text, message);
    },
    name(choice, kind, key, name, call, message) {
      const block = blockOf(choice, kind, key);
      if (block === null) return;
      block.name ??= name;
      block.call ??= call;
      if (block.pieces.length > 0) return;
      block.pieces.push({ message, from: 0 });
      if (kind === "tool call") pieces += 1;
    },
    complete(choice, kind, key, text, message) {
      const block = blockOf(choice, kind, key);
      if (block === null || block.cut) return;
      if (block.length === text.length && block.texts.join("") === text) return;
      block.texts = [];
      block.length = 0;
      block.pieces = [];
      append(block, text, message);
    },
    finish(index, reason, message) {
      const choice = choiceOf(index);
      if (choice === null) return;
      choice.finish = reason;
      choice.finishMessage = message;
    },
    count(name, value, message) {
      if (value === null || !Number.isFinite(value)) return;
      usage[name] = value;
      if (counted.at(-1) === message) return;
      // Some servers count in every message: the first and the last are what is looked for.
      if (counted.length >= MOST_COUNTS) counted.pop();
      counted.push(message);
    },
    fail(text, message) {
      if (errors.length < MOST_ERRORS) errors.push({ text: text.slice(0, 2000), message });
    },
    build() {
      const { input, output, total, cached, reasoning } = usage;
      return {
        id: this.id,
        model: this.model,
        choices: Array.from(choices, ([index, it]) => toChoice(index, it)).sort((a, b) => a.index - b.index),
        usage: counted.length === 0 ? null : { input, output, total, cached, reasoning, messages: counted },
        errors,
        unread: this.unread,
      };
    },
  };
}

function toChoice(index: number, { blocks, finish, finishMessage }: Choice): AnswerChoice {
  return { index, blocks: blocks.map(toBlock), finish, finishMessage };
}

function toBlock({ kind, name, call, texts, pieces, cut }: Growing): AnswerBlock {
  return { kind, name, call, text: texts.join(""), pieces, cut };
}
