import type { Bytes, EpochMs } from "../units.ts";

/** What a row of the log is. */
export const ROW_MESSAGE = 1;
/** Something that happened to a connection or a page: opened, closed, navigated, dropped. */
export const ROW_MARK = 2;
/** A finished HTTP request. */
export const ROW_REQUEST = 3;

/** A flag of rows that the fold found in a stream's chunks, beside those of `wire/batch.ts`: no batch has such a row. */
export const FLAG_DERIVED = 32;

/** Where some bytes lie: in which chunk, from where, how many. */
export interface Segment {
  readonly chunk: number;
  readonly offset: number;
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

/**
 * The rows of a session in columns, in the order in which they arrived; appended in place. Payloads stay in the
 * chunks they came in. A row's name and ID (Server-Sent Events) lie right before its payload.
 */
export interface MessageLog {
  readonly length: number;
  readonly kind: Uint8Array;
  readonly at: Float64Array;
  readonly connection: Uint32Array;
  readonly flags: Uint8Array;
  readonly size: Float64Array;
  readonly chunk: Uint32Array;
  readonly offset: Uint32Array;
  readonly payloadLength: Uint32Array;
  readonly nameLength: Uint32Array;
  readonly idLength: Uint32Array;
  append(row: LogRow): number;
  setFlags(row: number, flags: number): void;
  setConnection(row: number, connection: number): void;
}

/** Creates an empty log; columns grow by doubling. */
export function createMessageLog(): MessageLog {
  let capacity = 1024;
  let length = 0;
  let kind = new Uint8Array(capacity);
  let at = new Float64Array(capacity);
  let connection = new Uint32Array(capacity);
  let flags = new Uint8Array(capacity);
  let size = new Float64Array(capacity);
  let chunk = new Uint32Array(capacity);
  let offset = new Uint32Array(capacity);
  let payloadLength = new Uint32Array(capacity);
  let nameLength = new Uint32Array(capacity);
  let idLength = new Uint32Array(capacity);

  function grow(): void {
    capacity *= 2;
    const wider = <T extends { set(from: T): void }>(column: T, made: T): T => {
      made.set(column);
      return made;
    };
    kind = wider(kind, new Uint8Array(capacity));
    at = wider(at, new Float64Array(capacity));
    connection = wider(connection, new Uint32Array(capacity));
    flags = wider(flags, new Uint8Array(capacity));
    size = wider(size, new Float64Array(capacity));
    chunk = wider(chunk, new Uint32Array(capacity));
    offset = wider(offset, new Uint32Array(capacity));
    payloadLength = wider(payloadLength, new Uint32Array(capacity));
    nameLength = wider(nameLength, new Uint32Array(capacity));
    idLength = wider(idLength, new Uint32Array(capacity));
  }

  return {
    get length() {
      return length;
    },
    get kind() {
      return kind;
    },
    get at() {
      return at;
    },
    get connection() {
      return connection;
    },
    get flags() {
      return flags;
    },
    get size() {
      return size;
    },
    get chunk() {
      return chunk;
    },
    get offset() {
      return offset;
    },
    get payloadLength() {
      return payloadLength;
    },
    get nameLength() {
      return nameLength;
    },
    get idLength() {
      return idLength;
    },
    append(row) {
      if (length === capacity) grow();
      kind[length] = row.kind;
      at[length] = row.at;
      connection[length] = row.connection;
      flags[length] = row.flags;
      size[length] = row.size;
      chunk[length] = row.chunk;
      offset[length] = row.offset;
      payloadLength[length] = row.length;
      nameLength[length] = row.nameLength;
      idLength[length] = row.idLength;
      length += 1;
      return length - 1;
    },
    setConnection(row, value) {
      connection[row] = value;
    },
    setFlags(row, value) {
      flags[row] = value;
    },
  };
}
