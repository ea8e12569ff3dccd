import { eventsPerSecond, isStalled } from "../core/analysis/pairing/measure-streams.ts";
import { spanOf, type Trip, type TripLog } from "../core/analysis/pairing/trip-log.ts";
import { type MessageLog, ROW_MARK } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import type { Bytes } from "../core/units.ts";
import type { RowStream, RowTrip } from "../core/wire/row.ts";

/** A record of what waits is no longer. */
const RECORD_BYTES = 200;

/** What a row is in its round trip; null where it is in none. */
export function rowTrip(
  trips: TripLog,
  log: MessageLog,
  row: number,
  waitingOf: (request: number) => Bytes = () => 0,
): RowTrip | null {
  const id = trips.tripOf(row);
  if (id === null) return null;
  const trip = trips.get(id);
  const { request, first, replies, by, rttMs, requestAt } = trip;
  const shared = { replies, by, waitingBytes: waitingOf(request), stream: streamOf(trip) };
  if (request === row) return { role: "request", rttMs, partner: first, ...shared };
  return { role: "reply", rttMs: spanOf(log.at.get(row) - requestAt), partner: request, ...shared };
}

function streamOf(trip: Trip): RowStream | null {
  const { replies, last, lastMs, ended, events, pauseMs } = trip;
  if (replies < 2 || last === null || lastMs === null) return null;
  const stallMs = isStalled(trip) ? pauseMs : null;
  return { last, lastMs, ended, events, perSecond: eventsPerSecond(trip), stallMs };
}

/** How much waited when a request was sent: the hook reads it right before, and says so with the same time. */
export function waitingBefore(session: Session, request: number): Bytes {
  const { log } = session;
  const mark = request - 1;
  if (mark < 0 || log.kind.get(mark) !== ROW_MARK) return 0;
  if (log.connection.get(mark) !== log.connection.get(request) || log.at.get(mark) !== log.at.get(request))
    return 0;
  const record = session.has(mark, RECORD_BYTES) ? session.record(mark) : null;
  return record?.type === "socket-buffered" ? record.bytes : 0;
}
