import type { StreamRemark } from "../wire/events.ts";

/** In the order in which a stored session counts them: new ones come last. */
export const STREAM_PROBLEMS = [
  /** The stream ended within it. */
  "cut",
  /** Bytes in the middle or behind it were not recorded. */
  "gap",
  /** Its beginning may not have been recorded. */
  "headless",
  "not-json",
  "not-utf8",
  "not-base64",
  /** Bytes that belong to no event, where one should begin. */
  "stray",
  "unknown-flags",
  /** Messages with lengths before them can no longer be told apart once some bytes are missing. */
  "unframed",
] as const;

/** Why an event of a stream is not what it should be; a result, shown in its place. */
export type StreamProblem = (typeof STREAM_PROBLEMS)[number];

/** One event of a stream. */
export interface StreamEvent {
  /** Server-Sent Events: the type it is dispatched with. Envelopes: what is no message ("trailers"). Else "". */
  readonly name: string;
  /** Server-Sent Events: the last event ID. */
  readonly id: string;
  readonly payload: Uint8Array;
  /** What the payload should have been, if it is cut. */
  readonly size: number;
  readonly binary: boolean;
  /** The chunk in which its first byte came, counted from 1. */
  readonly firstChunk: number;
  readonly problem: StreamProblem | null;
}

/** Who is told what a parser finds, as soon as it is complete. */
export interface StreamSink {
  event(event: StreamEvent): void;
  remark(what: StreamRemark, text: string): void;
}

/** Divides a stream into events, however its bytes are cut into chunks. Never throws. */
export interface StreamParser {
  /** Takes the bytes of a chunk, or a part of them. */
  feed(bytes: Uint8Array, chunk: number): void;
  /** Nothing more comes: what is not complete is told of as it is, with the problem. */
  end(problem: "cut" | "gap"): void;
  /** What it has begun and not told of yet, to be stored: a parser that is created with it goes on from here. */
  save(): ParserState;
}

/** Each parser's own; it can be cloned. */
export type ParserState = Readonly<Record<string, unknown>>;
