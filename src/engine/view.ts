import type { Session } from "../core/model/session.ts";
import { compileFilter, type RowFilter } from "../core/query/filter.ts";

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
}

/** Creates the view of one connection, or of all (null). */
export function createView(session: Session, connection: number | null, filterText: string): View {
  const filter: RowFilter | null = filterText.trim() === "" ? null : compileFilter(filterText, session);
  const { log } = session;
  let order = new Uint32Array(1024);
  let matched = 0;
  let total = 0;
  let seen = 0;
  let revision = 0;

  /** Rows arrive nearly in order of time: the place of a new one is near the end. */
  function insert(row: number): void {
    if (matched === order.length) {
      const grown = new Uint32Array(order.length * 2);
      grown.set(order);
      order = grown;
    }
    const at = log.at[row] as number;
    let position = matched;
    while (position > 0 && (log.at[order[position - 1] as number] as number) > at) position -= 1;
    order.copyWithin(position + 1, position, matched);
    order[position] = row;
    matched += 1;
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
      const until = now() + SLICE_MS;
      while (seen < log.length) {
        if (connection === null || log.connection[seen] === connection) {
          total += 1;
          if (filter === null || filter(seen)) insert(seen);
        }
        seen += 1;
        if (seen % 64 === 0 && now() > until) break;
      }
      if (seen === before) return false;
      revision += 1;
      return true;
    },
  };
}
