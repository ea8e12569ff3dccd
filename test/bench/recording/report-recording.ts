import { formatCount } from "../../../src/core/format/format-count.ts";
import { type Column, formatTable } from "../format-table.ts";
import { measureSpread } from "../statistics.ts";
import { comparePaired, judge, type PartReport, type Verdict, valuesOf } from "../verdict.ts";
import { CONDITIONS, type ConditionId } from "./conditions.ts";
import type { RecordingResult, RecordingRound } from "./measure-recording.ts";

const right = (title: string): Column => ({ title, align: "right" });
const COLUMNS: readonly Column[] = [
  { title: "condition", align: "left" },
  ...[right("received/s"), right("IQR"), right("share")],
  ...[right("µs receive"), right("send text"), right("binary")],
];

type Quantity = "receivedPerSecond" | "receiveMicros" | "sendTextMicros" | "sendBinaryMicros";

/** What it costs a page that Duplex records it. */
export function reportRecording(result: RecordingResult): PartReport {
  const { rounds } = result;
  const spread = (id: ConditionId, quantity: Quantity) =>
    measureSpread(valuesOf<RecordingRound>(rounds, id, quantity));
  const compare = (id: ConditionId, quantity: Quantity, by: "ratio" | "difference") =>
    comparePaired<RecordingRound>(rounds, quantity, [id, "devtools"], by);
  const rows = CONDITIONS.map(({ id, label }) => {
    const speed = spread(id, "receivedPerSecond");
    const cpu = (["receiveMicros", "sendTextMicros", "sendBinaryMicros"] as const).map((it) =>
      spread(id, it).median.toFixed(1),
    );
    return [
      label,
      formatCount(speed.median),
      formatCount(speed.iqr),
      (speed.median / spread("bare", "receivedPerSecond").median).toFixed(2),
      ...cpu,
    ];
  });
  const verdicts = (["recording-shown", "recording-hidden"] as const).flatMap((id): Verdict[] => {
    const where = id === "recording-shown" ? "its panel shown" : "Console shown";
    const verdict = (
      what: string,
      quantity: Quantity,
      by: "ratio" | "difference",
      bound: { most?: number; least?: number; unit: string },
    ) =>
      judge(
        `recording, ${where}: ${what}`,
        compare(id, quantity, by),
        compare("devtools-again", quantity, by),
        bound,
      );
    return [
      verdict("received at full speed", "receivedPerSecond", "ratio", { least: 0.85, unit: "" }),
      verdictOnLoss(`recording, ${where}: messages lost`, rounds, id),
    ];
  });
  return {
    title: "Recording, DevTools open",
    text: [
      formatTable(COLUMNS, rows),
      "",
      "The share is of what the bare page receives; µs are CPU of the page's thread, a message.",
    ].join("\n"),
    verdicts,
    data: result,
  };
}

/** The warm-up is counted too; fewer than none means that some came twice. */
function verdictOnLoss(what: string, rounds: readonly RecordingRound[], id: ConditionId): Verdict {
  const all = rounds.filter((it) => it.condition === id);
  const said = all.reduce((sum, it) => sum + it.sent + it.received, 0);
  const lost = said - all.reduce((sum, it) => sum + (it.recorded ?? 0), 0);
  return {
    what,
    bound: "0",
    measured: `${formatCount(lost)} of ${formatCount(said)}`,
    control: "",
    held: lost === 0,
    loss: true,
  };
}
