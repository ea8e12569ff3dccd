import { formatDuration } from "../../format/format-duration.ts";
import type { Connection } from "../../model/connection.ts";
import { say, sayCount } from "../../text/say.ts";
import type { EpochMs, Milliseconds } from "../../units.ts";
import type { Finding } from "../finding.ts";
import type { Trip } from "../pairing/trip-log.ts";
import { largest } from "../polling/statistics.ts";
import type { Evidence } from "./evidence.ts";
import { findHeartbeats } from "./find-heartbeats.ts";
import { UNSEEN_WORDS, unseenWithin } from "./mark-index.ts";

/** A server that was asked so shortly before the end had no time to answer. */
const LEAST_WAIT: Milliseconds = 5000;
/** Within so long a page that is seen answers a ping. */
const AT_ONCE: Milliseconds = 500;
/** From so many answers on, one that is missing says something. */
const LEAST_ANSWERED = 5;
/** With so many in a row unanswered a client would do well to give the connection up. */
const MANY_IN_A_ROW = 3;
/** A socket that lives so long meets time-outs on its way. */
const LONG_LIVED: Milliseconds = 300_000;
/** Most proxies wait a minute (nginx `proxy_read_timeout`, AWS ALB, HAProxy examples). */
const QUIET: Milliseconds = 60_000;

/** Heartbeats that were not answered before the end, and long-lived sockets without any. */
export function findHeartbeatTrouble(evidence: Evidence): Finding[] {
  return evidence.connections.flatMap((connection) => {
    if (connection.kind !== "websocket") return [];
    const beats = findHeartbeats(evidence, connection);
    if (beats.length > 0)
      return unansweredOf(evidence, connection, beats) ?? missedOf(connection, beats) ?? [];
    return missingOf(evidence, connection) ?? [];
  });
}

function unansweredOf({ marks }: Evidence, connection: Connection, beats: readonly Trip[]): Finding | null {
  const { close } = connection;
  const last = beats.at(-1) as Trip;
  if (close === null || last.replies > 0) return null;
  const answered = beats.filter((it) => it.replies > 0);
  // Some are never answered: then that says nothing.
  if (answered.length < 2 || answered.length < beats.length * 0.5) return null;
  const since = beats.slice(beats.findLastIndex((it) => it.replies > 0) + 1);
  // A page that leaves does not wait for its last ping; one that has waited for some has given the server up.
  const isOrderly = close.code === 1000 || close.code === 1001 || close.code === 1005;
  if (close.by === "page" && isOrderly && since.length < MANY_IN_A_ROW) return null;
  const first = since[0] as Trip;
  const wait = close.at - first.requestAt;
  const usual = largest(answered.map((it) => it.rttMs ?? 0));
  if (wait < Math.max(LEAST_WAIT, usual * 3)) return null;
  // A tab that was hidden only later does not explain the first that was not answered.
  const unseen = unseenWithin(marks, first.requestAt, first.requestAt + AT_ONCE);
  const whose = first.fromServer ? say("theServers") : say("thePages");
  return {
    rule: "heartbeat-unanswered",
    severity: "warning",
    title: say("pingWentUnansweredForBefore", { whose, wait: formatDuration(wait) }),
    why: first.fromServer
      ? say("thePageDidNotAnswerThe", {
          unseen:
            unseen === null
              ? say("itsThreadWasBlockedOr")
              : say("itsTabWasInThat", { unseen: say(UNSEEN_WORDS[unseen]) }),
        })
      : say("theServerOrTheWay"),
    connection: connection.id,
    numbers: [
      [say("unansweredPings"), String(since.length)],
      [say("answeredBefore"), String(answered.length)],
      [say("slowestAnswer"), formatDuration(usual)],
      [say("closeCode"), String(close.code ?? "none")],
      ...(unseen === null ? [] : [[say("theTabWas"), say(UNSEEN_WORDS[unseen])] as const]),
    ],
    rows: since.map((it) => it.request).slice(0, 20),
  };
}

function missedOf(connection: Connection, beats: readonly Trip[]): Finding | null {
  const last = beats.findLastIndex((it) => it.replies > 0);
  const missed = beats.slice(0, Math.max(0, last)).filter((it) => it.replies === 0);
  const answered = beats.filter((it) => it.replies > 0).length;
  if (missed.length === 0 || answered < LEAST_ANSWERED || missed.length > answered || connection.dropped > 0)
    return null;
  const inARow = longestRun(beats.slice(0, Math.max(0, last)));
  return {
    rule: "heartbeat-missed",
    severity: inARow >= MANY_IN_A_ROW ? "warning" : "info",
    title: sayCount("pingsNotAnswered", missed.length, { beats: beats.length }),
    why: say("theOtherSideWasToo"),
    connection: connection.id,
    numbers: [
      [say("answered"), String(answered)],
      [say("notAnswered"), String(missed.length)],
      [say("inARowTerm"), String(inARow)],
    ],
    rows: missed.map((it) => it.request).slice(0, 20),
  };
}

/** How many in a row were not answered at most. */
function longestRun(beats: readonly Trip[]): number {
  let most = 0;
  let run = 0;
  for (const { replies } of beats) {
    run = replies === 0 ? run + 1 : 0;
    most = Math.max(most, run);
  }
  return most;
}

function missingOf(evidence: Evidence, connection: Connection): Finding | null {
  const { openedAt, dropped } = connection;
  if (openedAt === null || dropped > 0) return null;
  const end = evidence.endOf(connection);
  if (end - openedAt < LONG_LIVED) return null;
  const { log } = evidence.session;
  const times: EpochMs[] = [
    openedAt,
    ...Array.from(evidence.messagesOf(connection), (row) => log.at.get(row)),
    end,
  ];
  const longest = longestGap(times);
  if (longest.span < QUIET) return null;
  if (evidence.marks.pauses.some(({ from, to }) => from < longest.to && to > longest.from)) return null;
  return {
    rule: "no-heartbeat",
    severity: "info",
    title: say("openForQuietForUp", {
      end: formatDuration(end - openedAt),
      span: formatDuration(longest.span),
    }),
    why: say("aConnectionThatBreaksWithout"),
    connection: connection.id,
    numbers: [
      [say("openWord"), formatDuration(end - openedAt)],
      [say("longestSilenceTerm"), formatDuration(longest.span)],
      [say("messagesWord"), String(times.length - 2)],
    ],
    rows: [],
  };
}

function longestGap(times: readonly EpochMs[]): { span: Milliseconds; from: EpochMs; to: EpochMs } {
  let best = { span: 0, from: 0, to: 0 };
  for (const [index, to] of times.entries()) {
    const from = times[index - 1] ?? to;
    if (to - from > best.span) best = { span: to - from, from, to };
  }
  return best;
}
