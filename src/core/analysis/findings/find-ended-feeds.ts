import { formatDuration } from "../../format/format-duration.ts";
import { formatTime } from "../../format/format-time.ts";
import type { Connection } from "../../model/connection.ts";
import { say } from "../../text/say.ts";
import type { Milliseconds } from "../../units.ts";
import type { Finding } from "../finding.ts";
import type { Evidence } from "./evidence.ts";
import { type Feed, LEAST_PAUSE, type Rare } from "./find-feeds.ts";
import { CLOCK_FACTOR, findGaps, type Gaps } from "./find-gaps.ts";
import { UNSEEN_WORDS, unseenWithin } from "./mark-index.ts";

/** It has ended, and does not only pause: for so long, and so many times longer than is usual and than it ever paused. */
const SHORTEST: Milliseconds = 20_000;
const USUAL_FACTOR = 100;
const PAUSE_FACTOR = 5;
/** While the connection is open it is told earlier that a feed stands still, which may well go on: after so many times the longest pause. */
const OPEN_FACTOR = 3;
/** So many messages come after it: the connection lives on. */
const LEAST_AFTER = 2;
/** What is said so shortly before or after its last message says why it ended. */
const ASKED_WITHIN: Milliseconds = 3000;
/** What a connection is for goes on from early on; what began later may be a task that was done. */
const MAIN_FROM = 0.2;

/** A feed that ticked like a clock and came to an end, while the connection lived on and nobody had asked for that. */
export function findEndedFeeds(evidence: Evidence): Finding[] {
  return evidence.connections.flatMap((connection) => {
    if (connection.dropped > 0) return [];
    const { feeds, rare } = evidence.habitsOf(connection);
    if (rare === null) return [];
    const found = feeds.flatMap((feed) => {
      const noticed = Math.max(LEAST_PAUSE, feed.usualMs * CLOCK_FACTOR);
      return findingOf(evidence, connection, feed, noticed, rare) ?? [];
    });
    if (found.length > 0 || !evidence.isStillOpen(connection)) return found;
    // What it receives may be one feed, less even than one of a kind.
    const whole = findGaps(evidence, connection);
    if (whole === null) return [];
    return findingOf(evidence, connection, toFeed(evidence, whole), whole.least, rare) ?? [];
  });
}

function toFeed({ session: { log } }: Evidence, { usual, longest, rows }: Gaps): Omit<Feed, "pauses"> {
  const lastRow = rows.at(-1) as number;
  return {
    kind: "",
    count: rows.length,
    firstAt: log.at.get(rows[0] as number),
    lastAt: log.at.get(lastRow),
    lastRow,
    usualMs: usual,
    longestMs: longest,
  };
}

function findingOf(
  evidence: Evidence,
  connection: Connection,
  feed: Omit<Feed, "pauses">,
  noticed: Milliseconds,
  rare: readonly Rare[],
): Finding | null {
  const { log } = evidence.session;
  const { kind, lastAt, lastRow, firstAt, count, usualMs, longestMs } = feed;
  const rows = evidence.messagesOf(connection);
  const after = rows.filter((row) => log.at.get(row) > lastAt && evidence.isReceived(row));
  const least = Math.max(SHORTEST, usualMs * USUAL_FACTOR, longestMs * PAUSE_FACTOR);
  const lastAfter = after.length < LEAST_AFTER ? lastAt : log.at.get(after.at(-1) as number);
  const hasEnded = lastAfter - lastAt >= least;
  // While it is open, that nothing comes is seen as it goes on, whatever else comes.
  const isOpen = !hasEnded && evidence.isStillOpen(connection);
  if (!hasEnded && !isOpen) return null;
  const end = isOpen ? evidence.endedAt : lastAfter;
  const silence = end - lastAt;
  // A feed's own beginning says nothing of its end.
  const isOwn = (it: Rare): boolean => (kind === "" ? it.often : it.kind === kind);
  if (rare.some((it) => !isOwn(it) && Math.abs(it.at - lastAt) <= ASKED_WITHIN)) return null;
  const { marks } = evidence;
  if (marks.pauses.some(({ from, to }) => from < end && to >= lastAt)) return null;
  if (marks.of(connection.id, "source-errored").some(({ at }) => at >= lastAt && at <= end)) return null;
  if (isOpen && !evidence.hasCome(lastAt + Math.max(noticed, longestMs * OPEN_FACTOR))) return null;
  const began = connection.openedAt ?? connection.createdAt;
  const isMain = firstAt - began <= MAIN_FROM * (lastAt - began);
  const unseen = unseenWithin(marks, lastAt, Math.min(end, lastAt + SHORTEST));
  return {
    rule: "feed-ended",
    // What has sent all that there was ends so as well, and stays open.
    severity: isMain && unseen === null && !isOpen ? "warning" : "info",
    title: isOpen
      ? say("aFeedIsSilentSince", { usual: formatDuration(usualMs), since: formatTime(lastAt) })
      : say("aFeedCameToAnEnd", { usual: formatDuration(usualMs), silence: formatDuration(silence) }),
    why:
      unseen === null
        ? say("theFeedEndedWhileTheConnection")
        : say("theFeedEndedWhileTheTab", { state: say(UNSEEN_WORDS[unseen]) }),
    connection: connection.id,
    numbers: [
      [say("messagesWord"), String(count)],
      [say("usualSpan"), formatDuration(usualMs)],
      isOpen
        ? [say("nothingOfItSince"), formatTime(lastAt)]
        : [say("nothingOfItFor"), formatDuration(silence)],
      [say("receivedSince"), String(after.length)],
    ],
    rows: isOpen ? [lastRow, ...after] : [lastRow, after[0] as number, after.at(-1) as number],
  };
}
