import { groupTrips } from "../core/analysis/pairing/group-trips.ts";
import { toHistogram } from "../core/analysis/pairing/histogram.ts";
import { measureGroup, type RoundTripSummary } from "../core/analysis/pairing/measure-round-trips.ts";
import type { Trip, TripLog } from "../core/analysis/pairing/trip-log.ts";
import type { PairingChoice } from "../core/analysis/pairing-choice.ts";
import { ROW_REQUEST } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import type { TimeSpan } from "../core/units.ts";
import type {
  PairingOffer,
  RoundTripGroup,
  RoundTripsAnswer,
  TripPoint,
} from "../core/wire/round-trips-answer.ts";
import { createPageClocks } from "./page-clocks.ts";
import type { TripFinder } from "./trip-finder.ts";

/** Connections of which more is offered than a reader decides. */
const MOST_OFFERS = 50;

/** Points of one drawing: more than it has pixels nobody sees. Of each stretch the slowest and the quickest stay. */
const MOST_POINTS = 1200;
/** The last so many in all are measured for one answer: some 20 ms. */
const MOST_TRIPS = 40_000;

/** The round trips of some connections, or of all (null), whose requests were in some time, or ever (null), as the panel draws those of a part of it. */
export function roundTripsAnswer(
  session: Session,
  finder: TripFinder,
  choiceOf: (connection: number) => PairingChoice | null,
  connections: readonly number[] | null,
  span: TimeSpan | null,
  drawn: TimeSpan | null,
): RoundTripsAnswer {
  const { trips, rules, revision, busy } = finder;
  const wanted = connections === null ? null : new Set(connections);
  const clocks = createPageClocks(session);
  const groups = groupTrips(trips, { connections: wanted, span, most: MOST_TRIPS });
  return {
    revision,
    busy,
    skipped: [...new Map(groups.map((it) => [it.connection, it.skipped])).values()].reduce(
      (sum, it) => sum + it,
      0,
    ),
    groups: groups.flatMap((group) => {
      const summary = measureGroup(group, rules, finder.openUntil);
      if (summary === null) return [];
      if (summary.nextLateAt !== null) finder.tellAt(summary.nextLateAt);
      const asked = group.trips[0]?.request ?? 0;
      const clockStepMs = clocks.stepOf(group.connection, asked);
      const isOfRequests = isOfRequest(session, asked);
      return [{ ...toGroup(trips, summary, group.trips, drawn), clockStepMs, isOfRequests }];
    }),
    choices: offersOf(session, finder, choiceOf, wanted),
  };
}

/** When requests of some connections were made in a time, and how long each took. */
export function latencyPoints(
  trips: TripLog,
  connections: readonly number[] | null,
  span: TimeSpan,
): TripPoint[] {
  const wanted = connections === null ? null : new Set(connections);
  const groups = groupTrips(trips, { connections: wanted, span, most: MOST_TRIPS });
  const answered = groups.flatMap((group) => group.trips.filter((it) => it.rttMs !== null));
  return pointsOf(answered.sort((a, b) => a.requestAt - b.requestAt));
}

function offersOf(
  session: Session,
  finder: TripFinder,
  choiceOf: (connection: number) => PairingChoice | null,
  wanted: ReadonlySet<number> | null,
): PairingOffer[] {
  const offers: PairingOffer[] = [];
  for (const { id, kind } of session.connections) {
    if (kind === "http" || (wanted !== null && !wanted.has(id)) || offers.length >= MOST_OFFERS) continue;
    const choice = choiceOf(id);
    const candidates = finder.candidatesOf(id);
    if (choice !== null || candidates.length > 0) offers.push({ connection: id, candidates, choice });
  }
  return offers;
}

function toGroup(
  trips: TripLog,
  summary: RoundTripSummary,
  own: readonly Trip[],
  drawn: TimeSpan | null,
): Omit<RoundTripGroup, "clockStepMs" | "isOfRequests"> {
  const answered = own.filter((it) => it.rttMs !== null && isWithin(it, drawn));
  const { slowest, lost, waiting, twice, overtaken, nextLateAt: _, ...numbers } = summary;
  return {
    ...numbers,
    histogram: toHistogram(answered.map((it) => it.rttMs as number)),
    points: pointsOf(answered),
    slowest: slowest.map((id) => toPoint(trips.get(id))),
    lost: lost.map((id) => toPoint(trips.get(id))),
    waiting: waiting.map((id) => toPoint(trips.get(id))),
    twice: twice.map((id) => toPoint(trips.get(id))),
    overtaken: overtaken.map((id) => toPoint(trips.get(id))),
  };
}

/** Whether a row is a request over HTTP, or what one carried. */
function isOfRequest({ log }: Session, row: number): boolean {
  return log.kind.get(row) === ROW_REQUEST || log.request.get(row) !== 0;
}

function isWithin({ requestAt }: Trip, span: TimeSpan | null): boolean {
  return span === null || (requestAt >= span.from && requestAt < span.until);
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
