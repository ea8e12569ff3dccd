import { formatCount, formatQuantity } from "../../../src/core/format/format-count.ts";
import { type Column, formatTable } from "../format-table.ts";
import { CONDITIONS } from "./conditions.ts";
import type { TrafficResult } from "./measure-traffic.ts";
import type { Compared, TrafficRow } from "./summarise-traffic.ts";

const right = (title: string): Column => ({ title, align: "right" });
const COLUMNS: readonly Column[] = [
  { title: "condition", align: "left" },
  ...[right("received/s"), right("IQR"), right("ratio")],
  ...[right("send text µs"), right("IQR"), right("ratio")],
  ...[right("binary µs"), right("IQR"), right("ratio")],
  right("lost"),
];

/** What was measured in one browser: a heading, the table, and how complete the recordings were. */
export function describeTraffic(
  { browser, version, load, rounds }: TrafficResult,
  rows: readonly TrafficRow[],
): string {
  const title = browser === "chromium" ? "Chromium" : "Firefox";
  const measuredRounds = Math.max(0, ...rounds.map((it) => it.round));
  return [
    `${title} ${version}: medians of ${formatQuantity(measuredRounds, "round")}, ${formatCount(load.receive)} messages received and 2 × ${formatQuantity(load.bursts, "burst")} sent in each`,
    "Ratios are to 1 with DevTools closed, to 3 with DevTools open; 1' shows how far equal things differ.",
    "",
    formatTable(COLUMNS, rows.map(toCells)),
    "",
    ...rows.flatMap(describeRecording),
  ].join("\n");
}

function toCells(row: TrafficRow): string[] {
  const cells = ({ median, iqr, ratio }: Compared, format: (value: number) => string) => [
    format(median),
    format(iqr),
    ratio.toFixed(2),
  ];
  return [
    labelOf(row),
    ...cells(row.receivedPerSecond, (it) => formatCount(it)),
    ...cells(row.sendTextMicros, (it) => it.toFixed(2)),
    ...cells(row.sendBinaryMicros, (it) => it.toFixed(2)),
    row.lost === null ? "" : formatCount(row.lost),
  ];
}

function describeRecording(row: TrafficRow): string[] {
  if (row.lost === null || row.caughtUpMs === null) return [];
  const { median, iqr } = row.caughtUpMs;
  return [
    `${labelOf(row)}: of ${formatCount(row.expected)} messages lost: ${formatCount(row.lost)}; all counted ${formatCount(median)} ms (IQR ${formatCount(iqr)}) after the page's last`,
  ];
}

function labelOf(row: TrafficRow): string {
  return CONDITIONS.find((it) => it.id === row.condition)?.label ?? row.condition;
}
