import { formatDuration } from "../../format/format-duration.ts";
import type { Connection } from "../../model/connection.ts";
import { say } from "../../text/say.ts";
import type { Milliseconds } from "../../units.ts";
import type { Finding } from "../finding.ts";
import { largest, smallest } from "../polling/statistics.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";
import { growthOfWaits, LEAST_GROWTH } from "./growth-of-waits.ts";

/** So many connections within a minute are no back-off: doubling from one second, the fifth would be the last. */
const LEAST_IN_A_MINUTE = 6;
const MINUTE: Milliseconds = 60_000;
/** Attempts in a row that failed, from which a pattern is seen. */
const LEAST_FAILED = 4;
/** Waits of so long do a server no harm, growing or not. */
const LONG_ENOUGH: Milliseconds = 15_000;
/** A connection that has lasted so long was one: its end is no failed attempt. */
const LASTED: Milliseconds = 10_000;

/** A page that comes back again and again without waiting longer each time. */
export function findReconnectStorm(evidence: Evidence): Finding[] {
  const findings: Finding[] = [];
  for (const { connections } of evidence.channels) {
    const ends = connections.map((it) => it.close?.at ?? null);
    const failed = connections.map((it, index) => {
      const end = ends[index] ?? null;
      return end !== null && !isMeant(it) && (it.openedAt === null || end - it.openedAt < LASTED);
    });
    const run = longestRun(failed);
    const waits = connections.slice(run.from + 1, run.to + 1).map((it, index) => {
      return it.createdAt - (ends[run.from + index] as number);
    });
    if (run.to - run.from < LEAST_FAILED || waits.length < LEAST_FAILED - 1) continue;
    const shortest = smallest(waits);
    const longest = largest(waits);
    const grows = growthOfWaits(waits) >= LEAST_GROWTH;
    const most = mostWithin(
      connections.map((it) => it.createdAt),
      MINUTE,
    );
    if (grows || shortest >= LONG_ENOUGH || most < LEAST_IN_A_MINUTE) continue;
    const first = connections[run.from];
    // What the page lost, and came back for, if that is in the recording.
    const lost = connections[run.from - 1];
    const cause = lost === undefined || lost.close === null || isMeant(lost) ? first : lost;
    findings.push({
      rule: "reconnect-storm",
      severity: most >= LEAST_IN_A_MINUTE * 3 ? "error" : "warning",
      title: titleOf(run.to - run.from, formatDuration(shortest), formatDuration(longest)),
      why: say("eachAttemptCostsTheServer"),
      connection: first?.id ?? null,
      numbers: [
        [say("connectionsWord"), String(connections.length)],
        [say("endedAtOnce"), String(run.to - run.from)],
        [say("mostWithinAMinute"), String(most)],
        [say("waits"), say("to", { shortest: formatDuration(shortest), longest: formatDuration(longest) })],
        [say("beganWith"), closeText(cause?.close?.code ?? null)],
      ],
      rows: connections
        .flatMap((it) => evidence.marks.of(it.id, "socket-closed"))
        .map(({ row }) => row)
        .slice(0, MOST_ROWS),
    });
  }
  return findings;
}

function titleOf(count: number, shortest: string, longest: string): string {
  if (shortest === longest) return say("connectionsInARowEndedSteadily", { count, wait: shortest });
  return say("connectionsInARowEnded", { to: count, shortest, longest });
}

/** An end that somebody wanted: the page closed what was open, or it had done its work. Who gives up on one that never opened has failed. */
function isMeant({ openedAt, close, sent, received }: Connection): boolean {
  if (openedAt === null) return false;
  return close?.by === "page" || (close?.code === 1000 && sent + received > 0);
}

function closeText(code: number | null): string {
  return code === null ? say("aFailedConnection") : say("closeCodeNamed", { code });
}

/** The longest run of trues: from its first to behind its last. */
function longestRun(list: readonly boolean[]): { from: number; to: number } {
  let best = { from: 0, to: 0 };
  let from = 0;
  for (const [index, it] of list.entries()) {
    if (!it) from = index + 1;
    else if (index + 1 - from > best.to - best.from) best = { from, to: index + 1 };
  }
  return best;
}

function mostWithin(times: readonly number[], span: Milliseconds): number {
  let most = 0;
  let from = 0;
  for (const [index, at] of times.entries()) {
    while (at - (times[from] as number) > span) from += 1;
    most = Math.max(most, index - from + 1);
  }
  return most;
}
