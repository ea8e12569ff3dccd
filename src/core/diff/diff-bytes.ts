import { formatByte, formatOffset } from "../format/format-hex.ts";
import type { Slices } from "../format/slices.ts";
import { say } from "../text/say.ts";
import { limitOf } from "./diff-lines.ts";
import { diffSequences, type Edit, type Edits } from "./diff-sequences.ts";
import { type DiffLine, diffLine, MAX_DIFF_LINES, type PayloadDiff } from "./payload-diff.ts";

/** A range shows so many of its bytes. */
const SHOWN_BYTES = 256;

/** Each makes two lines. */
const MAX_RANGES = MAX_DIFF_LINES / 2;

/** How bytes differ from others: ranges in place of ranges. Those of the same length are compared place by place. */
export function* diffBytes(before: Uint8Array, after: Uint8Array): Slices<PayloadDiff> {
  const isByPlace = before.length === after.length;
  const { edits, gaveUp } = isByPlace
    ? yield* differingRanges(before, after)
    : yield* diffSequences(before.length, after.length, (a, b) => before[a] === after[b]);
  const lines: DiffLine[] = [];
  for (const [index, { from, to, otherFrom, otherTo }] of edits.entries()) {
    if (index % 512 === 511) yield 1;
    if (to > from) lines.push(rangeLine("removed", before, from, to));
    if (otherTo > otherFrom) lines.push(rangeLine("added", after, otherFrom, otherTo));
  }
  const limit =
    isByPlace && gaveUp
      ? say("moreThanRangesDifferWhat", { max_ranges: MAX_RANGES })
      : limitOf(gaveUp, lines.length);
  return { by: "bytes", lines: lines.slice(0, MAX_DIFF_LINES), limit };
}

/** The ranges that differ, in order; `gaveUp`: there are more than are listed. */
function* differingRanges(before: Uint8Array, after: Uint8Array): Slices<Edits> {
  const edits: Edit[] = [];
  /** Where the range that is being read began; -1 is none. */
  let from = -1;
  for (let at = 0; at <= before.length; at += 1) {
    if (at % 65_536 === 65_535) yield at / before.length;
    const differs = at < before.length && before[at] !== after[at];
    if (differs && from === -1) {
      if (edits.length === MAX_RANGES) return { edits, gaveUp: true };
      from = at;
    } else if (!differs && from !== -1) {
      edits.push({ from, to: at, otherFrom: from, otherTo: at });
      from = -1;
    }
  }
  return { edits, gaveUp: false };
}

function rangeLine(kind: "removed" | "added", bytes: Uint8Array, from: number, to: number): DiffLine {
  const shown = Array.from(bytes.subarray(from, Math.min(to, from + SHOWN_BYTES)), formatByte).join(" ");
  const line = diffLine(kind, formatOffset(from, bytes.length), shown);
  return { ...line, cut: Math.max(0, to - from - SHOWN_BYTES) };
}
