import type { StreamChunk } from "./stream-fold.ts";
import { createTable, type Table } from "./table.ts";

const COLUMNS = {
  connection: "count",
  number: "count",
  at: "number",
  position: "number",
  size: "number",
  flags: "byte",
  row: "count",
  address: "number",
  length: "count",
} as const;

const TEXT = 1;
const PARTIAL = 2;

/** The chunks of all streamed responses of a session in columns, in the order in which they came. */
export interface StreamChunks extends Iterable<StreamChunk> {
  readonly length: number;
  readonly table: Table<keyof typeof COLUMNS>;
  append(chunk: StreamChunk): void;
  at(index: number): StreamChunk;
  /** Those of one stream. */
  of(connection: number): StreamChunk[];
  /** Those that there are now. */
  snapshot(): StreamChunks;
}

/** Creates an empty list of chunks. */
export function createStreamChunks(): StreamChunks {
  const table = createTable<keyof typeof COLUMNS>(COLUMNS);
  const { columns } = table;
  const { connection, number, at, position, size, flags, row, address, length } = columns;

  const chunkAt = (index: number): StreamChunk => ({
    connection: connection.get(index),
    number: number.get(index),
    at: at.get(index),
    position: position.get(index),
    size: size.get(index),
    text: (flags.get(index) & TEXT) !== 0,
    partial: (flags.get(index) & PARTIAL) !== 0,
    row: row.get(index),
    address: address.get(index),
    length: length.get(index),
  });

  const upTo = (count: () => number): StreamChunks => ({
    get length() {
      return count();
    },
    table,
    append(chunk) {
      const index = table.append();
      connection.set(index, chunk.connection);
      number.set(index, chunk.number);
      at.set(index, chunk.at);
      position.set(index, chunk.position);
      size.set(index, chunk.size);
      flags.set(index, (chunk.text ? TEXT : 0) | (chunk.partial ? PARTIAL : 0));
      row.set(index, chunk.row);
      address.set(index, chunk.address);
      length.set(index, chunk.length);
    },
    at: chunkAt,
    of(wanted) {
      const found: StreamChunk[] = [];
      for (let index = 0; index < count(); index += 1) {
        if (connection.get(index) === wanted) found.push(chunkAt(index));
      }
      return found;
    },
    snapshot() {
      const there = count();
      return upTo(() => there);
    },
    *[Symbol.iterator]() {
      for (let index = 0; index < count(); index += 1) yield chunkAt(index);
    },
  });
  return upTo(() => table.length);
}
