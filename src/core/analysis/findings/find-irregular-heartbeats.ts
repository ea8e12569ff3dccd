import { formatDuration } from "../../format/format-duration.ts";
import type { Connection } from "../../model/connection.ts";
import { say, sayCount } from "../../text/say.ts";
import type { EpochMs, Milliseconds } from "../../units.ts";
import type { Finding } from "../finding.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";
import { unseenWithin } from "./mark-index.ts";

/** From fewer the rhythm is not sure enough to miss one. */
export const LEAST_BEATS = 8;
/** What is irregular all the time has no rhythm that could be broken. */
export const MOST_JITTER = 0.2;
/** Of nearly every beat the next one is late: then that is the rhythm. */
const MOST_MISSED_SHARE = 0.2;

/** What is said so near to the ends of a pause is not said in it. */
const EDGE: Milliseconds = 100;

/** Heartbeats that did not come when they were due, on a connection that lived on. */
export function findIrregularHeartbeats(evidence: Evidence): Finding[] {
  return evidence.connections.flatMap((connection): Finding[] => {
    if (connection.dropped > 0) return [];
    return evidence.habitsOf(connection).heartbeats.flatMap((beat): Finding[] => {
      const { received, label, count, intervalMs, jitterMs } = beat;
      const pauses = beat.pauses.filter(({ from, ms }) => {
        return (
          !evidence.marks.pauses.some((it) => it.from < from + ms && it.to > from) &&
          !saysElse(evidence, connection, received, from, from + ms)
        );
      });
      // What answers has the rhythm of what asks.
      const { trips } = evidence.roundTrips;
      if (label === "" && pauses.some(({ row }) => trips.tripOf(row) !== null)) return [];
      if (count < LEAST_BEATS || jitterMs > MOST_JITTER * intervalMs) return [];
      if (pauses.length === 0 || pauses.length > MOST_MISSED_SHARE * count) return [];
      const missed = pauses.reduce((sum, { ms }) => sum + Math.round(ms / intervalMs) - 1, 0);
      const unseen = pauses.filter(({ from, ms }) => unseenWithin(evidence.marks, from, from + ms) !== null);
      const who = received ? say("theServer") : say("thePage");
      const longest = pauses[0]?.ms ?? 0;
      return [
        {
          rule: "heartbeat-irregular",
          severity: "info",
          title: sayCount("heartbeatsLeftOut", missed, {
            who,
            interval: formatDuration(intervalMs),
            longest: formatDuration(longest),
          }),
          why: received
            ? say("theServerOrTheWayFrom")
            : unseen.length === pauses.length
              ? say("theTabWasHiddenOr")
              : say("thePagesThreadWasBlocked"),
          connection: connection.id,
          numbers: [
            [say("heartbeatWord"), label === "" ? say("byItsRhythm") : label],
            [say("intervalWord"), formatDuration(intervalMs)],
            [say("jitter"), formatDuration(jitterMs)],
            [say("longestPause"), formatDuration(longest)],
            ...(unseen.length === 0
              ? []
              : [
                  [
                    say("tabHiddenIn"),
                    say("unseenOf", { unseen: unseen.length, pauses: pauses.length }),
                  ] as const,
                ]),
          ],
          rows: pauses
            .map(({ row }) => row)
            .sort((a, b) => a - b)
            .slice(0, MOST_ROWS),
        },
      ];
    });
  });
}

/** Whether that side said something else meanwhile, which shows as well that it is there, or the connection was another. */
function saysElse(
  evidence: Evidence,
  connection: Connection,
  received: boolean,
  from: EpochMs,
  to: EpochMs,
): boolean {
  const { log } = evidence.session;
  const isWithin = (at: EpochMs) => at > from + EDGE && at < to - EDGE;
  if (evidence.marks.of(connection.id, "source-errored").some(({ at }) => isWithin(at))) return true;
  return evidence.messagesOf(connection).some((row) => {
    return evidence.isReceived(row) === received && isWithin(log.at.get(row));
  });
}
