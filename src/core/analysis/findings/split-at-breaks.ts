import type { Connection } from "../../model/connection.ts";
import type { Evidence } from "./evidence.ts";
import type { Counter } from "./find-counters.ts";

/**
 * A counter's numbers between the breaks of an EventSource, which connects again by itself: one part where there were none. Parts without a
 * number are left out.
 */
export function splitAtBreaks(
  { marks }: Pick<Evidence, "marks">,
  { id }: Connection,
  counter: Counter,
): readonly Counter[] {
  const breaks = marks.of(id, "source-errored").map(({ row }) => row);
  if (breaks.length === 0) return [counter];
  const parts: { values: number[]; rows: number[] }[] = [];
  let passed = 0;
  let part: (typeof parts)[number] | undefined;
  for (const [index, row] of counter.rows.entries()) {
    for (; (breaks[passed] ?? row) < row; passed += 1) part = undefined;
    if (part === undefined) {
      part = { values: [], rows: [] };
      parts.push(part);
    }
    part.values.push(counter.values[index] as number);
    part.rows.push(row);
  }
  return parts.map((it) => ({ ...counter, ...it }));
}
