import { formatDuration } from "../format/format-duration.ts";
import type { Session } from "../model/session.ts";
import type { Milliseconds } from "../units.ts";
import { decodeSession } from "./decode-session.ts";
import { gatherEvidence } from "./findings/evidence.ts";
import { findFindings } from "./findings/find-findings.ts";
import { type Column, formatTable } from "./format-table.ts";
import { findRoundTrips } from "./pairing/find-round-trips.ts";
import { printableStart } from "./printable.ts";

const COLUMNS: readonly Column[] = [
  { heading: "conn.", align: "right" },
  { heading: "pairs", align: "right" },
  { heading: "unanswered", align: "right" },
  { heading: "p50", align: "right" },
  { heading: "p95", align: "right" },
  { heading: "p99", align: "right" },
  { heading: "max", align: "right" },
  { heading: "sure", align: "right" },
  { heading: "paired by", align: "left" },
];

/** A path, and a title, is not longer on a terminal. */
const MOST_LENGTH = 160;

/** Round trips and findings of a session, for a terminal; nothing where there are none. */
export function* roundTripsToText(session: Session): Iterable<string> {
  const decoder = decodeSession(session);
  const evidence = gatherEvidence(session, decoder, findRoundTrips(session, decoder));
  const { summaries } = evidence;
  if (summaries.length > 0) {
    yield "\nRound trips\n";
    const cells = summaries.map((it) => [
      String(it.connection),
      String(it.pairs),
      String(it.unanswered),
      ...[it.p50Ms, it.p95Ms, it.p99Ms, it.maxMs].map(spanText),
      it.certainty === null ? "" : `${Math.floor(it.certainty * 100)} %`,
      printableStart(it.pairedBy, MOST_LENGTH),
    ]);
    for (const line of formatTable(COLUMNS, cells)) yield `${line}\n`;
  }
  const findings = findFindings(evidence);
  if (findings.length === 0) return;
  yield "\nFindings\n";
  for (const { severity, title, connection } of findings) {
    const where = connection === null ? "" : ` (connection ${connection})`;
    yield `${severity}: ${printableStart(title, MOST_LENGTH)}${where}\n`;
  }
}

function spanText(span: Milliseconds | null): string {
  return span === null ? "–" : formatDuration(span);
}
