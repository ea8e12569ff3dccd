import { type MessageLog, ROW_MESSAGE } from "./message-log.ts";

/** Which rows are the messages of each connection, in the order in which they came; kept while the log grows. */
export interface MessageIndex {
  /** Takes in what is new, of at most so many rows; true: all of it. */
  update(most?: number): boolean;
  count(connection: number): number;
  /** The row of a connection's message, counted from 0. */
  rowAt(connection: number, index: number): number;
  /** Which message of its connection a row is; null: it is none, or not taken in yet. */
  indexOf(row: number): number | null;
}

const FIRST_ROWS = 16;

/** Creates the index of a log. It takes four bytes a message. */
export function createMessageIndex(log: MessageLog): MessageIndex {
  const rows: (Uint32Array | undefined)[] = [];
  const counts: number[] = [];
  let seen = 0;

  function add(connection: number, row: number): void {
    const count = counts[connection] ?? 0;
    let own = rows[connection];
    if (own === undefined || count === own.length) {
      const grown = new Uint32Array(own === undefined ? FIRST_ROWS : own.length * 2);
      if (own !== undefined) grown.set(own);
      own = grown;
      rows[connection] = own;
    }
    own[count] = row;
    counts[connection] = count + 1;
  }

  return {
    update(most = Number.POSITIVE_INFINITY) {
      const end = Math.min(log.length, seen + most);
      for (; seen < end; seen += 1) {
        if (log.kind.get(seen) === ROW_MESSAGE) add(log.connection.get(seen), seen);
      }
      return seen === log.length;
    },
    count: (connection) => counts[connection] ?? 0,
    rowAt: (connection, index) => rows[connection]?.[index] as number,
    indexOf(row) {
      if (row >= seen || log.kind.get(row) !== ROW_MESSAGE) return null;
      const connection = log.connection.get(row);
      const own = rows[connection] as Uint32Array;
      let low = 0;
      let high = counts[connection] as number;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((own[middle] as number) < row) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}
