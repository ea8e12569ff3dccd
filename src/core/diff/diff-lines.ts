import type { Slices } from "../format/slices.ts";
import { say } from "../text/say.ts";
import { diffSequences, MAX_EDITS } from "./diff-sequences.ts";
import { type DiffLine, diffLine, MAX_DIFF_LINES, type PayloadDiff } from "./payload-diff.ts";

/** Lines that are the same are shown so far around those that are not. */
const CONTEXT = 3;

/** How a text differs from another one, line by line. */
export function* diffLines(before: string, after: string): Slices<PayloadDiff> {
  const old = before.split("\n");
  const now = after.split("\n");
  const { edits, gaveUp } = yield* diffSequences(old.length, now.length, (a, b) => old[a] === now[b]);
  const lines: DiffLine[] = [];
  const number = (index: number) => `${index + 1}`;
  const same = (from: number, to: number, isFirst: boolean, isLast: boolean) => {
    const shownFrom = isFirst ? from : Math.min(to, from + CONTEXT);
    const shownTo = isLast ? to : Math.max(shownFrom, to - CONTEXT);
    for (let at = from; at < shownFrom; at += 1) lines.push(diffLine("same", number(at), now[at] ?? ""));
    if (shownTo > shownFrom) lines.push(diffLine("gap", "", `${shownTo - shownFrom}`));
    for (let at = shownTo; at < to; at += 1) lines.push(diffLine("same", number(at), now[at] ?? ""));
  };
  let at = 0;
  for (const edit of edits) {
    same(at, edit.otherFrom, at === 0, false);
    for (let index = edit.from; index < edit.to; index += 1) {
      lines.push(diffLine("removed", number(index), old[index] ?? ""));
    }
    for (let index = edit.otherFrom; index < edit.otherTo; index += 1) {
      lines.push(diffLine("added", number(index), now[index] ?? ""));
    }
    at = edit.otherTo;
  }
  if (edits.length > 0) same(at, now.length, false, true);
  return { by: "lines", lines: lines.slice(0, MAX_DIFF_LINES), limit: limitOf(gaveUp, lines.length) };
}

/** What a comparison did not say. */
export function limitOf(gaveUp: boolean, lines: number): string {
  if (lines > MAX_DIFF_LINES) return say("moreLinesOfTheComparison", { lines: lines - MAX_DIFF_LINES });
  if (!gaveUp) return "";
  return say("moreThanDifferencesWhatLies", { max_edits: MAX_EDITS });
}
