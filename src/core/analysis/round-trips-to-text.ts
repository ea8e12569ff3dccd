import { formatDuration } from "../format/format-duration.ts";
import type { Milliseconds } from "../units.ts";
import type { Evidence } from "./findings/evidence.ts";
import { type Column, formatTable } from "./format-table.ts";
import { printableStart } from "./printable.ts";

const COLUMNS: readonly Column[] = [
  { heading: "conn.", align: "right" },
  { heading: "pairs", align: "right" },
  { heading: "unanswered", align: "right" },
  { heading: "under way", align: "right" },
  { heading: "p50", align: "right" },
  { heading: "p95", align: "right" },
  { heading: "p99", align: "right" },
  { heading: "max", align: "right" },
  { heading: "sure", align: "right" },
  { heading: "paired by", align: "left" },
];

/** A path, and a title, is not longer on a terminal. */
const MOST_LENGTH = 160;

/** Round trips for a terminal; nothing where there are none. */
export function* roundTripsToText({ summaries }: Evidence): Iterable<string> {
  if (summaries.length > 0) {
    yield "\nRound trips\n";
    const cells = summaries.map((it) => [
      String(it.connection),
      String(it.pairs),
      String(it.unanswered),
      String(it.underWay),
      ...[it.p50Ms, it.p95Ms, it.p99Ms, it.maxMs].map(spanText),
      it.certainty === null ? "" : `${Math.floor(it.certainty * 100)} %`,
      printableStart(it.pairedBy, MOST_LENGTH),
    ]);
    for (const line of formatTable(COLUMNS, cells)) yield `${line}\n`;
  }
}

function spanText(span: Milliseconds | null): string {
  return span === null ? "–" : formatDuration(span);
}
