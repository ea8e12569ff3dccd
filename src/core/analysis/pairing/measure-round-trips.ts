import type { EpochMs, Milliseconds } from "../../units.ts";
import { groupTrips, type TripChoice, type TripGroup } from "./group-trips.ts";
import { measureStreams, type StreamRate } from "./measure-streams.ts";
import type { PairingRule } from "./pairing-rule.ts";
import { ruleName } from "./pairing-rule.ts";
import type { Trip, TripLog } from "./trip-log.ts";
import { ANSWER_IS_OPTIONAL, answerWait, dueAt, isOpenRequest, type OpenUntil } from "./under-way.ts";

/** Spans of a number of round trips, of those that were answered; null where none was. */
export interface Latency {
  readonly p50Ms: Milliseconds | null;
  readonly p95Ms: Milliseconds | null;
  readonly p99Ms: Milliseconds | null;
  readonly maxMs: Milliseconds | null;
}

/** The round trips of a connection that were paired in one way. */
export interface RoundTripSummary extends Latency {
  readonly connection: number;
  /** Which side asks. */
  readonly asks: "page" | "server";
  readonly pairedBy: string;
  /** How sure that is, from 0 to 1, and on how many pairs it rests; null where a protocol says so. */
  readonly certainty: number | null;
  readonly basedOn: number | null;
  readonly requests: number;
  readonly pairs: number;
  /** Not answered, nor given up by the asking side; it is too late, or the connection has ended. */
  readonly unanswered: number;
  /** Not answered yet: the connection is open, and an answer would not be late (`answerWait`). */
  readonly underWay: number;
  readonly answeredTwice: number;
  /** Answered after a request that was sent later. */
  readonly late: number;
  /** More than one reply each is usual: then the spans are those to the first, and these those to the last. */
  readonly toLast: Latency | null;
  /** How quickly the replies of those streams follow each other. */
  readonly stream: StreamRate | null;
  /** Earlier trips of the connection that were not measured, since there are so many. */
  readonly skipped: number;
  /** By what the application calls them, most requests first. */
  readonly types: readonly TypeSummary[];
  /** Types with fewer requests that are not among them. */
  readonly otherTypes: number;
  /** The trips that took longest, longest first. */
  readonly slowest: readonly number[];
  /** The first of those that were not answered, and of those that still may be. */
  readonly lost: readonly number[];
  readonly waiting: readonly number[];
  /** The first of those that were answered twice, and of those that a later request overtook. */
  readonly twice: readonly number[];
  readonly overtaken: readonly number[];
  /** When the first of these is late; null: none is under way. */
  readonly nextLateAt: EpochMs | null;
}

export interface TypeSummary extends Latency {
  readonly type: string;
  readonly requests: number;
  readonly pairs: number;
  readonly unanswered: number;
  readonly underWay: number;
  /** As of the whole: to the last reply, and how quickly replies follow each other, where more than one is usual. */
  readonly toLast: Latency | null;
  readonly stream: StreamRate | null;
}

/** Of a stream of replies, half of the requests at least have more than one. */
const STREAM_SHARE = 0.5;

const MOST_LISTED = 20;
const MOST_TYPES = 100;

/** Measures round trips, by connection and by what paired them, in order of the connections. */
export function measureRoundTrips(
  trips: TripLog,
  rules: ReadonlyMap<number, readonly PairingRule[]>,
  openUntil: OpenUntil,
  choice: TripChoice = {},
): RoundTripSummary[] {
  return groupTrips(trips, choice).flatMap((group) => measureGroup(group, rules, openUntil) ?? []);
}

/** Measures those that were paired in one way; null where they are no requests after all. */
export function measureGroup(
  group: TripGroup,
  rules: ReadonlyMap<number, readonly PairingRule[]>,
  openUntil: OpenUntil,
): RoundTripSummary | null {
  const summary = summarise(group, rules, openUntil(group.connection));
  return summary.requests > 0 ? summary : null;
}

/** The latency of some round trips, by the nearest rank. */
export function latencyOf(spans: Float64Array): Latency {
  if (spans.length === 0) return { p50Ms: null, p95Ms: null, p99Ms: null, maxMs: null };
  const sorted = spans.sort();
  return {
    p50Ms: rank(sorted, 0.5),
    p95Ms: rank(sorted, 0.95),
    p99Ms: rank(sorted, 0.99),
    maxMs: rank(sorted, 1),
  };
}

/** The value that this share of all is not larger than; to the microsecond, since more digits are the number format's. */
function rank(sorted: Float64Array, share: number): Milliseconds {
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
  return Math.round(value * 1000) / 1000;
}

function summarise(
  { connection, by, fromServer, trips: group, skipped }: TripGroup,
  rules: ReadonlyMap<number, readonly PairingRule[]>,
  openUntil: EpochMs | null,
): RoundTripSummary {
  const asks = fromServer ? "server" : "page";
  const rule = rules.get(connection)?.find((it) => ruleName(it) === by && it.asks === asks);
  const byType = new Map<string, Trip[]>();
  for (const trip of group) {
    const list = byType.get(trip.type);
    if (list === undefined) byType.set(trip.type, [trip]);
    else list.push(trip);
  }
  const isOptional = ANSWER_IS_OPTIONAL.has(by);
  const lists = [...byType.entries()].filter(([, list]) => !isOptional || list.some((it) => it.replies > 0));
  const counted = lists.length === byType.size ? group : lists.flatMap(([, list]) => list);
  const answered = counted.filter((it) => it.replies > 0);
  const measured = answered.filter((it) => it.rttMs !== null);
  const isStream = areStreams(answered);
  const latency = latencyOf(spansOf(measured));
  const wait = answerWait(latency.maxMs);
  const isUnderWay = (it: Trip): boolean => !Number.isNaN(dueAt(it, wait, openUntil));
  const waiting = counted.filter(isUnderWay);
  const lost = counted.filter((it) => isOpenRequest(it) && !isUnderWay(it));
  const twice = answered.filter(
    (it) => it.answeredTwice || (rule !== undefined && !isStream && it.replies > 1),
  );
  const overtaken = answered.filter((it) => it.late);
  const slowest = [...measured].sort((a, b) => (b.rttMs as number) - (a.rttMs as number) || a.id - b.id);
  return {
    connection,
    asks,
    pairedBy: by,
    certainty: rule?.certainty ?? null,
    basedOn: rule?.pairs ?? null,
    requests: counted.length,
    pairs: answered.length,
    unanswered: lost.length,
    underWay: waiting.length,
    answeredTwice: twice.length,
    late: overtaken.length,
    ...latency,
    skipped,
    ...streamOf(measured),
    types: lists
      .map(([type, list]) => toType(type, list, isUnderWay))
      .sort((a, b) => b.requests - a.requests)
      .slice(0, MOST_TYPES),
    otherTypes: Math.max(0, lists.length - MOST_TYPES),
    slowest: slowest.slice(0, MOST_LISTED).map((it) => it.id),
    lost: lost.slice(0, MOST_LISTED).map((it) => it.id),
    waiting: waiting.slice(0, MOST_LISTED).map((it) => it.id),
    twice: twice.slice(0, MOST_LISTED).map((it) => it.id),
    overtaken: overtaken.slice(0, MOST_LISTED).map((it) => it.id),
    nextLateAt: waiting.reduce<EpochMs | null>(
      (first, it) => Math.min(first ?? Infinity, dueAt(it, wait, openUntil)),
      null,
    ),
  };
}

function toType(type: string, list: readonly Trip[], isUnderWay: (trip: Trip) => boolean): TypeSummary {
  const measured = list.filter((it) => it.rttMs !== null);
  return {
    type,
    requests: list.length,
    pairs: list.filter((it) => it.replies > 0).length,
    unanswered: list.filter((it) => isOpenRequest(it) && !isUnderWay(it)).length,
    underWay: list.filter(isUnderWay).length,
    ...latencyOf(spansOf(measured)),
    ...streamOf(measured),
  };
}

function areStreams(answered: readonly Trip[]): boolean {
  return answered.filter((it) => it.replies > 1).length > STREAM_SHARE * answered.length;
}

function streamOf(answered: readonly Trip[]): Pick<TypeSummary, "toLast" | "stream"> {
  if (!areStreams(answered)) return { toLast: null, stream: null };
  return {
    toLast: latencyOf(Float64Array.from(answered, (it) => it.lastMs as number)),
    stream: measureStreams(answered),
  };
}

function spansOf(trips: readonly Trip[]): Float64Array {
  return Float64Array.from(trips, (it) => it.rttMs as number);
}
