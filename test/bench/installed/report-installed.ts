import { formatCount } from "../../../src/core/format/format-count.ts";
import { type Column, formatTable } from "../format-table.ts";
import { measureSpread } from "../statistics.ts";
import { comparePaired, judge, leastOf, type PartReport, valuesOf } from "../verdict.ts";
import type { InstalledResult, InstalledRound } from "./measure-installed.ts";
import type { InstalledId } from "./open-frames.ts";

const LABELS: readonly (readonly [InstalledId, string])[] = [
  ["bare", "a page without Duplex"],
  ["bare-again", "the same once more (A/A)"],
  ["installed", "a page with Duplex, DevTools closed"],
];

type Quantity = "receiveMicros" | "sendTextMicros" | "sendBinaryMicros" | "receivedPerSecond";

const right = (title: string): Column => ({ title, align: "right" });
const COLUMNS: readonly Column[] = [
  { title: "CPU of the page's thread, µs a message", align: "left" },
  ...[right("receive"), right("IQR"), right("send text"), right("IQR")],
  ...[right("send binary"), right("IQR"), right("received/s"), right("IQR")],
];

/** What Duplex costs a page while DevTools is closed. */
export function reportInstalled(result: InstalledResult): PartReport {
  const { rounds } = result;
  const cells = (id: InstalledId, quantity: Quantity) => {
    const { median, iqr } = measureSpread(valuesOf<InstalledRound>(rounds, id, quantity));
    const format = (it: number) => (quantity === "receivedPerSecond" ? formatCount(it) : it.toFixed(2));
    return [format(median), format(iqr)];
  };
  const rows = LABELS.map(([id, label]) => [
    label,
    ...(["receiveMicros", "sendTextMicros", "sendBinaryMicros", "receivedPerSecond"] as const).flatMap((it) =>
      cells(id, it),
    ),
  ]);
  const compare = (quantity: Quantity, by: "ratio" | "difference") =>
    (["installed", "bare-again"] as const).map((id) =>
      comparePaired<InstalledRound>(rounds, quantity, [id, "bare"], by),
    ) as [ReturnType<typeof measureSpread>, ReturnType<typeof measureSpread>];
  const cpu = (what: string, quantity: Quantity, most: number) =>
    judge(`${what}, DevTools closed`, ...compare(quantity, "difference"), { most, unit: " µs" });
  const [ratio, control] = compare("receivedPerSecond", "ratio");
  const renderers = new Set(rounds.map(({ pid }) => pid)).size;
  const measured = Math.max(0, ...rounds.map(({ round }) => round));
  return {
    title: "Installed, DevTools closed",
    text: [
      formatTable(COLUMNS, rows),
      "",
      `${measured} ${measured === 1 ? "round" : "rounds"} in ${renderers} ${renderers === 1 ? "renderer" : "renderers"}; what is compared below is the median of the rounds' differences.`,
    ].join("\n"),
    verdicts: [
      cpu("CPU of a received message", "receiveMicros", 1.5),
      cpu("CPU of a text send", "sendTextMicros", 0.6),
      cpu("CPU of a binary send (beside one copy)", "sendBinaryMicros", 1.5),
      judge("messages received a second, DevTools closed", ratio, control, {
        least: leastOf(control),
        unit: "",
      }),
    ],
    data: result,
  };
}
