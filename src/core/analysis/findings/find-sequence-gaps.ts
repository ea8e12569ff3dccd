import { say, sayCount } from "../../text/say.ts";
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
        title: sayCount("neverCameByTheServers", missed, {
          path: counter.path,
        }),
        why: say("theServerNumbersItsMessages"),
        connection: connection.id,
        numbers: [
          [say("messagesWithANumber"), String(counter.values.length)],
          [say("neverCame"), String(missed)],
        ],
        rows: missing.slice(0, MOST_ROWS),
      });
    }
    if (twice.length > 0) {
      findings.push({
        rule: "message-twice",
        severity: "warning",
        title: sayCount("cameTwiceByTheServers", twice.length, {
          path: counter.path,
        }),
        why: say("aMessageWithANumber"),
        connection: connection.id,
        numbers: [[say("cameTwice"), String(twice.length)]],
        rows: twice.slice(0, MOST_ROWS),
      });
    }
  }
  return findings;
}
