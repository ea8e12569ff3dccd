import type { Bytes, EpochMs } from "../units.ts";
import type { RecordEvent, StreamReading, StreamVia } from "./events.ts";
import type { Row } from "./row.ts";

/** All of one row, for the detail pane. */
export interface MessageDetail {
  readonly row: Row;
  readonly payload: Uint8Array<ArrayBuffer>;
  /** Marks and requests: what they say. */
  readonly record: RecordEvent | null;
  /** Events of a streamed response: the pieces it came in; else null. */
  readonly pieces: StreamPieces | null;
  /** Messages that a request carried: where they stand in the body of it, or of its answer; else null. */
  readonly inBody: InBody | null;
}

/** A stretch of the body of a request (of what was sent) or of its answer (of what was received). */
export interface InBody {
  /** The row of the request. */
  readonly request: number;
  readonly from: Bytes;
  readonly to: Bytes;
}

/** In which pieces an event of a streamed response came. */
export interface StreamPieces {
  readonly reading: StreamReading;
  readonly via: StreamVia;
  /** Of the whole stream, so far. */
  readonly total: number;
  /** Empty: it is not from a piece, but from the body in the browser's network log. */
  readonly pieces: readonly StreamPiece[];
  /** Pieces that are not listed, in the middle of very many. */
  readonly unlisted: number;
}

export interface StreamPiece {
  /** Counts from 1 within the stream. */
  readonly number: number;
  readonly at: EpochMs;
  readonly size: Bytes;
  /** How many of its bytes are here: fewer where it was cut. */
  readonly kept: Bytes;
  /** How many bytes of the stream come before it. */
  readonly position: Bytes;
  /** How many events and remarks were complete with it. */
  readonly completed: number;
}
