import { createTable } from "../../model/table.ts";
import type { EpochMs, Milliseconds } from "../../units.ts";

/** A request and what came back. */
export interface Trip {
  /** Its place in the log; no order is meant by it. */
  readonly id: number;
  readonly connection: number;
  readonly request: number;
  /** The first and the last row that came back; null where none did. */
  readonly first: number | null;
  readonly last: number | null;
  readonly replies: number;
  /** What it was paired by: a rule's or a protocol's name. */
  readonly by: string;
  /** What the application calls the request; "" where it does not. */
  readonly type: string;
  /** A reply has said that it was the last. */
  readonly ended: boolean;
  /** The asking side wants no answer any more. */
  readonly cancelled: boolean;
  /** It was ended, and answered once more. */
  readonly answeredTwice: boolean;
  /** It was answered after a request that was sent later. */
  readonly late: boolean;
  /** The server asked. */
  readonly fromServer: boolean;
  readonly requestAt: EpochMs;
  /**
   * To the first reply, and to the last one; null without any, and where the reply has the earlier time: a page's clock and that of the
   * browser's network log (what requests carry) differ by some milliseconds, and the span between is not known.
   */
  readonly rttMs: Milliseconds | null;
  readonly lastMs: Milliseconds | null;
  /** The longest time between two replies; 0 where there are not two. */
  readonly pauseMs: Milliseconds;
  /** Replies that did not say that they were the last: the events of a stream; to the last of them, null where there is none. */
  readonly events: number;
  readonly lastEventMs: Milliseconds | null;
}

const ENDED = 1;
const CANCELLED = 2;
const TWICE = 4;
const LATE = 8;
const FROM_SERVER = 16;

/** Names that are told apart; more share the last. */
const MOST_NAMES = 4096;

/** All round trips of a session, in columns. */
export interface TripLog {
  /** How many there are. */
  readonly length: number;
  /** Grows with each change. */
  readonly revision: number;
  /** Connections that have some. */
  connections(): Iterable<number>;
  /** How many a connection has, and which of all its first, second… is, in order of the requests. */
  count(connection: number): number;
  tripAt(connection: number, index: number): number;
  ask(request: Pick<Trip, "connection" | "request" | "by" | "type" | "fromServer" | "requestAt">): number;
  reply(trip: number, row: number, at: EpochMs, ends: boolean, late: boolean): void;
  cancel(trip: number): void;
  get(trip: number): Trip;
  requestAtOf(trip: number): EpochMs;
  /** The longest that an answer to a request of its side took which was paired in its way; null where none is known. */
  slowestLike(trip: number): Milliseconds | null;
  /** Whether a request of its side was answered which was paired in its way and is of its type. */
  isAnsweredType(trip: number): boolean;
  /** The trip that a row is the request of, or a reply to; null where there is none. */
  tripOf(row: number): number | null;
  /** Forgets the trips of a connection, whose messages are to be paired anew; their places are used again. */
  forget(connection: number): void;
}

/** The trips of one connection. */
interface Own {
  /** Another for each time that its messages are paired anew: rows that were claimed before are nobody's. */
  readonly turn: number;
  ids: Uint32Array;
  count: number;
  /** The slowest answers, by side and what paired them. */
  readonly slowest: Map<number, Milliseconds>;
  /** Types of which some were answered, by the same. */
  readonly answered: Map<number, Set<number>>;
}

const FIRST_IDS = 16;

/** Creates an empty one. */
export function createTripLog(): TripLog {
  const table = createTable({
    connection: "count",
    request: "count",
    /** Rows, counted from 1; 0 is none. */
    first: "count",
    last: "count",
    replies: "count",
    by: "count",
    type: "count",
    flags: "byte",
    requestAt: "number",
    rtt: "number",
    lastRtt: "number",
    pause: "number",
    events: "count",
    lastEvent: "number",
  });
  const { connection, request, first, last, replies, by, type, flags, requestAt, rtt, lastRtt, pause } =
    table.columns;
  const { events, lastEvent } = table.columns;
  /** By row of the log: its trip, counted from 1, and the turn in which that was claimed. */
  const { trip: tripByRow, turn: turnByRow } = createTable({ trip: "count", turn: "count" }).columns;
  const byConnection = new Map<number, Own>();
  const free: number[] = [];
  const names = createNames();
  let turns = 0;
  let revision = 0;

  function ownOf(id: number): Own {
    let own = byConnection.get(id);
    if (own === undefined) {
      turns += 1;
      own = {
        turn: turns,
        ids: new Uint32Array(FIRST_IDS),
        count: 0,
        slowest: new Map(),
        answered: new Map(),
      };
      byConnection.set(id, own);
    }
    return own;
  }

  function tripOf(row: number): number | null {
    const trip = tripByRow.get(row) - 1;
    if (trip < 0) return null;
    return byConnection.get(connection.get(trip))?.turn === turnByRow.get(row) ? trip : null;
  }

  /** A row belongs to the first trip that names it, as long as there is that. */
  function claim(row: number, trip: number): void {
    if (tripOf(row) !== null) return;
    tripByRow.set(row, trip + 1);
    turnByRow.set(row, ownOf(connection.get(trip)).turn);
  }

  /** Of requests of one side that were paired in one way. */
  const wayOf = (trip: number): number => by.get(trip) * 2 + ((flags.get(trip) & FROM_SERVER) === 0 ? 0 : 1);

  function noteAnswer(trip: number, span: Milliseconds): void {
    const { slowest, answered } = ownOf(connection.get(trip));
    const way = wayOf(trip);
    if (span >= 0 && span > (slowest.get(way) ?? -1)) slowest.set(way, span);
    const types = answered.get(way);
    if (types === undefined) answered.set(way, new Set([type.get(trip)]));
    else types.add(type.get(trip));
  }

  return {
    get length() {
      return table.length - free.length;
    },
    get revision() {
      return revision;
    },
    connections: () => byConnection.keys(),
    count: (id) => byConnection.get(id)?.count ?? 0,
    tripAt: (id, index) => byConnection.get(id)?.ids[index] as number,
    ask(it) {
      revision += 1;
      const trip = free.pop() ?? table.append();
      const own = ownOf(it.connection);
      if (own.count === own.ids.length) {
        const grown = new Uint32Array(own.ids.length * 2);
        grown.set(own.ids);
        own.ids = grown;
      }
      own.ids[own.count] = trip;
      own.count += 1;
      connection.set(trip, it.connection);
      request.set(trip, it.request);
      first.set(trip, 0);
      last.set(trip, 0);
      replies.set(trip, 0);
      by.set(trip, names.idOf(it.by));
      type.set(trip, names.idOf(it.type));
      flags.set(trip, it.fromServer ? FROM_SERVER : 0);
      requestAt.set(trip, it.requestAt);
      pause.set(trip, 0);
      events.set(trip, 0);
      claim(it.request, trip);
      return trip;
    },
    reply(trip, row, at, ends, late) {
      revision += 1;
      const before = flags.get(trip);
      const span = at - requestAt.get(trip);
      const isFirst = replies.get(trip) === 0;
      if (isFirst) {
        first.set(trip, row + 1);
        rtt.set(trip, span);
        noteAnswer(trip, span);
      } else pause.set(trip, Math.max(pause.get(trip), span - lastRtt.get(trip)));
      last.set(trip, row + 1);
      lastRtt.set(trip, span);
      replies.set(trip, replies.get(trip) + 1);
      if (!ends) {
        events.set(trip, events.get(trip) + 1);
        lastEvent.set(trip, span);
      }
      flags.set(
        trip,
        before |
          (ends ? ENDED : 0) |
          ((before & ENDED) !== 0 && ends ? TWICE : 0) |
          (isFirst && late ? LATE : 0),
      );
      claim(row, trip);
    },
    cancel(trip) {
      revision += 1;
      flags.set(trip, flags.get(trip) | CANCELLED);
    },
    get(trip) {
      const flag = flags.get(trip);
      const count = replies.get(trip);
      return {
        id: trip,
        connection: connection.get(trip),
        request: request.get(trip),
        first: count === 0 ? null : first.get(trip) - 1,
        last: count === 0 ? null : last.get(trip) - 1,
        replies: count,
        by: names.nameOf(by.get(trip)),
        type: names.nameOf(type.get(trip)),
        ended: (flag & ENDED) !== 0,
        cancelled: (flag & CANCELLED) !== 0,
        answeredTwice: (flag & TWICE) !== 0,
        late: (flag & LATE) !== 0,
        fromServer: (flag & FROM_SERVER) !== 0,
        requestAt: requestAt.get(trip),
        rttMs: count === 0 ? null : spanOf(rtt.get(trip)),
        lastMs: count === 0 ? null : spanOf(lastRtt.get(trip)),
        pauseMs: pause.get(trip),
        events: events.get(trip),
        lastEventMs: events.get(trip) === 0 ? null : lastEvent.get(trip),
      };
    },
    requestAtOf: (trip) => requestAt.get(trip),
    slowestLike: (trip) => byConnection.get(connection.get(trip))?.slowest.get(wayOf(trip)) ?? null,
    isAnsweredType: (trip) =>
      byConnection.get(connection.get(trip))?.answered.get(wayOf(trip))?.has(type.get(trip)) === true,
    tripOf,
    forget(id) {
      const own = byConnection.get(id);
      if (own === undefined) return;
      revision += 1;
      byConnection.delete(id);
      for (let index = own.count - 1; index >= 0; index -= 1) {
        const trip = own.ids[index] as number;
        connection.set(trip, 0);
        free.push(trip);
      }
    },
  };
}

/** A time between two rows; null where that is none. */
export function spanOf(ms: Milliseconds): Milliseconds | null {
  return ms < 0 ? null : ms;
}

function createNames(): { idOf(name: string): number; nameOf(id: number): string } {
  const names: string[] = [];
  const ids = new Map<string, number>();
  return {
    idOf(name) {
      const found = ids.get(name);
      if (found !== undefined) return found;
      const kept = names.length < MOST_NAMES ? name : "…";
      const id = names.push(kept) - 1;
      if (names.length <= MOST_NAMES) ids.set(name, id);
      return id;
    },
    nameOf: (id) => names[id] ?? "",
  };
}
