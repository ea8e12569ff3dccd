import { type Column, createTable } from "../../model/table.ts";
import type { EpochMs, Milliseconds } from "../../units.ts";

/** A request and what came back. */
export interface Trip {
  /** Counts from 0, in order of the requests. */
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
  /** To the first reply, and to the last one. */
  readonly rttMs: Milliseconds | null;
  readonly lastMs: Milliseconds | null;
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
  readonly length: number;
  ask(request: Pick<Trip, "connection" | "request" | "by" | "type" | "fromServer" | "requestAt">): number;
  reply(trip: number, row: number, at: EpochMs, ends: boolean, late: boolean): void;
  cancel(trip: number): void;
  get(trip: number): Trip;
  connectionOf(trip: number): number;
  /** The trip that a row is the request of, or a reply to; null where there is none. */
  tripOf(row: number): number | null;
  /** Forgets the trips of a connection, whose messages are to be paired anew: they are no connection's any more. */
  forget(connection: number): void;
}

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
  });
  const { connection, request, first, last, replies, by, type, flags, requestAt, rtt, lastRtt } =
    table.columns;
  /** By row of the log: its trip, counted from 1. */
  const byRow: Column = createTable({ trip: "count" }).columns.trip;
  const names = createNames();

  /** A row belongs to the first trip that names it, as long as there is that. */
  function claim(row: number, trip: number): void {
    const owner = byRow.get(row) - 1;
    if (owner < 0 || connection.get(owner) === 0) byRow.set(row, trip + 1);
  }

  return {
    get length() {
      return table.length;
    },
    ask(it) {
      const trip = table.append();
      connection.set(trip, it.connection);
      request.set(trip, it.request);
      by.set(trip, names.idOf(it.by));
      type.set(trip, names.idOf(it.type));
      flags.set(trip, it.fromServer ? FROM_SERVER : 0);
      requestAt.set(trip, it.requestAt);
      claim(it.request, trip);
      return trip;
    },
    reply(trip, row, at, ends, late) {
      const before = flags.get(trip);
      const span = at - requestAt.get(trip);
      const isFirst = replies.get(trip) === 0;
      if (isFirst) {
        first.set(trip, row + 1);
        rtt.set(trip, span);
      }
      last.set(trip, row + 1);
      lastRtt.set(trip, span);
      replies.set(trip, replies.get(trip) + 1);
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
        rttMs: count === 0 ? null : rtt.get(trip),
        lastMs: count === 0 ? null : lastRtt.get(trip),
      };
    },
    connectionOf: (trip) => connection.get(trip),
    tripOf(row) {
      const trip = byRow.get(row) - 1;
      return trip < 0 || connection.get(trip) === 0 ? null : trip;
    },
    forget(id) {
      for (let trip = 0; trip < table.length; trip += 1) {
        if (connection.get(trip) === id) connection.set(trip, 0);
      }
    },
  };
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
