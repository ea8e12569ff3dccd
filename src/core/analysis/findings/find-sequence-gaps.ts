import type { Connection } from "../../model/connection.ts";
import { say, sayCount } from "../../text/say.ts";
import type { Finding } from "../finding.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";
import type { Counter } from "./find-counters.ts";
import { readSequence } from "./read-sequence.ts";

/** One that overtakes another is soon forgotten. */
const LEAST_LATE = 3;

/** Messages that a server numbers, of which some never came, or came twice, within one connection. */
export function findSequenceGaps(evidence: Evidence): Finding[] {
  const findings: Finding[] = [];
  for (const connection of evidence.connections) {
    if (connection.dropped > 0) continue;
    for (const counter of evidence.countersOf(connection)) findings.push(...judge(connection, counter));
  }
  return findings;
}

function judge(connection: Connection, counter: Counter): Finding[] {
  const findings: Finding[] = [];
  const sequence = readSequence(counter);
  if (sequence === null) return findings;
  const { missed, missing, late, twice } = sequence;
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
  if (late.length >= LEAST_LATE) {
    findings.push({
      rule: "out-of-order",
      severity: "info",
      title: sayCount("cameAfterLaterOnes", late.length, { path: counter.path }),
      why: say("aConnectionKeepsTheOrder"),
      connection: connection.id,
      numbers: [
        [say("messagesWithANumber"), String(counter.values.length)],
        [say("cameAfterLater"), String(late.length)],
      ],
      rows: late.slice(0, MOST_ROWS),
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
  return findings;
}
