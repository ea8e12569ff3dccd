import { parseQuery } from "../core/query/parse-query.ts";
import { asksForFields, asksForTrips, type Query, type QueryRemark } from "../core/query/query.ts";
import type { ViewParams } from "../core/wire/engine-api.ts";
import type { EngineStatus } from "../core/wire/engine-status.ts";
import type { StatisticsBy } from "../core/wire/statistics-answer.ts";
import { createFinder, type Finder, type FoundAmong } from "./finder.ts";
import type { PanelAnalysis } from "./panel-analysis.ts";
import { createScanWorkers, type ScanWorker } from "./scan-workers.ts";
import { createScanners } from "./scanner.ts";
import { createStatistics, type Statistics } from "./statistics.ts";
import { createView, type View, type ViewScope } from "./view.ts";

/** A filter that asks for round trips looks again at most this often. */
const TRIPS_EVERY_MS = 1000;

/** Which rows of the session a panel looks at, what is searched for among them, and what is counted of them. */
export interface PanelView {
  /** The rows; another one with each change of filter, scope or session. */
  readonly rows: View;
  readonly finder: Finder;
  /** Whether there is a filter. */
  readonly isFiltered: boolean;
  /** The reader waits for a filter or a search, which is not itself about what the trip finder finds. */
  readonly isSearching: boolean;
  /** A filter that cannot be read is told as wrong, and the one before it stays. */
  set(params: ViewParams): void;
  /** All of another session is looked at; the filter stays. */
  showOther(): void;
  /** Of these connections it is known now what they speak, or that it is something else. */
  spoken(connections: readonly number[]): void;
  /** Of these rows the reader has said something. */
  annotated(rows: readonly number[]): void;
  /** More of round trips is known. */
  tripsTold(): void;
  /** The reader's schemas have changed. */
  schemasChanged(): void;
  /** Counts of the rows; made when they are first asked for. */
  statistics(by: StatisticsBy): Statistics;
  /** What is counted would be counted otherwise now. */
  endStatistics(): void;
  /** Goes on filtering and searching for some milliseconds. */
  advance(): void;
  state(): EngineStatus["view"];
  end(): void;
}

/** Creates the view of all rows. `reset` hears that other rows are looked at, `changed` that a scan has answered. */
export function createPanelView(
  analysis: () => PanelAnalysis,
  startScan: () => ScanWorker,
  { reset, changed }: { reset: () => void; changed: () => void },
): PanelView {
  const scanWorkers = createScanWorkers(startScan);
  const scanners = createScanners(scanWorkers);
  const clock = performance.now.bind(performance);
  let scope: ViewScope | null = null;
  /** The last filter that could be read, and what is wrong with one that cannot. */
  let query: Query | null = null;
  let notes: readonly QueryRemark[] = [];
  let wrong: QueryRemark | null = null;
  let rows = createView(analysis().shown.session, null, null);
  let tripTimer: ReturnType<typeof setTimeout> | null = null;
  const finder = createFinder(scanWorkers, changed, shownRows());
  let statistics: { by: StatisticsBy; counts: Statistics } | null = null;

  const asksTrips = () => query !== null && asksForTrips(query);

  function shownRows(): FoundAmong {
    const { shown, meanings, trips } = analysis();
    return {
      session: shown.session,
      annotations: shown.annotations.all,
      scope,
      filter: query,
      meanings: meanings.scan,
      trips,
    };
  }

  function endStatistics(): void {
    statistics?.counts.end();
    statistics = null;
  }

  function lookFromStart(revision = 0): void {
    rows.end();
    endStatistics();
    const { shown, meanings, trips } = analysis();
    const filter = query === null ? null : { query, scanners, changed, meanings: meanings.scan, trips };
    rows = createView(shown.session, scope, filter, shown.annotations.all, revision);
    rows.advance(clock);
    finder.among(shownRows());
    reset();
  }

  const lookAgain = () => lookFromStart(rows.revision + 1);

  /** The rows that match are others, when more of round trips is known. */
  function lookAgainLater(): void {
    if (tripTimer !== null) return;
    tripTimer = setTimeout(() => {
      tripTimer = null;
      // One that is begun anew all the time would never come to its end.
      if (rows.filtering) lookAgainLater();
      else lookAgain();
    }, TRIPS_EVERY_MS);
  }

  return {
    get rows() {
      return rows;
    },
    finder,
    get isFiltered() {
      return query !== null;
    },
    get isSearching() {
      return (rows.filtering || finder.busy) && !asksTrips();
    },
    set({ connection, also = [], span = null, filter }) {
      scope = { connections: connection === null ? null : new Set([connection, ...also]), span };
      const parsed = parseQuery(filter);
      wrong = parsed.problem ?? null;
      if (parsed.problem === undefined) {
        query = parsed.query;
        notes = parsed.notes;
      }
      lookFromStart();
    },
    showOther() {
      scope = null;
      lookFromStart();
    },
    spoken(connections) {
      rows.spoken(connections);
      finder.spoken(connections);
    },
    annotated(changedRows) {
      endStatistics();
      if (rows.annotated(changedRows)) finder.annotated(changedRows);
      else lookAgain();
    },
    tripsTold() {
      if (asksTrips()) lookAgainLater();
    },
    schemasChanged() {
      // Without one it did not look at what messages mean.
      if (query !== null && asksForFields(query)) lookAgain();
    },
    statistics(by) {
      if (statistics?.by !== by) {
        endStatistics();
        const { shown, meanings } = analysis();
        statistics = { by, counts: createStatistics(shown.session, rows, by, clock, meanings.decoder) };
      }
      return statistics.counts;
    },
    endStatistics,
    advance() {
      rows.advance(clock);
      finder.advance(clock);
    },
    state: () => ({
      revision: rows.revision + finder.revision,
      total: rows.total,
      matched: rows.matched,
      filtering: rows.filtering,
      looked: rows.looked,
      wrong,
      notes,
      problem: rows.problem,
      find: finder.state,
    }),
    end() {
      if (tripTimer !== null) clearTimeout(tripTimer);
      endStatistics();
      rows.end();
      finder.dispose();
      scanWorkers.dispose();
    },
  };
}
