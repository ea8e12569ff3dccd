import type { Annotation } from "../core/model/annotation.ts";
import { ROW_MESSAGE } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import { matchRow } from "../core/query/match-row.ts";
import { asksForAnnotations, asksForTrips, type Query } from "../core/query/query.ts";
import type { TimeSpan } from "../core/units.ts";
import { FLAG_PARTIAL } from "../core/wire/batch.ts";
import { createAwaitedAnswers } from "./awaited-answers.ts";
import { createFacts, type KnownTrips } from "./read-block.ts";
import { createRowOrder } from "./row-order.ts";
import { createScanQueue } from "./scan-queue.ts";
import type { Scanners } from "./scanner.ts";
import type { ScanMeanings } from "./session-meanings.ts";
import { viewMeanings } from "./view-meanings.ts";

/** A view works for at most this long at a time, so that ingest is not kept waiting. */
const SLICE_MS = 8;

const NO_ANNOTATIONS: ReadonlyMap<number, Annotation> = new Map();

/** The rows of a session that are in scope and match the filter, in order of time. */
export interface View {
  readonly revision: number;
  /** Rows in scope looked at so far, matching or not. */
  readonly total: number;
  readonly matched: number;
  readonly filtering: boolean;
  readonly looked: number;
  /** It waits for the scan, which says so when it is to go on. */
  readonly waits: boolean;
  /** Why not all rows could be looked at; null: they could. */
  readonly problem: string | null;
  /** The log's row at a position. */
  rowAt(position: number): number | undefined;
  positionOf(row: number): number | null;
  /** How many of its rows come before this one, which need not be in it. */
  placeOf(row: number): number;
  /** What rows mean is known better than before: they have to be asked for again. */
  touch(): void;
  /** These connections speak something else than was known before: their rows are looked at again, where the filter asks for that. */
  spoken(connections: readonly number[]): void;
  /** Looks at rows that are new; answers whether anything changed. */
  advance(now: () => number): boolean;
  /**
   * The reader has said something else of these rows: they may match now, or not any more. Answers false where that cannot be
   * told while others are still being looked at; then the view has to be made anew.
   */
  annotated(rows: readonly number[]): boolean;
  /** The rows that it has, in order of time; from now on tells of each that is added, until `annotated` is called. */
  follow(added: (row: number) => void): Uint32Array;
  /** It is not looked at any more: what it has begun is left. */
  end(): void;
}

/** What is filtered by: what a row's columns do not decide, a scanner does. `changed` is called when it has. */
export interface ViewFilter {
  readonly query: Query;
  readonly scanners: Scanners;
  /** What is asked for of round trips is as it is known when a row is looked at. */
  readonly trips?: KnownTrips;
  changed(): void;
  /** What rows mean, for filters that ask for it; without it nothing is known of that. */
  readonly meanings?: ScanMeanings;
}

/** Which rows are looked at; null is all. */
export interface ViewScope {
  readonly connections: ReadonlySet<number> | null;
  readonly span: TimeSpan | null;
}

/** Creates the view of a scope, or of all (null). Its revisions count on from `revision`. */
export function createView(
  session: Session,
  scope: ViewScope | null,
  filter: ViewFilter | null,
  annotations: ReadonlyMap<number, Annotation> = NO_ANNOTATIONS,
  revision = 0,
): View {
  const { log } = session;
  const order = createRowOrder(log);
  const { meanings, looksInto, isDecoding, decodesIn } = viewMeanings(
    filter?.query ?? null,
    filter?.meanings ?? null,
  );
  const facts = createFacts(
    session,
    annotations,
    meanings ?? undefined,
    filter !== null && asksForTrips(filter.query) ? filter.trips : null,
  );
  const queue =
    filter === null
      ? null
      : createScanQueue(
          session,
          facts,
          filter.scanners.begin(filter.query),
          settled,
          () => {
            revision += 1;
            filter.changed();
          },
          meanings,
          looksInto,
        );
  let total = 0;
  let seen = 0;
  /** Rows that do not match yet, of which more is to come: the rest of a payload, or their connection's address. */
  let partial: number[] = [];
  /** By connection: all rows of one may be such. */
  const assumed = new Map<number, number[]>();
  let pieces = session.latePieces;

  const connections = scope?.connections ?? null;
  const span = scope?.span ?? null;
  function isInScope(row: number): boolean {
    if (connections !== null && !connections.has(log.connection.get(row))) return false;
    if (span === null) return true;
    const at = log.at.get(row);
    return at >= span.from && at < span.until;
  }

  const followers: ((row: number) => void)[] = [];

  const isPartial = (row: number) => (log.flags.get(row) & FLAG_PARTIAL) !== 0;
  const isAssumed = (id: number) => session.connections[id - 1]?.assumed === true;

  /** Rows that are being read while more of them comes. */
  const open = new Set<number>();

  function insert(row: number): void {
    order.insert(row);
    for (const added of followers) added(row);
  }

  /** Rows whose connection turned out to speak something else: they are looked at anew from `againAt` on. */
  let again: number[] = [];
  let againAt = 0;
  const awaited = meanings === null ? null : createAwaitedAnswers();

  function enqueue(row: number, isKnown: boolean): void {
    awaited?.asked(row);
    queue?.add(row, isKnown);
  }

  function settled(row: number, matches: boolean): void {
    if (awaited?.answered(row) === false) return;
    // What only had to be followed, for what comes after it, is not in scope.
    if (!isDecoding || isInScope(row)) settle(row, matches);
  }

  function lookAtAll(connections: ReadonlySet<number>): void {
    const isOut = (row: number) => connections.has(log.connection.get(row));
    order.removeAll(isOut);
    // Who follows is told of no row that goes.
    followers.length = 0;
    partial = partial.filter((row) => !isOut(row));
    for (const id of connections) assumed.delete(id);
    for (const row of open) if (isOut(row)) open.delete(row);
    awaited?.outdate(isOut);
    again = again.slice(againAt).filter((row) => !isOut(row));
    againAt = 0;
    for (let row = 0; row < seen; row += 1) if (isOut(row)) again.push(row);
  }

  function settle(row: number, matches: boolean): void {
    const wasOpen = open.size > 0 && open.delete(row);
    const id = log.connection.get(row);
    if (matches) insert(row);
    else if (isPartial(row)) partial.push(row);
    else if (isAssumed(id)) {
      const rows = assumed.get(id);
      if (rows === undefined) assumed.set(id, [row]);
      else rows.push(row);
    } else if (wasOpen && filter !== null) look(row, filter.query);
  }

  function lookAgain(query: Query): void {
    for (const [id, rows] of assumed) {
      if (isAssumed(id)) continue;
      assumed.delete(id);
      for (const row of rows) look(row, query);
    }
    if (pieces === session.latePieces) return;
    const whole = partial.filter((row) => !isPartial(row));
    partial = partial.filter(isPartial);
    for (const row of whole) look(row, query);
  }

  /** What is known at once waits for those before it, which have to be read: rows that come in order are put in quickly. */
  function look(row: number, query: Query): void {
    const id = log.connection.get(row);
    const isFollowed = decodesIn(id) && log.kind.get(row) === ROW_MESSAGE && meanings?.remembers(id) === true;
    const matches = isFollowed ? null : matchRow(query, facts.row(row), null);
    if (matches === null) {
      if (isPartial(row) || isAssumed(id)) open.add(row);
      enqueue(row, false);
    } else if (matches && queue?.busy) enqueue(row, true);
    else settle(row, matches);
  }

  /** Whether a row is looked at only for what it has those after it mean. */
  function isBefore(row: number): boolean {
    if (!isDecoding || log.kind.get(row) !== ROW_MESSAGE) return false;
    const id = log.connection.get(row);
    return decodesIn(id) && (connections?.has(id) ?? true) && meanings?.remembers(id) === true;
  }

  return {
    get revision() {
      return revision;
    },
    get total() {
      return total;
    },
    get matched() {
      return order.length;
    },
    get filtering() {
      return seen < log.length || againAt < again.length || queue?.busy === true;
    },
    get looked() {
      return log.length === 0 ? 1 : seen / log.length;
    },
    get waits() {
      return (
        queue !== null && (queue.full || (seen === log.length && againAt === again.length && queue.busy))
      );
    },
    get problem() {
      return queue?.problem ?? null;
    },
    touch() {
      revision += 1;
    },
    spoken(connections) {
      if (meanings === null) return;
      lookAtAll(new Set(connections));
      revision += 1;
    },
    rowAt: order.at,
    positionOf: order.positionOf,
    placeOf: order.placeOf,
    advance(now) {
      const before = seen;
      const matchedBefore = order.length;
      if (filter !== null) lookAgain(filter.query);
      const until = now() + SLICE_MS;
      const againBefore = againAt;
      while (filter !== null && againAt < again.length && queue?.full !== true) {
        const row = again[againAt] as number;
        if (isInScope(row) || isBefore(row)) look(row, filter.query);
        againAt += 1;
        if (againAt % 64 === 0 && now() > until) return true;
      }
      while (seen < log.length && queue?.full !== true) {
        if (isInScope(seen)) {
          total += 1;
          if (filter === null) insert(seen);
          else look(seen, filter.query);
        } else if (filter !== null && isBefore(seen)) enqueue(seen, false);
        seen += 1;
        if (seen % 64 === 0 && now() > until) break;
      }
      if (
        seen === before &&
        againAt === againBefore &&
        order.length === matchedBefore &&
        pieces === session.latePieces
      )
        return false;
      pieces = session.latePieces;
      revision += 1;
      return true;
    },
    annotated(rows) {
      revision += 1;
      if (filter === null || !asksForAnnotations(filter.query)) return true;
      // What is decoded is decoded in its order.
      if (queue?.busy || isDecoding) return false;
      // Who follows is told of no row that goes.
      followers.length = 0;
      for (const row of rows) {
        if (row >= seen || !isInScope(row)) continue;
        if (isPartial(row) || isAssumed(log.connection.get(row))) return false;
        order.remove(row);
        look(row, filter.query);
      }
      return true;
    },
    follow(added) {
      followers.push(added);
      return order.copy();
    },
    end() {
      queue?.end();
    },
  };
}
