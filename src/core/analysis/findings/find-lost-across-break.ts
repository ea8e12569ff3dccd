import { formatDuration } from "../../format/format-duration.ts";
import { formatOpening } from "../../format/format-opening.ts";
import type { Connection } from "../../model/connection.ts";
import { say, sayCount } from "../../text/say.ts";
import type { Finding } from "../finding.ts";
import type { Evidence } from "./evidence.ts";
import type { Counter } from "./find-counters.ts";
import { splitAtBreaks } from "./split-at-breaks.ts";

/** A counter that begins anew belongs to the connection, and says nothing of the break. */
const NEW_START = 2;

/** What a page missed, or got twice, while a connection was broken: the server's numbers before and after are compared. */
export function findLostAcrossBreak(evidence: Evidence): Finding[] {
  const findings: Finding[] = [];
  for (const { connections } of evidence.channels) {
    for (const [index, after] of connections.entries()) {
      const before = connections[index - 1];
      if (before === undefined) continue;
      for (const first of evidence.countersOf(before)) {
        const second = evidence.countersOf(after).find(({ path }) => path === first.path);
        const finding = second === undefined ? null : compare(evidence, before, after, first, second);
        if (finding !== null) findings.push(finding);
      }
    }
  }
  // An EventSource comes back by itself, and stays one connection.
  for (const connection of evidence.connections) {
    if (connection.dropped > 0) continue;
    for (const counter of evidence.countersOf(connection)) {
      const parts = splitAtBreaks(evidence, connection, counter);
      for (const [index, second] of parts.entries()) {
        const first = parts[index - 1];
        const finding = first === undefined ? null : compare(evidence, connection, connection, first, second);
        if (finding !== null) findings.push(finding);
      }
    }
  }
  return findings;
}

function compare(
  { session }: Evidence,
  before: Connection,
  after: Connection,
  first: Counter,
  second: Counter,
): Finding | null {
  const last = Math.max(...first.values.slice(-100));
  const next = second.values[0] as number;
  if (next <= NEW_START && last > NEW_START) return null;
  const rows = [first.rows.at(-1) as number, second.rows[0] as number];
  const span = session.log.at.get(rows[1] as number) - session.log.at.get(rows[0] as number);
  const numbers: (readonly [string, string])[] = [
    [say("lastBefore"), String(last)],
    [say("firstAfter"), String(next)],
    [say("breakWord"), formatDuration(span)],
    ...(before === after
      ? []
      : [
          [
            say("connectionsWord"),
            say("and", { id: formatOpening(before), id2: formatOpening(after) }),
          ] as const,
        ]),
  ];
  if (next > last + 1) {
    return {
      rule: "lost-across-reconnect",
      severity: "warning",
      title: sayCount("wereMissedWhileTheConnection", next - last - 1, {
        path: first.path,
        last,
        next,
      }),
      why: say("theServerWentOnAnd"),
      connection: after.id,
      numbers,
      rows,
    };
  }
  if (next <= last && second.values.length > 1) {
    const twice = second.values.filter((it) => it <= last).length;
    return {
      rule: "twice-after-reconnect",
      severity: "info",
      title: sayCount("cameAgainAfterTheReconnect", twice, {
        path: first.path,
        last,
        next,
      }),
      why: say("theServerRepeatsWhatThe"),
      connection: after.id,
      numbers,
      rows,
    };
  }
  return null;
}
