import { formatDuration } from "../../format/format-duration.ts";
import { formatQuantity } from "../../format/format-quantity.ts";
import type { Connection } from "../../model/connection.ts";
import type { Milliseconds } from "../../units.ts";
import type { Finding } from "../finding.ts";
import { groupBy } from "../group-by.ts";
import { findBeat } from "../pairing/find-beat.ts";
import { isUnanswered, type RoundTripSummary } from "../pairing/measure-round-trips.ts";
import type { Trip } from "../pairing/trip-log.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";

/** A pairing that was learned must be this sure before a lack of answers is called one. */
const LEAST_CERTAINTY = 0.8;
/** A kind of request is answered, where so many of so many were. */
const LEAST_PAIRS = 5;
const LEAST_SHARE = 0.7;
/** The last requests may still be under way, for so long at least. */
const UNDER_WAY: Milliseconds = 5000;
/** People lose the thread after ten seconds (Nielsen, Response Times, 1993), and wait from one on. */
const NOTICED: Milliseconds = 1000;
const TOO_LONG: Milliseconds = 10_000;

/** Requests that are never answered where others like them are, that are answered twice, and answers that let people wait. */
export function findRequestTrouble(evidence: Evidence): Finding[] {
  return evidence.summaries.flatMap((summary) => {
    const connection = evidence.session.connections[summary.connection - 1] as Connection;
    // Pings have rules of their own.
    if (
      (summary.certainty ?? 1) < LEAST_CERTAINTY ||
      summary.types.every(({ type }) => findBeat(type) !== null)
    )
      return [];
    const asks = evidence.tripGroups
      .filter(({ connection: id, by }) => id === summary.connection && by === summary.pairedBy)
      .flatMap(({ trips }) => trips);
    return [
      ...findUnanswered(evidence, connection, summary, asks),
      ...findAnsweredTwice(connection, summary, asks),
      ...findSlow(connection, summary, asks),
    ];
  });
}

function findUnanswered(
  evidence: Evidence,
  connection: Connection,
  summary: RoundTripSummary,
  trips: readonly Trip[],
): Finding[] {
  const byType = groupBy(
    trips.filter(({ type }) => findBeat(type) === null),
    ({ type }) => type,
  );
  const wait = Math.max(UNDER_WAY, 3 * (summary.maxMs ?? 0));
  const lost: Trip[] = [];
  for (const list of byType.values()) {
    const answered = list.filter((it) => it.replies > 0).length;
    if (answered < LEAST_PAIRS || answered < LEAST_SHARE * list.length) continue;
    // What was under way at the end is the connection's loss, not the server's silence.
    const end = connection.close?.at ?? evidence.endedAt;
    for (const it of list) if (isUnanswered(it) && it.requestAt + wait < end) lost.push(it);
  }
  if (lost.length === 0 || connection.dropped > 0) return [];
  const whose = lost.every((it) => it.fromServer) ? "of the server's requests" : "of the requests";
  return [
    {
      rule: "request-unanswered",
      severity: "warning",
      title: `${lost.length} ${whose} paired by ${summary.pairedBy} ${lost.length === 1 ? "was" : "were"} never answered, of ${summary.requests}`,
      why: "Others of the same kind were answered. A page that waits without a time-out waits for ever.",
      connection: connection.id,
      numbers: [
        ["answered", String(summary.pairs)],
        ["never answered", String(lost.length)],
        ["slowest answer", formatDuration(summary.maxMs ?? 0)],
      ],
      rows: lost
        .map((it) => it.request)
        .sort((a, b) => a - b)
        .slice(0, MOST_ROWS),
    },
  ];
}

function findAnsweredTwice(
  connection: Connection,
  summary: RoundTripSummary,
  trips: readonly Trip[],
): Finding[] {
  // Some protocols answer in steps: then many have more than one.
  if (
    summary.answeredTwice === 0 ||
    summary.answeredTwice > summary.pairs * 0.3 ||
    summary.pairs < LEAST_PAIRS
  )
    return [];
  const twice = trips.filter((it) => it.replies > 1);
  return [
    {
      rule: "answered-twice",
      severity: "info",
      title: `${formatQuantity(summary.answeredTwice, "request")} paired by ${summary.pairedBy} got more than one answer`,
      why: "Others of the same kind got one. A page that does not expect it handles the result twice.",
      connection: connection.id,
      numbers: [
        ["answered", String(summary.pairs)],
        ["more than once", String(summary.answeredTwice)],
      ],
      rows: twice.flatMap((it) => [it.request, it.last as number]).slice(0, MOST_ROWS),
    },
  ];
}

function findSlow(connection: Connection, summary: RoundTripSummary, trips: readonly Trip[]): Finding[] {
  const { p50Ms, p95Ms, maxMs } = summary;
  if (summary.pairs < LEAST_PAIRS || p50Ms === null || p95Ms === null || p95Ms < NOTICED) return [];
  const slow = trips.filter((it) => (it.rttMs ?? 0) >= p95Ms);
  return [
    {
      rule: "slow-answers",
      severity: p95Ms >= TOO_LONG ? "warning" : "info",
      title: `One in twenty answers paired by ${summary.pairedBy} takes ${formatDuration(p95Ms)} or more; half take ${formatDuration(p50Ms)} or less`,
      why: "A person notices from a second on, and is gone after ten.",
      connection: connection.id,
      numbers: [
        ["pairs", String(summary.pairs)],
        ["p50", formatDuration(p50Ms)],
        ["p95", formatDuration(p95Ms)],
        ["slowest", formatDuration(maxMs as number)],
      ],
      rows: slow
        .sort((a, b) => (b.rttMs as number) - (a.rttMs as number))
        .map((it) => it.request)
        .slice(0, MOST_ROWS),
    },
  ];
}
