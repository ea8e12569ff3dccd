import { createModelMerger, type ModelMerger } from "../../decode/models/merge-model-stream.ts";
import type { AnswerBlock, AnswerUsage, ModelAnswer } from "../../decode/models/model-answer.ts";
import type { Connection } from "../../model/connection.ts";
import type { Session } from "../../model/session.ts";
import type { Bytes, EpochMs } from "../../units.ts";
import { FLAG_PARTIAL } from "../../wire/batch.ts";
import type { SessionDecoder } from "../decode-session.ts";
import { type AnswerClock, createAnswerClock } from "./answer-clock.ts";
import type { SaidBlock, SaidUsage, SessionAnswer } from "./session-answer.ts";

/** Reads the answer of one connection on, as its messages come. */
export interface AnswerReader {
  /** What was found to be read by; another means that it has to be read anew. */
  readonly protocols: string;
  /**
   * Takes in at most so many messages. `missing` are rows that have to be loaded before it can go on; `done` is true where all that has
   * come is taken in.
   */
  read(most: number): { readonly done: boolean; readonly missing: readonly number[] };
  answer(): SessionAnswer;
}

/** Rows that are asked for at a time. */
const MISSING_AT_ONCE = 64;

/** Creates it; null where the connection is not known to be a model's stream. Its recognition has to be prepared. */
export function createAnswerReader(
  session: Session,
  decoder: SessionDecoder,
  connection: Connection,
): AnswerReader | null {
  const decoders = decoder.recognitionOf(connection.id)?.claims.map((it) => it.decoder) ?? [];
  const merger = createModelMerger(decoders, decoder.factsOf(connection));
  if (merger === null) return null;
  const clock = createAnswerClock();
  const { log } = session;
  const rowOf = (index: number) => decoder.rowOf(connection.id, index);
  let next = 0;
  let cutMessages = 0;

  function missingFrom(index: number): number[] {
    const missing: number[] = [];
    const end = Math.min(decoder.countOf(connection.id), index + MISSING_AT_ONCE);
    for (let at = index; at < end; at += 1) if (!session.has(rowOf(at))) missing.push(rowOf(at));
    return missing;
  }

  return {
    protocols: decoders.map(({ id }) => id).join(" "),
    read(most) {
      const count = decoder.countOf(connection.id);
      for (let taken = 0; next < count; taken += 1) {
        const row = rowOf(next);
        // The rest of it is on its way.
        if ((log.flags.get(row) & FLAG_PARTIAL) !== 0 && connection.close === null) break;
        if (taken >= most) return { done: false, missing: [] };
        if (!session.has(row)) return { done: false, missing: missingFrom(next) };
        const message = decoder.messageOf(connection.id, next);
        if (message.cut) cutMessages += 1;
        if (session.streamPlace(row)?.lastChunk === 0) clock.doubt();
        clock.take(merger.add(message), log.at.get(row), row);
        next += 1;
      }
      return { done: true, missing: [] };
    },
    answer: () => ({
      ...toAnswer(connection, decoders.at(-1)?.id ?? "", merger, clock, rowOf),
      cutMessages,
      missingBytes: missingBytes(session, connection.id),
    }),
  };
}

/** The answers of all connections that stream one; all payloads have to be in memory. */
export function readAnswers(session: Session, decoder: SessionDecoder): SessionAnswer[] {
  decoder.update();
  return session.connections.flatMap((connection) => {
    if (connection.kind === "http" || connection.received === 0) return [];
    const reader = createAnswerReader(session, decoder, connection);
    if (reader === null) return [];
    reader.read(Number.POSITIVE_INFINITY);
    return [reader.answer()];
  });
}

function toAnswer(
  connection: Connection,
  protocol: string,
  merger: ModelMerger,
  clock: AnswerClock,
  rowOf: (index: number) => number,
): Omit<SessionAnswer, "cutMessages" | "missingBytes"> {
  const merged = merger.answer();
  const { id, model, errors, unread } = merged;
  const usage = toUsage(merged.usage, rowOf);
  const thought = merged.choices.some((it) => it.blocks.some(({ kind }) => kind === "reasoning"));
  return {
    connection: connection.id,
    protocol,
    id,
    model,
    state: stateOf(merged, connection),
    closedBy: connection.close?.by ?? null,
    choices: merged.choices.map(({ index, blocks, finish, finishMessage }) => ({
      index,
      finish,
      finishRow: finishMessage === null ? null : rowOf(finishMessage),
      blocks: blocks.map((it) => toBlock(it, rowOf)),
    })),
    usage,
    errors: errors.map(({ text, message }) => ({ text, row: rowOf(message) })),
    timing: clock.measure(askedAt(connection), connection.close?.at ?? null, usage, thought),
    unread,
    missingMessages: connection.dropped,
  };
}

function stateOf({ choices, errors }: ModelAnswer, { close }: Connection): SessionAnswer["state"] {
  if (choices.length > 0 && choices.every(({ finish }) => finish !== null)) return "finished";
  if (errors.length > 0) return "failed";
  return close === null ? "open" : "cut";
}

function toBlock(
  { kind, name, call, text, pieces, cut }: AnswerBlock,
  rowOf: (index: number) => number,
): SaidBlock {
  return {
    kind,
    name,
    call,
    text,
    length: text.length,
    cut,
    whole: kind === "tool call" ? isJson(text) : null,
    firstRow: rowOf(pieces[0]?.message ?? 0),
    lastRow: rowOf(pieces.at(-1)?.message ?? 0),
    messages: pieces.length,
  };
}

/** A tool that takes nothing may be called with nothing. */
function isJson(text: string): boolean {
  try {
    if (text !== "") JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function toUsage(usage: AnswerUsage | null, rowOf: (index: number) => number): SaidUsage | null {
  if (usage === null) return null;
  const { messages, ...counts } = usage;
  const last = messages.at(-1);
  return { ...counts, row: last === undefined ? null : rowOf(last) };
}

/** An EventSource asks as it is made; when a `fetch` asked, the browser tells with the finished request. */
function askedAt({ kind, stream, createdAt, assumed, reconnects }: Connection): EpochMs | null {
  if (kind === "fetch-stream") return stream?.requestedAt ?? null;
  return kind === "eventsource" && !assumed && reconnects === 0 ? createdAt : null;
}

/** What of a streamed response was not recorded, as far as its pieces tell: before the first of them, between them, and of those that were cut. */
function missingBytes({ chunks }: Session, connection: number): Bytes {
  let expected = 0;
  let missing = 0;
  for (const { position, size, length } of chunks.of(connection)) {
    missing += Math.max(0, position - expected) + Math.max(0, size - length);
    expected = position + size;
  }
  return missing;
}
