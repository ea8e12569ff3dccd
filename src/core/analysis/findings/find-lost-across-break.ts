import { formatDuration } from "../../format/format-duration.ts";
import { formatQuantity } from "../../format/format-quantity.ts";
import type { Connection } from "../../model/connection.ts";
import type { Finding } from "../finding.ts";
import type { Evidence } from "./evidence.ts";
import type { Counter } from "./find-counter.ts";

/** A counter that begins anew belongs to the connection, and says nothing of the break. */
const NEW_START = 2;

/** What a page missed, or got twice, while a connection was broken: the server's numbers before and after are compared. */
export function findLostAcrossBreak(evidence: Evidence): Finding[] {
  const findings: Finding[] = [];
  for (const { connections } of evidence.channels) {
    for (const [index, after] of connections.entries()) {
      const before = connections[index - 1];
      if (before === undefined) continue;
      const first = evidence.counterOf(before);
      const second = evidence.counterOf(after);
      if (first === null || second === null || first.path !== second.path) continue;
      const finding = compare(evidence, before, after, first, second);
      if (finding !== null) findings.push(finding);
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
  const numbers: [string, string][] = [
    ["last before", String(last)],
    ["first after", String(next)],
    ["break", formatDuration(span)],
    ["connections", `${before.id} and ${after.id}`],
  ];
  if (next > last + 1) {
    return {
      rule: "lost-across-reconnect",
      severity: "warning",
      title: `${formatQuantity(next - last - 1, "message")} were missed while the connection was broken ("${first.path}" went from ${last} to ${next})`,
      why: "The server went on, and the new connection does not bring what came in between. Let the page say what it has (a resume token, the last number), or load the state anew after each reconnect.",
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
      title: `${formatQuantity(twice, "message")} came again after the reconnect ("${first.path}" went back from ${last} to ${next})`,
      why: "The server repeats what the page may have missed. That is safe where the page passes over numbers that it knows.",
      connection: after.id,
      numbers,
      rows,
    };
  }
  return null;
}
