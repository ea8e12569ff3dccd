import { STREAM_PROBLEMS } from "../stream/stream-parser.ts";
import type { Bytes, EpochMs } from "../units.ts";
import type { StreamPlace } from "./stream-fold.ts";
import { type Column, createTable, type Table } from "./table.ts";

/** What a row of the log is. */
export const ROW_MESSAGE = 1;
/** Something that happened to a connection or a page: opened, closed, navigated, dropped. */
export const ROW_MARK = 2;
/** A finished HTTP request. */
export const ROW_REQUEST = 3;

/** A flag of rows that the fold found in a stream's chunks, beside those of `wire/batch.ts`: no batch has such a row. */
export const FLAG_DERIVED = 32;

/** Where some bytes lie in the session's payloads (`payloads.ts`). */
export interface Segment {
  readonly address: number;
  readonly length: Bytes;
}

/** The columns of one row. */
export interface LogRow extends Segment {
  readonly kind: number;
  readonly at: EpochMs;
  readonly connection: number;
  /** FLAG_RECEIVED, FLAG_BINARY, FLAG_PARTIAL, FLAG_CUT of `wire/batch.ts`, FLAG_DERIVED. */
  readonly flags: number;
  readonly size: Bytes;
  readonly nameLength: number;
  readonly idLength: number;
}

const COLUMNS = {
  kind: "byte",
  at: "number",
  connection: "count",
  flags: "byte",
  address: "number",
  /** Of the payload's first part, which most often is all of it. */
  payloadLength: "count",
  /** What the true size is more than that. */
  more: "number",
  /** Of a payload in several parts, where the others are (`later-parts.ts`), counted from 1. */
  parts: "count",
  nameLength: "count",
  idLength: "count",
  /** Of a row that was found in a stream. */
  firstChunk: "count",
  lastChunk: "count",
  /** Counted from 1; 0 is none. */
  problem: "byte",
  /** Of a message that a request carried: the row of that, counted from 1, and where it stands in the body. Indexes of sessions without them are read too. */
  request: "count",
  bodyFrom: "count",
  bodyTo: "count",
} as const;

/** Where a message that a request carried stands: in the body that was sent, or in that of the answer. */
export interface BodyPlace {
  /** The row of the request. */
  readonly request: number;
  readonly from: Bytes;
  readonly to: Bytes;
}

type ColumnName = keyof typeof COLUMNS;

/**
 * The rows of a session in columns, in the order in which they arrived; appended in place. Payloads lie elsewhere, one after
 * the other. A row's name and ID (Server-Sent Events) lie right before its payload.
 */
export interface MessageLog extends Readonly<Record<ColumnName, Column>> {
  readonly length: number;
  readonly size: Pick<Column, "get">;
  readonly table: Table<ColumnName>;
  append(row: LogRow): number;
  setFlags(row: number, flags: number): void;
  setConnection(row: number, connection: number): void;
  /** The rows that were given another connection, since the log was made or opened, and the one that each had before. */
  readonly moves: readonly { readonly row: number; readonly from: number }[];
  setParts(row: number, parts: number): void;
  /** The payload's first part lies there. */
  setSegment(row: number, segment: Segment): void;
  setPlace(row: number, place: StreamPlace): void;
  /** Where in its stream a row was found; null of a row that was not found in one. */
  placeOf(row: number): StreamPlace | null;
  setBodyPlace(row: number, place: BodyPlace): void;
  /** Of a message that a request carried; null of every other row. */
  bodyPlaceOf(row: number): BodyPlace | null;
}

/** Creates an empty log. */
export function createMessageLog(): MessageLog {
  const table = createTable<ColumnName>(COLUMNS);
  const { columns } = table;
  const { kind, at, connection, flags, address, payloadLength, more, parts } = columns;
  const { nameLength, idLength, firstChunk, lastChunk, problem } = columns;
  const { request, bodyFrom, bodyTo } = columns;
  const moves: { row: number; from: number }[] = [];
  const size = { get: (row: number) => payloadLength.get(row) + more.get(row) };

  return {
    ...columns,
    size,
    table,
    get length() {
      return table.length;
    },
    append(it) {
      const row = table.append();
      kind.set(row, it.kind);
      at.set(row, it.at);
      connection.set(row, it.connection);
      flags.set(row, it.flags);
      address.set(row, it.address);
      payloadLength.set(row, it.length);
      more.set(row, it.size - it.length);
      nameLength.set(row, it.nameLength);
      idLength.set(row, it.idLength);
      return row;
    },
    moves,
    setConnection(row, value) {
      moves.push({ row, from: connection.get(row) });
      connection.set(row, value);
      table.touch(row);
    },
    setFlags(row, value) {
      flags.set(row, value);
      table.touch(row);
    },
    setParts(row, value) {
      parts.set(row, value);
      table.touch(row);
    },
    setSegment(row, segment) {
      const whole = size.get(row);
      address.set(row, segment.address);
      payloadLength.set(row, segment.length);
      more.set(row, whole - segment.length);
      table.touch(row);
    },
    setPlace(row, place) {
      firstChunk.set(row, place.firstChunk);
      lastChunk.set(row, place.lastChunk);
      problem.set(row, place.problem === null ? 0 : STREAM_PROBLEMS.indexOf(place.problem) + 1);
      table.touch(row);
    },
    placeOf(row) {
      if ((flags.get(row) & FLAG_DERIVED) === 0) return null;
      const found = STREAM_PROBLEMS[problem.get(row) - 1] ?? null;
      return { firstChunk: firstChunk.get(row), lastChunk: lastChunk.get(row), problem: found };
    },
    setBodyPlace(row, place) {
      request.set(row, place.request + 1);
      bodyFrom.set(row, place.from);
      bodyTo.set(row, place.to);
      table.touch(row);
    },
    bodyPlaceOf(row) {
      const of = request.get(row);
      return of === 0 ? null : { request: of - 1, from: bodyFrom.get(row), to: bodyTo.get(row) };
    },
  };
}
