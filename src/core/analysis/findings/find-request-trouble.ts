import { formatDuration } from "../../format/format-duration.ts";
import { formatQuantity } from "../../format/format-quantity.ts";
import { formatTime } from "../../format/format-time.ts";
import type { Connection } from "../../model/connection.ts";
import { say, sayCount } from "../../text/say.ts";
import type { EpochMs, Milliseconds } from "../../units.ts";
import type { Finding } from "../finding.ts";
import { groupBy } from "../group-by.ts";
import { findBeat } from "../pairing/find-beat.ts";
import type { RoundTripSummary } from "../pairing/measure-round-trips.ts";
import type { Trip } from "../pairing/trip-log.ts";
import { answerWait, isOpenRequest } from "../pairing/under-way.ts";
import { largest, median, smallest } from "../polling/statistics.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";

/** A pairing that was learned must be this sure before a lack of answers is called one. */
const LEAST_CERTAINTY = 0.8;
/** A kind of request is answered, where so many of so many were. */
const LEAST_PAIRS = 5;
const LEAST_SHARE = 0.7;
/** So many at the end without an answer are no accident. */
const LEAST_SINCE = 3;
/** A latency rises where each third of so many requests waits clearly longer, the last much longer and noticeably. */
const LEAST_RISING = 45;
const LEAST_STEP = 1.3;
const LEAST_RISE = 3;
const RISE_NOTICED: Milliseconds = 100;
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
      ...findSlower(connection, summary, asks),
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
  const wait = answerWait(summary.maxMs);
  const lost: Trip[] = [];
  for (const list of byType.values()) {
    const answered = list.filter((it) => it.replies > 0).length;
    // Where nothing is answered any more, what was before says whether such requests are.
    const until = list.findLastIndex((it) => it.replies > 0) + 1;
    if (answered < LEAST_PAIRS || answered < LEAST_SHARE * until) continue;
    // What was under way at the end is the connection's loss, not the server's silence.
    const end = evidence.endOf(connection);
    const isOver = evidence.isStillOpen(connection) ? evidence.hasCome : (at: EpochMs) => at < end;
    for (const it of list) if (isOpenRequest(it) && isOver(it.requestAt + wait)) lost.push(it);
  }
  if (lost.length === 0 || connection.dropped > 0) return [];
  const fillings = { pairedby: summary.pairedBy, requests: summary.requests };
  const lastAnswered = largest(trips.filter((it) => it.replies > 0).map((it) => it.requestAt));
  const isSinceThen = lost.length >= LEAST_SINCE && lost.every((it) => it.requestAt > lastAnswered);
  const since = smallest(lost.map((it) => it.requestAt));
  return [
    {
      rule: "request-unanswered",
      severity: "warning",
      title: isSinceThen
        ? evidence.isStillOpen(connection)
          ? say("nothingIsAnsweredSince", {
              count: lost.length,
              pairedby: summary.pairedBy,
              since: formatTime(since),
            })
          : say("nothingAnsweredSince", {
              count: lost.length,
              pairedby: summary.pairedBy,
              span: formatDuration(evidence.endOf(connection) - since),
            })
        : lost.every((it) => it.fromServer)
          ? sayCount("serverRequestsNeverAnswered", lost.length, fillings)
          : sayCount("requestsNeverAnswered", lost.length, fillings),
      why: say(isSinceThen ? "untilThenRequestsWereAnswered" : "othersOfTheSameKind"),
      connection: connection.id,
      numbers: [
        [say("answered"), String(summary.pairs)],
        [say("neverAnswered"), String(lost.length)],
        [say("slowestAnswer"), formatDuration(summary.maxMs ?? 0)],
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
      title: say("pairedByGotMoreThan", {
        answeredtwice: formatQuantity(summary.answeredTwice, "request"),
        pairedby: summary.pairedBy,
      }),
      why: say("othersOfTheSameKindGot"),
      connection: connection.id,
      numbers: [
        [say("answered"), String(summary.pairs)],
        [say("moreThanOnce"), String(summary.answeredTwice)],
      ],
      rows: twice.flatMap((it) => [it.request, it.last as number]).slice(0, MOST_ROWS),
    },
  ];
}

/** Answers that take longer and longer, of the kind of request that was made most often. */
function findSlower(connection: Connection, summary: RoundTripSummary, trips: readonly Trip[]): Finding[] {
  const byType = [
    ...groupBy(
      trips.filter((it) => it.rttMs !== null),
      ({ type }) => type,
    ).values(),
  ];
  const list = byType.sort((a, b) => b.length - a.length)[0] ?? [];
  if (list.length < LEAST_RISING) return [];
  const ordered = [...list].sort((a, b) => a.requestAt - b.requestAt);
  const third = Math.floor(ordered.length / 3);
  const thirds = [ordered.slice(0, third), ordered.slice(third, -third), ordered.slice(-third)];
  const [first = 0, middle = 0, last = 0] = thirds.map((its) => median(its.map((it) => it.rttMs as number)));
  const grows = middle >= LEAST_STEP * first && last >= LEAST_STEP * middle;
  if (!grows || last < LEAST_RISE * first || last - first < RISE_NOTICED) return [];
  const slowest = [...(thirds[2] ?? [])].sort((a, b) => (b.rttMs as number) - (a.rttMs as number));
  return [
    {
      rule: "rising-latency",
      severity: "warning",
      title: say("answersTakeLonger", {
        pairedby: summary.pairedBy,
        first: formatDuration(first),
        last: formatDuration(last),
      }),
      why: say("aQueueThatGrows"),
      connection: connection.id,
      numbers: [
        [say("pairs"), String(list.length)],
        [say("atFirstTerm"), formatDuration(first)],
        [say("inTheMiddleTerm"), formatDuration(middle)],
        [say("atTheEndTerm"), formatDuration(last)],
      ],
      rows: slowest.map((it) => it.request).slice(0, MOST_ROWS),
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
      title: say("oneInTwentyAnswersPaired", {
        pairedby: summary.pairedBy,
        p95ms: formatDuration(p95Ms),
        p50ms: formatDuration(p50Ms),
      }),
      why: say("aPersonNoticesFromA"),
      connection: connection.id,
      numbers: [
        [say("pairs"), String(summary.pairs)],
        ["p50", formatDuration(p50Ms)],
        ["p95", formatDuration(p95Ms)],
        [say("slowestWord"), formatDuration(maxMs as number)],
      ],
      rows: slow
        .sort((a, b) => (b.rttMs as number) - (a.rttMs as number))
        .map((it) => it.request)
        .slice(0, MOST_ROWS),
    },
  ];
}
