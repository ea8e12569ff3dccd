import type { Counter } from "./find-counters.ts";

/** What a server's own numbers say of its messages. */
export interface Sequence {
  /** How many numbers never came. */
  readonly missed: number;
  /** The messages before and after each gap. */
  readonly missing: readonly number[];
  /** The messages that came after a later one. */
  readonly late: readonly number[];
  /** The messages whose number was there before. */
  readonly twice: readonly number[];
}

interface Gap {
  readonly from: number;
  readonly to: number;
  readonly rows: readonly [before: number, after: number];
  /** Its numbers that came later, out of turn. */
  late: number;
}

/** A number as low as this, below the one before, begins a new count: streams of answers number each of them. */
const NEW_START = 2;
/** More than this do not overtake each other: they are numbers of something else. */
const MOST_LATE = 50;

/** Reads numbers in the order in which they came; null where those of several things interleave, which tells nothing. */
export function readSequence({ values, rows }: Counter): Sequence | null {
  const missing: number[] = [];
  const twice: number[] = [];
  const late: number[] = [];
  let missed = 0;
  const known = new Set<number>();
  const ended = new Set<number>();
  let gaps: Gap[] = [];
  let highest = Number.NEGATIVE_INFINITY;
  let repeated = Number.NaN;

  /** False where a gap was filled by what is no message that came late. */
  function closeCount(): boolean {
    for (const gap of gaps) {
      const size = gap.to - gap.from + 1;
      if (gap.late === size && size <= MOST_LATE) continue;
      if (gap.late > 0) return false;
      missed += size;
      missing.push(...gap.rows);
    }
    gaps = [];
    known.clear();
    return true;
  }

  for (const [index, value] of values.entries()) {
    const row = rows[index] as number;
    const before = values[index - 1] ?? Number.NaN;
    const isFirstAgain = known.size === 1 && value === before;
    if (value <= NEW_START && (value < before || isFirstAgain)) {
      if (!closeCount()) return null;
      ended.add(highest);
      highest = value;
    } else if (known.has(value)) {
      // A second one that goes on where it was left, after others, is a count of its own.
      if (value === repeated + 1 && before !== repeated) return null;
      repeated = value;
      twice.push(row);
    } else if (value > highest) {
      if (value > highest + 1 && ended.has(value - 1)) return null;
      if (index > 0 && value > highest + 1) {
        gaps.push({ from: highest + 1, to: value - 1, rows: [rows[index - 1] as number, row], late: 0 });
      }
      highest = value;
    } else {
      const gap = gapOf(gaps, value);
      if (gap === null) return null;
      gap.late += 1;
      late.push(row);
    }
    known.add(value);
  }
  return closeCount() ? { missed, missing, late, twice } : null;
}

/** The gap that a number lies in; gaps are in order. */
function gapOf(gaps: readonly Gap[], value: number): Gap | null {
  let low = 0;
  let high = gaps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((gaps[middle] as Gap).to < value) low = middle + 1;
    else high = middle;
  }
  const gap = gaps[low];
  return gap !== undefined && gap.from <= value ? gap : null;
}
