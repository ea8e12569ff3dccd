import type { Session } from "../core/model/session.ts";
import { compileFilter, type RowFilter } from "../core/query/filter.ts";
import { FLAG_PARTIAL } from "../core/wire/batch.ts";

/** A view works on the filter for at most this long at a time, so that ingest is not kept waiting. */
const SLICE_MS = 8;

/** The rows of a session that are in scope and match the filter, in order of time. */
export interface View {
  readonly revision: number;
  /** Rows in scope looked at so far, matching or not. */
  readonly total: number;
  readonly matched: number;
  readonly filtering: boolean;
  /** The log's row at a position. */
  rowAt(position: number): number | undefined;
  positionOf(row: number): number | null;
  /** Looks at rows that are new; answers whether anything changed. */
  advance(now: () => number): boolean;
  /** What it waits for before it can look on: payloads that are read from the disk. */
  readonly waitsFor: Promise<void> | null;
}

/** Creates the view of one connection, or of all (null). */
export function createView(session: Session, connection: number | null, filterText: string): View {
  const filter: RowFilter | null = filterText.trim() === "" ? null : compileFilter(filterText, session);
  const { log } = session;
  let order = new Uint32Array(1024);
  let matched = 0;
  let total = 0;
  let seen = 0;
  /** Rows that do not match yet, of which more is to come: the rest of a payload, or their connection's address. */
  let partial: number[] = [];
  let assumed: number[] = [];
  let revision = 0;
  let pieces = session.latePieces;
  let waitsFor: Promise<void> | null = null;
  /** The disk does not give back what was written. */
  let unreadable = false;

  /** After all rows that are not later. Most rows are put at the end; but a page may say any time. */
  function placeOf(at: number): number {
    let low = 0;
    let high = matched;
    while (low < high) {
      // Rows arrive nearly in order of time: the place of a new one is near the end.
      const middle = high === matched ? high - 1 : (low + high) >>> 1;
      if (log.at.get(order[middle] as number) > at) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  function insert(row: number): void {
    if (matched === order.length) {
      const grown = new Uint32Array(order.length * 2);
      grown.set(order);
      order = grown;
    }
    const position = placeOf(log.at.get(row));
    order.copyWithin(position + 1, position, matched);
    order[position] = row;
    matched += 1;
  }

  function lookAgain(matches: RowFilter): void {
    const isPartial = (row: number) => (log.flags.get(row) & FLAG_PARTIAL) !== 0;
    const isAssumed = (row: number) => session.connections[log.connection.get(row) - 1]?.assumed === true;
    const whole = new Set(partial.filter((row) => !isPartial(row) && isLoaded(row)));
    const known = new Set(assumed.filter((row) => !isAssumed(row) && isLoaded(row)));
    partial = partial.filter((row) => !whole.has(row));
    assumed = assumed.filter((row) => !known.has(row));
    for (const row of [...whole, ...known]) tryRow(row, matches);
  }

  /** A row's payload may have to be read first; one that cannot be read is looked at without. */
  function isLoaded(row: number): boolean {
    if (waitsFor !== null) return false;
    const loading = unreadable ? null : session.load(row);
    if (loading === null) return true;
    waitsFor = loading
      .catch(() => {
        unreadable = true;
      })
      .finally(() => {
        waitsFor = null;
      });
    return false;
  }

  /** Puts a row in where it matches; one that does not, and of which more is to come, is looked at again then. */
  function tryRow(row: number, matches: RowFilter): void {
    if (session.load(row) === null && matches(row)) insert(row);
    else if ((log.flags.get(row) & FLAG_PARTIAL) !== 0) partial.push(row);
    else if (session.connections[log.connection.get(row) - 1]?.assumed) assumed.push(row);
  }

  return {
    get revision() {
      return revision;
    },
    get total() {
      return total;
    },
    get matched() {
      return matched;
    },
    get waitsFor() {
      return waitsFor;
    },
    get filtering() {
      return seen < log.length;
    },
    rowAt: (position) => (position < matched ? order[position] : undefined),
    positionOf(row) {
      const position = order.subarray(0, matched).indexOf(row);
      return position === -1 ? null : position;
    },
    advance(now) {
      const before = seen;
      const matchedBefore = matched;
      if (filter !== null) lookAgain(filter);
      const until = now() + SLICE_MS;
      while (seen < log.length) {
        if (connection === null || log.connection.get(seen) === connection) {
          if (filter !== null && !isLoaded(seen)) break;
          total += 1;
          if (filter === null) insert(seen);
          else tryRow(seen, filter);
        }
        seen += 1;
        if (seen % 64 === 0 && now() > until) break;
      }
      if (seen === before && matched === matchedBefore && pieces === session.latePieces) return false;
      pieces = session.latePieces;
      revision += 1;
      return true;
    },
  };
}
