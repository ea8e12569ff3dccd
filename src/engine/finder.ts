import type { Annotation } from "../core/model/annotation.ts";
import type { Session } from "../core/model/session.ts";
import { parseQuery } from "../core/query/parse-query.ts";
import type { Query, QueryRemark } from "../core/query/query.ts";
import type { FindState } from "../core/wire/engine-status.ts";
import type { KnownTrips } from "./read-block.ts";
import type { ScanWorkers } from "./scan-workers.ts";
import { createScanners } from "./scanner.ts";
import type { ScanMeanings } from "./session-meanings.ts";
import { createView, type View, type ViewScope } from "./view.ts";

/** A match: the log's row, and the how manieth it is, from 1. */
export interface Match {
  readonly row: number;
  readonly ordinal: number;
}

/** The rows that are shown: those of a scope, or all (null), and of them the ones that match. */
export interface FoundAmong {
  readonly session: Session;
  readonly annotations: ReadonlyMap<number, Annotation>;
  readonly scope: ViewScope | null;
  readonly filter: Query | null;
  /** For what rows mean; without it nothing is known of that. */
  readonly meanings?: ScanMeanings;
  /** For what is asked of round trips; the same of them. */
  readonly trips?: KnownTrips;
}

/** Looks for rows among those that are shown, which stay shown. */
export interface Finder {
  /** Null: nothing is looked for. */
  readonly state: FindState | null;
  /** Grows with whatever changes it. */
  readonly revision: number;
  /** It works at something, or waits for the scan. */
  readonly busy: boolean;
  has(row: number): boolean;
  /** The match so many further than a row (from none: the first or the last), round the ends; 0 is the next from the row on. */
  from(row: number | null, by: -1 | 0 | 1): Match | null;
  /** Looks for what the text of a query asks; "" is nothing. */
  find(text: string): void;
  /** Other rows are shown. */
  among(rows: FoundAmong): void;
  /** These connections speak something else than was known before. */
  spoken(connections: readonly number[]): void;
  /** What the reader says of rows has changed. */
  annotated(rows: readonly number[]): void;
  advance(now: () => number): void;
  dispose(): void;
}

/** Creates a finder, with a scan Worker of its own: that of the filter is busy with what comes. */
export function createFinder(workers: ScanWorkers, changed: () => void, first: FoundAmong): Finder {
  const scanners = createScanners(workers);
  let rows = first;
  let text = "";
  let query: Query | null = null;
  let wrong: QueryRemark | null = null;
  let view: View | null = null;
  /** Of the views before. */
  let revisions = 0;

  function begin(): void {
    revisions += 1 + (view?.revision ?? 0);
    view?.end();
    view = null;
    if (query === null) return;
    const { session, annotations, scope, filter, meanings, trips } = rows;
    const both: Query = filter === null ? query : { type: "all", of: [filter, query] };
    view = createView(
      session,
      scope,
      { query: both, scanners, changed, ...(meanings && { meanings }), ...(trips && { trips }) },
      annotations,
    );
  }

  return {
    get state() {
      if (text === "") return null;
      const matched = view?.matched ?? 0;
      return { text, matched, looking: view?.filtering ?? false, wrong, problem: view?.problem ?? null };
    },
    get revision() {
      return revisions + (view?.revision ?? 0);
    },
    get busy() {
      return view?.filtering ?? false;
    },
    has: (row) => view !== null && view.positionOf(row) !== null,
    from(row, by) {
      if (view === null || view.matched === 0) return null;
      const { matched } = view;
      const place = row === null ? (by < 0 ? 0 : -1) : view.placeOf(row);
      const isOn = row === null || view.rowAt(place) === row;
      const wanted = by > 0 ? place + (isOn ? 1 : 0) : by < 0 ? place - 1 : Math.max(0, place);
      const position = (wanted + matched) % matched;
      return { row: view.rowAt(position) as number, ordinal: position + 1 };
    },
    find(next) {
      const parsed = parseQuery(next);
      text = next;
      wrong = parsed.problem ?? null;
      query = parsed.query ?? null;
      begin();
    },
    among(next) {
      rows = next;
      begin();
    },
    annotated(changed) {
      if (view?.annotated(changed) === false) begin();
    },
    spoken: (connections) => view?.spoken(connections),
    advance(now) {
      view?.advance(now);
    },
    dispose() {
      view?.end();
    },
  };
}
