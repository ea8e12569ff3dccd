import { findClockStep } from "../core/analysis/pairing/find-clock-step.ts";
import { toHistogram } from "../core/analysis/pairing/histogram.ts";
import { measureRoundTrips, type RoundTripSummary } from "../core/analysis/pairing/measure-round-trips.ts";
import type { Trip, TripLog } from "../core/analysis/pairing/trip-log.ts";
import type { Session } from "../core/model/session.ts";
import type { RoundTripGroup, RoundTripsAnswer, TripPoint } from "../core/wire/engine-api.ts";
import type { TripFinder } from "./trip-finder.ts";

/** Points of one drawing: more than it has pixels nobody sees. Of each stretch the slowest and the quickest stay. */
const MOST_POINTS = 1200;
/** Times that show what the clock is rounded to. */
const MOST_TIMES = 400;

/** The round trips of some connections, or of all (null), as the panel draws them. */
export function roundTripsAnswer(
  session: Session,
  finder: TripFinder,
  connections: readonly number[] | null,
): RoundTripsAnswer {
  const { trips, rules, revision, busy } = finder;
  const wanted = connections === null ? null : new Set(connections);
  const summaries = measureRoundTrips(trips, rules).filter((it) => wanted?.has(it.connection) ?? true);
  const byGroup = groupTrips(trips, wanted);
  return {
    revision,
    busy,
    groups: summaries.map((summary) => toGroup(session, trips, summary, byGroup.get(keyOf(summary)) ?? [])),
    refused: session.connections.flatMap(({ id }) => {
      if (wanted !== null && !wanted.has(id)) return [];
      return [...finder.refusedOf(id)].map((rule) => ({ connection: id, rule }));
    }),
  };
}

function toGroup(
  session: Session,
  trips: TripLog,
  summary: RoundTripSummary,
  own: readonly Trip[],
): RoundTripGroup {
  const answered = own.filter((it) => it.rttMs !== null);
  const { slowest, lost, ...numbers } = summary;
  return {
    ...numbers,
    clockStepMs: findClockStep(timesOf(session, own)),
    histogram: toHistogram(answered.map((it) => it.rttMs as number)),
    points: pointsOf(answered),
    slowest: slowest.map((id) => toPoint(trips.get(id))),
    lost: lost.map((id) => toPoint(trips.get(id))),
  };
}

function toPoint({ request, requestAt, rttMs, type }: Trip): TripPoint {
  return { row: request, at: requestAt, rttMs, type };
}

/** In order of time; where there are too many, of each stretch the slowest and the quickest. */
function pointsOf(trips: readonly Trip[]): TripPoint[] {
  if (trips.length <= MOST_POINTS) return trips.map(toPoint);
  const stretch = Math.ceil(trips.length / (MOST_POINTS / 2));
  const points: TripPoint[] = [];
  for (let from = 0; from < trips.length; from += stretch) {
    const some = trips.slice(from, from + stretch);
    let slow = some[0] as Trip;
    let quick = slow;
    for (const trip of some) {
      if ((trip.rttMs as number) > (slow.rttMs as number)) slow = trip;
      if ((trip.rttMs as number) < (quick.rttMs as number)) quick = trip;
    }
    points.push(toPoint(quick));
    if (slow !== quick) points.push(toPoint(slow));
  }
  return points;
}

function timesOf({ log }: Session, trips: readonly Trip[]): number[] {
  return trips
    .slice(0, MOST_TIMES)
    .flatMap(({ requestAt, first }) => (first === null ? [requestAt] : [requestAt, log.at.get(first)]));
}

function groupTrips(trips: TripLog, wanted: ReadonlySet<number> | null): Map<string, Trip[]> {
  const groups = new Map<string, Trip[]>();
  for (let id = 0; id < trips.length; id += 1) {
    const connection = trips.connectionOf(id);
    if (connection === 0 || (wanted !== null && !wanted.has(connection))) continue;
    const trip = trips.get(id);
    const key = `${connection} ${trip.fromServer ? "server" : "page"} ${trip.by}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [trip]);
    else group.push(trip);
  }
  return groups;
}

function keyOf({ connection, asks, pairedBy }: RoundTripSummary): string {
  return `${connection} ${asks} ${pairedBy}`;
}
