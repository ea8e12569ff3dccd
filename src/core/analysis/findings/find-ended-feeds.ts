import { formatDuration } from "../../format/format-duration.ts";
import { formatTime } from "../../format/format-time.ts";
import type { Connection } from "../../model/connection.ts";
import { say } from "../../text/say.ts";
import type { Milliseconds } from "../../units.ts";
import type { Finding } from "../finding.ts";
import type { Evidence } from "./evidence.ts";
import type { Feed, Rare } from "./find-feeds.ts";
import { UNSEEN_WORDS, unseenWithin } from "./mark-index.ts";

/** It has ended, and does not only pause: for so long, and so many times longer than is usual and than it ever paused. */
const SHORTEST: Milliseconds = 20_000;
const USUAL_FACTOR = 100;
const PAUSE_FACTOR = 5;
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
    return feeds.flatMap((feed) => findingOf(evidence, connection, feed, rare) ?? []);
  });
}

function findingOf(
  evidence: Evidence,
  connection: Connection,
  feed: Feed,
  rare: readonly Rare[],
): Finding | null {
  const { log } = evidence.session;
  const { lastAt, lastRow, firstAt, count, usualMs, longestMs } = feed;
  const rows = evidence.messagesOf(connection);
  const after = rows.filter((row) => log.at.get(row) > lastAt && evidence.isReceived(row));
  // While it is open, that nothing comes is seen as it goes on, whatever else comes.
  const isOpen = after.length < LEAST_AFTER && evidence.isStillOpen(connection);
  const end = isOpen ? evidence.endedAt : after.length === 0 ? lastAt : log.at.get(after.at(-1) as number);
  const silence = end - lastAt;
  if (after.length < LEAST_AFTER && !isOpen) return null;
  const least = Math.max(SHORTEST, usualMs * USUAL_FACTOR, longestMs * PAUSE_FACTOR);
  if (rare.some(({ at }) => Math.abs(at - lastAt) <= ASKED_WITHIN)) return null;
  const { marks } = evidence;
  if (marks.pauses.some(({ from, to }) => from <= end && to >= lastAt)) return null;
  if (marks.of(connection.id, "source-errored").some(({ at }) => at >= lastAt && at <= end)) return null;
  if (isOpen ? !evidence.hasCome(lastAt + least) : silence < least) return null;
  const began = connection.openedAt ?? connection.createdAt;
  const isMain = firstAt - began <= MAIN_FROM * (lastAt - began);
  const unseen = unseenWithin(marks, lastAt, lastAt + SHORTEST);
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
