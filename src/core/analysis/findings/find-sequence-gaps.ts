import { formatQuantity } from "../../format/format-quantity.ts";
import type { Finding } from "../finding.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";
import { readSequence } from "./read-sequence.ts";

/** Messages that a server numbers, of which some never came, or came twice, within one connection. */
export function findSequenceGaps(evidence: Evidence): Finding[] {
  const findings: Finding[] = [];
  for (const connection of evidence.connections) {
    const counter = evidence.counterOf(connection);
    if (counter === null || connection.dropped > 0) continue;
    const sequence = readSequence(counter);
    if (sequence === null) continue;
    const { missed, missing, twice } = sequence;
    if (missed > 0) {
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
    if (twice.length > 0) {
      findings.push({
        rule: "message-twice",
        severity: "warning",
        title: `${formatQuantity(twice.length, "message")} came twice, by the server's own count in "${counter.path}"`,
        why: "A message with a number that was there before is delivered once more. A page that adds it up counts it twice.",
        connection: connection.id,
        numbers: [["came twice", String(twice.length)]],
        rows: twice.slice(0, MOST_ROWS),
      });
    }
  }
  return findings;
}
