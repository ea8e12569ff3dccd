import { formatCount } from "../../format/format-count.ts";
import { formatDuration } from "../../format/format-duration.ts";
import { formatOpening } from "../../format/format-opening.ts";
import { formatTime } from "../../format/format-time.ts";
import type { Connection } from "../../model/connection.ts";
import { say, sayCount } from "../../text/say.ts";
import type { Milliseconds } from "../../units.ts";
import type { Finding } from "../finding.ts";
import type { Evidence } from "./evidence.ts";

/** What a page sends so soon after the opening begins what it wants from the connection. */
const BEGINNING: Milliseconds = 5000;
/** A feed brought so many, and would have brought so many again. */
const LEAST_RECEIVED = 20;
const LEAST_EXPECTED = 10;
/** A new connection is waited for so long. */
const LEAST_OPEN: Milliseconds = 5000;
/** An event stream with so many events is one that can miss some. */
const LEAST_EVENTS = 20;

/** Connections after which nothing was asked for again, and nothing came; event streams that cannot be taken up where they broke. */
export function findMissingResync(evidence: Evidence): Finding[] {
  const findings: Finding[] = [];
  for (const { connections } of evidence.channels) {
    for (const [index, after] of connections.entries()) {
      const before = connections[index - 1];
      const found = before === undefined ? null : compare(evidence, before, after);
      if (found !== null) findings.push(found);
    }
  }
  for (const connection of evidence.connections) {
    const { kind, reconnects, received, dropped, id } = connection;
    if (kind !== "eventsource" || reconnects === 0 || received < LEAST_EVENTS || dropped > 0) continue;
    const { withId, read } = evidence.habitsOf(connection);
    if (withId > 0 || read === 0) continue;
    findings.push({
      rule: "no-event-ids",
      severity: "info",
      title: say("theStreamBrokeAndIts", {
        reconnects: sayCount("timesCount", reconnects),
      }),
      why: say("aBrowserThatConnectsAgain"),
      connection: id,
      numbers: [
        [say("reconnects"), String(reconnects)],
        [say("events"), formatCount(received)],
      ],
      rows: evidence.marks
        .of(id, "source-errored")
        .map(({ row }) => row)
        .slice(0, 10),
    });
  }
  return findings;
}

function compare(evidence: Evidence, before: Connection, after: Connection): Finding | null {
  if (before.openedAt === null || after.openedAt === null || before.close === null) return null;
  if (before.dropped > 0 || after.dropped > 0) return null;
  const { log } = evidence.session;
  const end = after.close?.at ?? evidence.endedAt;
  const open = end - after.openedAt;
  if (before.received < LEAST_RECEIVED) return null;
  const { marks } = evidence;
  if (marks.pauses.some(({ from, to }) => from < end && to > (after.openedAt as number))) return null;
  const rows = evidence.messagesOf(before);
  const asked = Array.from(rows.subarray(0, 50)).find((row) => {
    return !evidence.isReceived(row) && log.at.get(row) - (before.openedAt as number) <= BEGINNING;
  });
  if (asked === undefined) return null;
  if (after.received > 0) return open < LEAST_OPEN ? null : goesOn(evidence, before, after, asked);
  if (after.sent > 0) return null;
  const rate = before.received / Math.max(1, before.close.at - before.openedAt);
  const isOpen = evidence.isStillOpen(after);
  const least = Math.max(LEAST_OPEN, LEAST_EXPECTED / rate);
  if (isOpen ? !evidence.hasCome(after.openedAt + least) : open < least) return null;
  return {
    rule: "no-resync",
    severity: "warning",
    title: isOpen
      ? say("sinceTheReconnectNothing", { since: formatTime(after.openedAt) })
      : say("afterTheReconnectThePage", { open: formatDuration(open) }),
    why: say("theConnectionBeforeBeganWith"),
    connection: after.id,
    numbers: [
      [say("connectionsWord"), say("and", { id: formatOpening(before), id2: formatOpening(after) })],
      [say("receivedBefore"), formatCount(before.received)],
      isOpen
        ? [say("openSinceTerm"), formatTime(after.openedAt)]
        : [say("openWithoutAMessage"), formatDuration(open)],
    ],
    rows: [asked],
  };
}

/** A feed that goes on though nothing was asked for: what changed while the connection was broken the page cannot know. */
function goesOn(evidence: Evidence, before: Connection, after: Connection, asked: number): Finding | null {
  const { openedAt } = after;
  if (after.received < LEAST_RECEIVED || openedAt === null || before.close === null) return null;
  // The server's own numbers tell it better.
  if (evidence.countersOf(before).length > 0) return null;
  const { log } = evidence.session;
  const hasAsked = evidence.messagesOf(after).some((row) => {
    return !evidence.isReceived(row) && log.at.get(row) - openedAt <= BEGINNING;
  });
  if (hasAsked || endpointAndQuery(before) !== endpointAndQuery(after)) return null;
  return {
    rule: "no-resync",
    severity: "info",
    title: say("theFeedWentOnThoughNothing"),
    why: say("whatChangedMeanwhileIsUnknown"),
    connection: after.id,
    numbers: [
      [say("connectionsWord"), say("and", { id: formatOpening(before), id2: formatOpening(after) })],
      [say("breakWord"), formatDuration(openedAt - before.close.at)],
      [say("receivedBefore"), formatCount(before.received)],
    ],
    rows: [asked, evidence.messagesOf(after)[0] as number],
  };
}

/** Where the address is another, it may say from where on. */
function endpointAndQuery({ url }: Connection): string {
  return url.replace(/#.*$/s, "");
}
