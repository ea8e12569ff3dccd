import { formatDuration } from "../../format/format-duration.ts";
import { formatTime } from "../../format/format-time.ts";
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
/** While a connection is open an answer may still come: it is given as long again. */
const STILL_OPEN = 2;
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
      return (
        unansweredOf(evidence, connection, beats) ??
        waitingOf(evidence, connection, beats) ??
        missedOf(connection, beats) ??
        []
      );
    // By its rhythm a message is one as well.
    if (evidence.habitsOf(connection).heartbeats.length > 0) return [];
    return missingOf(evidence, connection) ?? [];
  });
}

/** The pings that nothing has answered since one was answered, and how others were; null where that says nothing. */
function unansweredSince(beats: readonly Trip[]): {
  readonly since: readonly Trip[];
  readonly first: Trip;
  readonly answered: readonly Trip[];
  readonly usual: Milliseconds;
} | null {
  const answered = beats.filter((it) => it.replies > 0);
  const since = beats.slice(beats.findLastIndex((it) => it.replies > 0) + 1);
  const [first] = since;
  if (first === undefined) return null;
  // Some are never answered: then that says nothing.
  if (answered.length < 2 || answered.length < beats.length * 0.5) return null;
  return { since, first, answered, usual: largest(answered.map((it) => it.rttMs ?? 0)) };
}

/** Whether its end was that of pings which nobody answered any more. */
export function endedUnanswered(evidence: Evidence, connection: Connection): boolean {
  const beats = findHeartbeats(evidence, connection);
  return beats.length > 0 && unansweredOf(evidence, connection, beats) !== null;
}

function unansweredOf(evidence: Evidence, connection: Connection, beats: readonly Trip[]): Finding | null {
  const { close } = connection;
  const found = close === null ? null : unansweredSince(beats);
  if (close === null || found === null) return null;
  const { since, first, usual } = found;
  // A page that leaves does not wait for its last ping; one that has waited for some has given the server up.
  const isOrderly = close.code === 1000 || close.code === 1001 || close.code === 1005;
  if (close.by === "page" && isOrderly && since.length < MANY_IN_A_ROW) return null;
  const wait = close.at - first.requestAt;
  if (wait < Math.max(LEAST_WAIT, usual * 3)) return null;
  const title = say("pingWentUnansweredForBefore", { whose: whoseOf(first), wait: formatDuration(wait) });
  return toUnanswered(evidence, connection, found, title, [[say("closeCode"), String(close.code ?? "none")]]);
}

/** The same of a connection that is open still: what was not answered, and since when nothing has come that would show that the other side is there. */
function waitingOf(evidence: Evidence, connection: Connection, beats: readonly Trip[]): Finding | null {
  const found = evidence.isStillOpen(connection) && connection.dropped === 0 ? unansweredSince(beats) : null;
  if (found === null) return null;
  const { first, usual } = found;
  const { log } = evidence.session;
  const isOthers = (row: number) => evidence.isReceived(row) !== first.fromServer;
  if (evidence.messagesOf(connection).some((row) => log.at.get(row) > first.requestAt && isOthers(row)))
    return null;
  if (evidence.marks.pauses.some(({ from, to }) => to > first.requestAt && from < evidence.endedAt))
    return null;
  if (!evidence.hasCome(first.requestAt + STILL_OPEN * Math.max(LEAST_WAIT, usual * 3))) return null;
  const since = formatTime(first.requestAt);
  return toUnanswered(
    evidence,
    connection,
    found,
    say("pingUnansweredSince", { whose: whoseOf(first), since }),
    [],
  );
}

function whoseOf({ fromServer }: Trip): string {
  return fromServer ? say("theServers") : say("thePages");
}

function toUnanswered(
  { marks }: Evidence,
  connection: Connection,
  { since, first, answered, usual }: NonNullable<ReturnType<typeof unansweredSince>>,
  title: string,
  more: Finding["numbers"],
): Finding {
  // A tab that was hidden only later does not explain the first that was not answered.
  const unseen = unseenWithin(marks, first.requestAt, first.requestAt + AT_ONCE);
  return {
    rule: "heartbeat-unanswered",
    severity: "warning",
    title,
    why: first.fromServer
      ? say("thePageDidNotAnswerThe", {
          unseen:
            unseen === null
              ? say("itsThreadWasBlockedOr")
              : say("itsTabWasInThat", { unseen: say(UNSEEN_WORDS[unseen]) }),
        })
      : say(connection.close === null ? "theServerMayBeGone" : "theServerOrTheWay"),
    connection: connection.id,
    numbers: [
      [say("unansweredPings"), String(since.length)],
      [say("answeredBefore"), String(answered.length)],
      [say("slowestAnswer"), formatDuration(usual)],
      ...more,
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
  const { log } = evidence.session;
  const times: EpochMs[] = [
    openedAt,
    ...Array.from(evidence.messagesOf(connection), (row) => log.at.get(row)),
    end,
  ];
  const longest = longestGap(times);
  if (end - openedAt < LONG_LIVED || longest.span < QUIET) {
    const quietAt = longest.span < QUIET ? (times.at(-2) as EpochMs) + QUIET : end;
    if (evidence.isStillOpen(connection)) evidence.hasCome(Math.max(openedAt + LONG_LIVED, quietAt));
    return null;
  }
  if (evidence.marks.pauses.some(({ from, to }) => from < longest.to && to > longest.from)) return null;
  // What goes on is told by when it began: that stays true while nothing happens.
  const isOpen = evidence.isStillOpen(connection);
  const isQuiet = isOpen && longest.to === end;
  // A feed that has stopped is told of by itself.
  if (isQuiet && evidence.habitsOf(connection).feeds.some(({ lastAt }) => lastAt >= longest.from))
    return null;
  const opened = formatTime(openedAt);
  const span = formatDuration(longest.span);
  return {
    rule: "no-heartbeat",
    severity: "info",
    title: isQuiet
      ? say("openSinceQuietSince", { opened, quiet: formatTime(longest.from) })
      : isOpen
        ? say("openSinceQuietForUp", { opened, span })
        : say("openForQuietForUp", { end: formatDuration(end - openedAt), span }),
    why: say("aConnectionThatBreaksWithout"),
    connection: connection.id,
    numbers: [
      isOpen ? [say("openSinceTerm"), opened] : [say("openWord"), formatDuration(end - openedAt)],
      isQuiet ? [say("quietSince"), formatTime(longest.from)] : [say("longestSilenceTerm"), span],
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
