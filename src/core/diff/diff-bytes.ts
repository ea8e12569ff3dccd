import { formatByte, formatOffset } from "../format/format-hex.ts";
import type { Slices } from "../format/slices.ts";
import { limitOf } from "./diff-lines.ts";
import { diffSequences, type Edit } from "./diff-sequences.ts";
import { type DiffLine, diffLine, MAX_DIFF_LINES, type PayloadDiff } from "./payload-diff.ts";

/** A range shows so many of its bytes. */
const SHOWN_BYTES = 256;

/** How bytes differ from others: ranges in place of ranges. Those of the same length are compared place by place. */
export function* diffBytes(before: Uint8Array, after: Uint8Array): Slices<PayloadDiff> {
  const { edits, gaveUp } =
    before.length === after.length
      ? { edits: yield* differingRanges(before, after), gaveUp: false }
      : yield* diffSequences(before.length, after.length, (a, b) => before[a] === after[b]);
  const lines: DiffLine[] = [];
  for (const { from, to, otherFrom, otherTo } of edits) {
    if (to > from) lines.push(rangeLine("removed", before, from, to));
    if (otherTo > otherFrom) lines.push(rangeLine("added", after, otherFrom, otherTo));
  }
  return { by: "bytes", lines: lines.slice(0, MAX_DIFF_LINES), limit: limitOf(gaveUp, lines.length) };
}

function* differingRanges(before: Uint8Array, after: Uint8Array): Slices<Edit[]> {
  const edits: Edit[] = [];
  for (let at = 0; at < before.length; at += 1) {
    if (at % 65_536 === 65_535) yield at / before.length;
    if (before[at] === after[at]) continue;
    const from = at;
    while (at < before.length && before[at] !== after[at]) at += 1;
    edits.push({ from, to: at, otherFrom: from, otherTo: at });
  }
  return edits;
}

function rangeLine(kind: "removed" | "added", bytes: Uint8Array, from: number, to: number): DiffLine {
  const shown = Array.from(bytes.subarray(from, Math.min(to, from + SHOWN_BYTES)), formatByte).join(" ");
  const line = diffLine(kind, formatOffset(from, bytes.length), shown);
  return { ...line, cut: Math.max(0, to - from - SHOWN_BYTES) };
}
