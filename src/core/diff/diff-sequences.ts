import type { Slices } from "../format/slices.ts";

/** A stretch of the one in place of a stretch of the other; between edits both are the same. Places count from 0. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly otherFrom: number;
  readonly otherTo: number;
}

/** The edits, in order; `gaveUp`: there were too many, and the last of them takes in all that was not looked at. */
export interface Edits {
  readonly edits: readonly Edit[];
  readonly gaveUp: boolean;
}

/** More edits than one reads; the work grows with their square. */
export const MAX_EDITS = 2000;

/**
 * The fewest edits between two sequences of these lengths (E. W. Myers, An O(ND) Difference Algorithm, 1986). What is the same at
 * both ends is left out first. `same` says whether a place of the one is as a place of the other.
 */
export function* diffSequences(
  length: number,
  otherLength: number,
  same: (at: number, other: number) => boolean,
  maxEdits = MAX_EDITS,
): Slices<Edits> {
  let start = 0;
  const shorter = Math.min(length, otherLength);
  while (start < shorter && same(start, start)) {
    start += 1;
    if (start % 65_536 === 0) yield 0;
  }
  let tail = 0;
  while (tail < shorter - start && same(length - 1 - tail, otherLength - 1 - tail)) {
    tail += 1;
    if (tail % 65_536 === 0) yield 0;
  }
  const n = length - start - tail;
  const m = otherLength - start - tail;
  const whole = { from: start, to: start + n, otherFrom: start, otherTo: start + m };
  if (n === 0 && m === 0) return { edits: [], gaveUp: false };
  if (n === 0 || m === 0) return { edits: [whole], gaveUp: false };

  const most = Math.min(n + m, maxEdits);
  /** By diagonal: how far in the one the farthest path of so many edits comes. */
  const reach = new Int32Array(2 * most + 3);
  const middle = most + 1;
  /** Of each number of edits what was reached with one less, to find the way back. */
  const history: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits += 1) {
    history.push(reach.slice(middle - edits, middle + edits + 1));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const at = middle + diagonal;
      const isDown =
        diagonal === -edits || (diagonal !== edits && (reach[at - 1] as number) < (reach[at + 1] as number));
      let x = isDown ? (reach[at + 1] as number) : (reach[at - 1] as number) + 1;
      while (x < n && x - diagonal < m && same(start + x, start + x - diagonal)) x += 1;
      reach[at] = x;
      if (x >= n && x - diagonal >= m) return { edits: wayBack(history, n, m, start), gaveUp: false };
    }
    yield edits / most;
  }
  return { edits: [whole], gaveUp: true };
}

/** Goes back from the end, edit by edit, and joins those that touch. */
function wayBack(history: readonly Int32Array[], n: number, m: number, start: number): Edit[] {
  const edits: Edit[] = [];
  let x = n;
  let y = m;
  for (let count = history.length - 1; count > 0; count -= 1) {
    // What was reached with one edit less, by diagonal from -count on.
    const before = history[count] as Int32Array;
    const reached = (diagonal: number) => before[diagonal + count] as number;
    const diagonal = x - y;
    const isDown =
      diagonal === -count || (diagonal !== count && reached(diagonal - 1) < reached(diagonal + 1));
    const last = isDown ? diagonal + 1 : diagonal - 1;
    const fromX = reached(last);
    const fromY = fromX - last;
    const edit = {
      from: start + fromX,
      to: start + fromX + (isDown ? 0 : 1),
      otherFrom: start + fromY,
      otherTo: start + fromY + (isDown ? 1 : 0),
    };
    const next = edits.at(-1);
    if (next !== undefined && next.from === edit.to && next.otherFrom === edit.otherTo) {
      edits[edits.length - 1] = { ...next, from: edit.from, otherFrom: edit.otherFrom };
    } else edits.push(edit);
    x = fromX;
    y = fromY;
  }
  return edits.reverse();
}
