import type { Connection } from "../../model/connection.ts";
import { say, sayCount } from "../../text/say.ts";
import type { Finding } from "../finding.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";
import type { Counter } from "./find-counters.ts";
import { readSequence, type Sequence } from "./read-sequence.ts";
import { splitAtBreaks } from "./split-at-breaks.ts";

/** One that overtakes another is soon forgotten. */
const LEAST_LATE = 3;

/** Messages that a server numbers, of which some never came, or came twice, within one connection. */
export function findSequenceGaps(evidence: Evidence): Finding[] {
  const findings: Finding[] = [];
  for (const connection of evidence.connections) {
    if (connection.dropped > 0) continue;
    for (const counter of evidence.countersOf(connection))
      findings.push(...judge(connection, counter, readParts(splitAtBreaks(evidence, connection, counter))));
  }
  return findings;
}

/** What the numbers say between breaks; what they say across one is another rule's. */
function readParts(parts: readonly Counter[]): Sequence | null {
  const all = parts.map(readSequence);
  if (all.some((it) => it === null)) return null;
  const read = all as readonly Sequence[];
  return {
    missed: read.reduce((sum, it) => sum + it.missed, 0),
    missing: read.flatMap(({ missing }) => missing),
    late: read.flatMap(({ late }) => late),
    twice: read.flatMap(({ twice }) => twice),
  };
}

function judge(connection: Connection, counter: Counter, sequence: Sequence | null): Finding[] {
  const findings: Finding[] = [];
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
