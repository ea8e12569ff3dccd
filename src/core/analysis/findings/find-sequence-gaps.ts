import { formatQuantity } from "../../format/format-count.ts";
import type { Finding } from "../finding.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";

/** Messages that a server numbers, of which some never came, or came twice, within one connection. */
export function findSequenceGaps(evidence: Evidence): Finding[] {
  const findings: Finding[] = [];
  for (const connection of evidence.connections) {
    const counter = evidence.counterOf(connection);
    if (counter === null || connection.dropped > 0) continue;
    const missing: number[] = [];
    const twice: number[] = [];
    let missed = 0;
    let again = 0;
    const known = new Set<number>();
    for (const [index, value] of counter.values.entries()) {
      const before = counter.values[index - 1];
      const row = counter.rows[index] as number;
      if (known.has(value)) {
        again += 1;
        twice.push(row);
      } else if (before !== undefined && value > before + 1) {
        missed += value - before - 1;
        missing.push(counter.rows[index - 1] as number, row);
      }
      known.add(value);
    }
    // What came late, out of turn, is not missing.
    const late = counter.values.filter((it, index) => it < (counter.values[index - 1] ?? -1)).length - again;
    missed -= Math.max(0, late);
    if (missed > 0 && missing.length > 0) {
      findings.push({
        rule: "sequence-gap",
        severity: "warning",
        title: `${formatQuantity(missed, "message")} never came, by the server's own count in "${counter.path}"`,
        why: "The server numbers its messages, and numbers are left out. What the page shows may be wrong from there on, unless it asks for what is missing.",
        connection: connection.id,
        numbers: [
          ["messages with a number", String(counter.values.length)],
          ["never came", String(missed)],
        ],
        rows: missing.slice(0, MOST_ROWS),
      });
    }
    if (again > 0) {
      findings.push({
        rule: "message-twice",
        severity: "warning",
        title: `${formatQuantity(again, "message")} came twice, by the server's own count in "${counter.path}"`,
        why: "A message with a number that was there before is delivered once more. A page that adds it up counts it twice.",
        connection: connection.id,
        numbers: [["came twice", String(again)]],
        rows: twice.slice(0, MOST_ROWS),
      });
    }
  }
  return findings;
}
