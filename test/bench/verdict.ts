import { type Column, formatTable } from "./format-table.ts";
import { measureSpread, type Spread } from "./statistics.ts";

/** One line that Duplex is held to. */
export interface Verdict {
  readonly what: string;
  readonly bound: string;
  readonly measured: string;
  /** The same between two things that are alike: what is no further off than this says nothing. "" where there is none. */
  readonly control: string;
  readonly held: boolean;
  /** It is about messages that went missing, which no machine is too slow for. */
  readonly loss?: true;
}

const COLUMNS: readonly Column[] = [
  { title: "what", align: "left" },
  { title: "bound", align: "right" },
  { title: "measured", align: "right" },
  { title: "A/A (IQR)", align: "right" },
  { title: "held", align: "left" },
];

export function formatVerdicts(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map((it) => [it.what, it.bound, it.measured, it.control, it.held ? "yes" : "NO"]);
  return formatTable(COLUMNS, rows);
}

/** What a part of the benchmark has to say. */
export interface PartReport {
  readonly title: string;
  /** Tables and sentences, as they are printed. */
  readonly text: string;
  readonly verdicts: readonly Verdict[];
  /** Everything that was measured, for `--json`. */
  readonly data: unknown;
}

/** One condition's part of one round; round 0 is the warm-up. */
export interface Round {
  readonly round: number;
  readonly condition: string;
}

type Numbers<R> = { [K in keyof R]: R[K] extends number ? K : never }[keyof R];

/** The numbers of one condition, of the rounds that are measured. */
export function valuesOf<R extends Round>(
  rounds: readonly R[],
  condition: R["condition"],
  quantity: Numbers<R>,
): number[] {
  const measured = rounds.filter((it) => it.condition === condition && it.round > 0);
  return measured.map((it) => it[quantity] as number);
}

/** How a condition compares with its base, round by round, since a machine is faster in one than in the next. */
export function comparePaired<R extends Round>(
  rounds: readonly R[],
  quantity: Numbers<R>,
  [condition, base]: readonly [R["condition"], R["condition"]],
  by: "ratio" | "difference",
): Spread {
  const bases = valuesOf(rounds, base, quantity);
  return measureSpread(
    valuesOf(rounds, condition, quantity).map((value, index) => {
      const other = bases[index] ?? Number.NaN;
      return by === "ratio" ? value / other : value - other;
    }),
  );
}

/** A verdict on a difference, or a ratio, of which there is a control. */
export function judge(
  what: string,
  { median }: Spread,
  control: Spread,
  { most, least, unit }: { most?: number; least?: number; unit: string },
): Verdict {
  const format = (value: number) => `${value < 0 || unit === "" ? "" : "+"}${value.toFixed(2)}${unit}`;
  return {
    what,
    bound: most === undefined ? `≥ ${(least ?? 0).toFixed(2)}${unit}` : `≤ +${most}${unit}`,
    measured: format(median),
    control: `${format(control.median)} (${control.iqr.toFixed(2)})`,
    held: most === undefined ? median >= (least ?? 0) : median <= most,
  };
}

/** The lowest ratio that two things alike have in the middle half of rounds: none better can be told from it. */
export function leastOf(control: Spread): number {
  return 1 - Math.max(Math.abs(1 - control.median), control.iqr / 2);
}
