import { formatCount } from "../../format/format-count.ts";
import { formatDuration } from "../../format/format-duration.ts";
import { formatOpening } from "../../format/format-opening.ts";
import { formatTime } from "../../format/format-time.ts";
import type { Connection } from "../../model/connection.ts";
import { START_BYTES } from "../../model/row-reader.ts";
import { say } from "../../text/say.ts";
import type { Finding } from "../finding.ts";
import type { Evidence } from "./evidence.ts";

/** Two that were open together for so long are no change of guard. */
const LEAST_OVERLAP_MS = 5000;
/** The same messages on both, so many and nearly all. */
const LEAST_SAME = 10;
const LEAST_SHARE = 0.9;
/** Messages that are compared, from the beginning of what both were open for. */
const MOST_COMPARED = 300;
/** Messages that are looked at for those. */
const MOST_LOOKED_AT = 2000;
/** What short messages say may be the same by chance. */
const LEAST_BYTES = 12;

/** Two connections of one frame to one address that bring the same messages: one is too many. */
export function findDoubledConnections(evidence: Evidence): Finding[] {
  const findings: Finding[] = [];
  const byUrl = new Map<string, Connection[]>();
  for (const connection of evidence.connections) {
    if (connection.kind === "fetch-stream" || connection.url === "") continue;
    const key = `${connection.kind} ${connection.frame} ${connection.url}`;
    for (const other of byUrl.get(key) ?? []) {
      const finding = compare(evidence, other, connection);
      if (finding !== null) findings.push(finding);
    }
    byUrl.set(key, [...(byUrl.get(key) ?? []).slice(-3), connection]);
  }
  return findings;
}

function compare(evidence: Evidence, first: Connection, second: Connection): Finding | null {
  const from = Math.max(first.createdAt, second.createdAt);
  const to = Math.min(evidence.endOf(first), evidence.endOf(second));
  const areOpen = evidence.isStillOpen(first) && evidence.isStillOpen(second);
  if (areOpen ? !evidence.hasCome(from + LEAST_OVERLAP_MS) : to - from < LEAST_OVERLAP_MS) return null;
  const own = textsOf(evidence, first, from, to);
  const others = textsOf(evidence, second, from, to);
  const known = new Map<string, number>();
  for (const { text, row } of own) known.set(text, row);
  const same = others.filter(({ text }) => known.has(text));
  // A heartbeat that is the same each time proves nothing.
  const different = new Set(same.map(({ text }) => text)).size;
  if (different < LEAST_SAME || same.length < LEAST_SHARE * Math.min(own.length, others.length)) return null;
  return {
    rule: "doubled-connection",
    severity: "warning",
    title: areOpen
      ? say("twoConnectionsToOneAddressSince", { since: formatTime(from) })
      : say("twoConnectionsToOneAddress", { to: formatDuration(to - from) }),
    why: say("everythingComesTwiceAndCosts"),
    connection: second.id,
    numbers: [
      [say("connectionsWord"), say("and", { id: formatOpening(first), id2: formatOpening(second) })],
      [say("theSameMessages"), formatCount(same.length)],
      areOpen ? [say("togetherSince"), formatTime(from)] : [say("togetherFor"), formatDuration(to - from)],
    ],
    rows: same
      .slice(0, 5)
      .flatMap(({ text, row }) => [known.get(text) as number, row])
      .sort((a, b) => a - b),
  };
}

function textsOf(
  evidence: Evidence,
  connection: Connection,
  from: number,
  to: number,
): { text: string; row: number }[] {
  const { session } = evidence;
  const texts: { text: string; row: number }[] = [];
  const rows = evidence.messagesOf(connection);
  const first = firstFrom(rows, (row) => session.log.at.get(row) >= from);
  for (const row of rows.subarray(first, first + MOST_LOOKED_AT)) {
    const at = session.log.at.get(row);
    // What is on the disk alone is passed over: nothing is read for this.
    if (at < from || at > to || !evidence.isReceived(row) || !session.has(row, START_BYTES)) continue;
    const bytes = session.payloadStart(row);
    if (bytes.length < LEAST_BYTES) continue;
    texts.push({ text: `${session.log.size.get(row)} ${String.fromCharCode(...bytes)}`, row });
    if (texts.length >= MOST_COMPARED) break;
  }
  return texts;
}

/** The index of the first row, in order of time, that is late enough. */
function firstFrom(rows: Uint32Array, isLate: (row: number) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isLate(rows[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
