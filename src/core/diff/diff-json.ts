import { type JsonEntry, type JsonPart, jsonRoot, listJsonEntries } from "../format/json-entries.ts";
import type { Slices } from "../format/slices.ts";
import { limitOf } from "./diff-lines.ts";
import { diffSequences } from "./diff-sequences.ts";
import { type DiffLine, diffLine, MAX_DIFF_LINES, type PayloadDiff } from "./payload-diff.ts";

/** Two values in the same place. */
interface Pair {
  readonly path: string;
  readonly before: JsonPart;
  readonly after: JsonPart;
}

/**
 * How JSON differs from other JSON: which values were added, removed or changed, by their paths. Members go by their names,
 * whatever their order; elements by the fewest edits, so that one more at the beginning is one. Numbers are compared as written.
 */
export function* diffJson(before: string, after: string): Slices<PayloadDiff> {
  const lines: DiffLine[] = [];
  const left: Pair[] = [{ path: "$", before: jsonRoot(before), after: jsonRoot(after) }];
  let gaveUp = false;
  const removed = (path: string, part: JsonPart) =>
    lines.push(diffLine("removed", path, textOf(before, part)));
  const added = (path: string, part: JsonPart) => lines.push(diffLine("added", path, textOf(after, part)));

  while (left.length > 0 && lines.length <= MAX_DIFF_LINES) {
    const pair = left.pop() as Pair;
    const { path } = pair;
    if (isSame(before, pair.before, after, pair.after)) continue;
    const isContainer = pair.before.kind === "object" || pair.before.kind === "array";
    if (!isContainer || pair.before.kind !== pair.after.kind) {
      removed(path, pair.before);
      added(path, pair.after);
      continue;
    }
    const old = listJsonEntries(before, pair.before);
    const now = listJsonEntries(after, pair.after);
    yield 0;
    // What is nested comes at its place: later pairs are taken first.
    const nested: Pair[] = [];
    if (pair.before.kind === "object") {
      const names = new Map(old.map((it) => [it.key, it]));
      for (const it of now) {
        const was = names.get(it.key);
        if (was === undefined) added(pathOf(path, it.key), it);
        else nested.push({ path: pathOf(path, it.key), before: was, after: it });
        names.delete(it.key);
      }
      for (const it of names.values()) removed(pathOf(path, it.key), it);
    } else {
      const same = (a: number, b: number) => isSame(before, old[a] as JsonEntry, after, now[b] as JsonEntry);
      const found = yield* diffSequences(old.length, now.length, same);
      gaveUp ||= found.gaveUp;
      for (const { from, to, otherFrom, otherTo } of found.edits) {
        const both = Math.min(to - from, otherTo - otherFrom);
        for (let index = 0; index < both; index += 1) {
          const it = now[otherFrom + index] as JsonEntry;
          nested.push({ path: pathOf(path, it.key), before: old[from + index] as JsonEntry, after: it });
        }
        for (let at = from + both; at < to; at += 1) removed(`${path}[${at}]`, old[at] as JsonEntry);
        for (let at = otherFrom + both; at < otherTo; at += 1) added(`${path}[${at}]`, now[at] as JsonEntry);
      }
    }
    left.push(...nested.reverse());
  }
  return { by: "structure", lines: lines.slice(0, MAX_DIFF_LINES), limit: limitOf(gaveUp, lines.length) };
}

function isSame(before: string, a: JsonPart, after: string, b: JsonPart): boolean {
  return a.end - a.start === b.end - b.start && textOf(before, a) === textOf(after, b);
}

function textOf(text: string, { start, end }: JsonPart): string {
  return text.slice(start, end);
}

function pathOf(parent: string, key: string | number): string {
  if (typeof key === "number") return `${parent}[${key}]`;
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `${parent}.${key}` : `${parent}[${JSON.stringify(key)}]`;
}
