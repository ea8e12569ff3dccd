import { formatBytes } from "../format/format-bytes.ts";
import { formatCount } from "../format/format-count.ts";
import { formatDuration } from "../format/format-duration.ts";
import { type Column, formatTable } from "./format-table.ts";
import type { Loop } from "./polling/loop.ts";
import { measureLoop } from "./polling/measure-loop.ts";
import { printable } from "./printable.ts";

const COLUMNS: readonly Column[] = [
  { heading: "kind", align: "left" },
  { heading: "requests", align: "right" },
  { heading: "every", align: "right" },
  { heading: "empty", align: "right" },
  { heading: "bytes", align: "right" },
  { heading: "stale at worst", align: "right" },
  { heading: "url", align: "left" },
];

/** The table of polling loops, for a terminal; nothing where there are none. */
export function* loopsToText(loops: readonly Loop[]): Iterable<string> {
  if (loops.length === 0) return;
  yield "\nPolling\n";
  for (const line of formatTable(COLUMNS, loops.map(cells))) yield `${line}\n`;
}

function cells(loop: Loop): string[] {
  const { kind, rhythm, method, url, name } = loop;
  const { requests, emptyShare, bytes, staleness } = measureLoop(loop);
  return [
    kind,
    formatCount(requests),
    formatDuration(rhythm.intervalMs),
    emptyShare === null ? "–" : `${Math.round(100 * emptyShare)} %`,
    formatBytes(bytes),
    kind === "long" || staleness === null ? "–" : formatDuration(staleness.worstMs),
    printable(`${method} ${url}${name === null ? "" : ` (${name})`}`),
  ];
}
