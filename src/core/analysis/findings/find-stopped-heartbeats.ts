import { formatDuration } from "../../format/format-duration.ts";
import { formatTime } from "../../format/format-time.ts";
import type { Connection } from "../../model/connection.ts";
import { say } from "../../text/say.ts";
import type { Milliseconds } from "../../units.ts";
import type { Finding } from "../finding.ts";
import type { Evidence } from "./evidence.ts";
import type { Heartbeat } from "./find-habits.ts";
import { LEAST_BEATS, MOST_JITTER } from "./find-irregular-heartbeats.ts";
import { UNSEEN_WORDS, unseenWithin } from "./mark-index.ts";

/** Of a rhythm that goes on so many are not left out, nor for less than so long. */
const LEFT_OUT = 3;
const SHORTEST: Milliseconds = 5000;

/** Heartbeats that have stopped coming, on a connection that is open, from the side that has said nothing else since either. */
export function findStoppedHeartbeats(evidence: Evidence): Finding[] {
  return evidence.connections.flatMap((connection) => {
    if (connection.dropped > 0 || !evidence.isStillOpen(connection)) return [];
    return evidence
      .habitsOf(connection)
      .heartbeats.flatMap((beat) => findingOf(evidence, connection, beat) ?? []);
  });
}

function findingOf(evidence: Evidence, connection: Connection, beat: Heartbeat): Finding | null {
  const { received, label, count, intervalMs, jitterMs, lastAt, lastRow, pauses } = beat;
  if (count < LEAST_BEATS || jitterMs > MOST_JITTER * intervalMs) return null;
  const { log } = evidence.session;
  const rows = evidence.messagesOf(connection);
  if (rows.some((row) => evidence.isReceived(row) === received && log.at.get(row) > lastAt)) return null;
  // What answers has the rhythm of what asks, and a ping that is not answered is told of by itself.
  const { trips } = evidence.roundTrips;
  const id = trips.tripOf(lastRow);
  const trip = id === null ? null : trips.get(id);
  if (trip !== null && (trip.request !== lastRow || trip.replies === 0)) return null;
  if (evidence.marks.pauses.some(({ to }) => to > lastAt)) return null;
  const least = Math.max(SHORTEST, intervalMs * LEFT_OUT, (pauses[0]?.ms ?? 0) * 2);
  if (!evidence.hasCome(lastAt + least)) return null;
  const unseen = unseenWithin(evidence.marks, lastAt, lastAt + least);
  const since = formatTime(lastAt);
  return {
    rule: "heartbeat-stopped",
    severity: "info",
    title: say("theHeartbeatHasStopped", {
      who: say(received ? "theServer" : "thePage"),
      interval: formatDuration(intervalMs),
      since,
    }),
    why: say(
      received ? "theServerMayBeGone" : unseen === null ? "thePagesThreadWasBlocked" : "theTabWasHiddenOr",
    ),
    connection: connection.id,
    numbers: [
      [say("heartbeatWord"), label === "" ? say("byItsRhythm") : label],
      [say("intervalWord"), formatDuration(intervalMs)],
      [say("noneSince"), since],
      ...(unseen === null ? [] : [[say("theTabWas"), say(UNSEEN_WORDS[unseen])] as const]),
    ],
    rows: [lastRow],
  };
}
