import { formatDuration } from "../../format/format-duration.ts";
import { formatOpening } from "../../format/format-opening.ts";
import type { Connection } from "../../model/connection.ts";
import { say, sayCount } from "../../text/say.ts";
import type { Finding } from "../finding.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";
import { sameness } from "./sameness.ts";

/** Messages of either side of a break that are compared: the last before it and the first after it. */
const MOST_COMPARED = 200;
/** So many that are the same, and different from each other, are no greeting that is said each time. */
const LEAST_SAME = 5;
/** From the first that came again on, nearly all did, but for what is said once. */
const LEAST_SHARE = 0.8;

/** What a server tells again after a break though the page had it, where it does not number its messages. */
export function findRepeatedAfterBreak(evidence: Evidence): Finding[] {
  const findings: Finding[] = [];
  for (const { connections } of evidence.channels) {
    for (const [index, after] of connections.entries()) {
      const before = connections[index - 1];
      if (before === undefined || evidence.countersOf(before).length > 0) continue;
      const finding = compare(evidence, before, after);
      if (finding !== null) findings.push(finding);
    }
  }
  return findings;
}

function compare(evidence: Evidence, before: Connection, after: Connection): Finding | null {
  const last = textsOf(evidence, evidence.messagesOf(before).slice(-MOST_COMPARED));
  const next = textsOf(evidence, evidence.messagesOf(after).slice(0, MOST_COMPARED));
  const times = new Map<string, number>();
  for (const { text } of [...last, ...next]) times.set(text, (times.get(text) ?? 0) + 1);
  const known = new Map(last.map(({ text, row }) => [text, row]));
  // What is said more than once on one connection is a state that is told again.
  const again = next.filter(({ text }) => known.has(text) && times.get(text) === 2);
  if (again.length < LEAST_SAME) return null;
  const rows = again.map(({ text }) => known.get(text) as number);
  const from = Math.min(...rows);
  const since = last.filter(({ row }) => row >= from).length;
  if (rows.length < LEAST_SHARE * since) return null;
  const { log } = evidence.session;
  const [first] = again;
  return {
    rule: "twice-after-reconnect",
    severity: "info",
    title: sayCount("messagesAgainAfterBreak", again.length),
    why: say("theServerRepeatedTheLast"),
    connection: after.id,
    numbers: [
      [say("connectionsWord"), say("and", { id: formatOpening(before), id2: formatOpening(after) })],
      [say("breakWord"), formatDuration(log.at.get(first?.row as number) - log.at.get(Math.max(...rows)))],
    ],
    rows: again
      .flatMap(({ text, row }) => [known.get(text) as number, row])
      .slice(0, MOST_ROWS)
      .sort((a, b) => a - b),
  };
}

function textsOf({ session, isReceived }: Evidence, rows: Uint32Array): { text: string; row: number }[] {
  const texts: { text: string; row: number }[] = [];
  for (const row of rows) {
    // What is on the disk alone is passed over: nothing is read for this.
    if (!isReceived(row) || !session.has(row, session.log.size.get(row))) continue;
    const text = sameness(session, row);
    if (text !== null) texts.push({ text, row });
  }
  return texts;
}
