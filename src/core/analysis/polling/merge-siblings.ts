import type { EpochMs } from "../../units.ts";
import type { Exchange } from "./exchange.ts";
import type { Question } from "./group-questions.ts";
import type { Loop } from "./loop.ts";
import { addSums } from "./loop-sums.ts";
import { OPEN } from "./name-loop.ts";
import { largest, median } from "./statistics.ts";

/** Loops of one rhythm have medians that differ by no more than this share. */
const SAME_RHYTHM = 0.2;

/** A loop, with what it asks. */
export interface FoundLoop {
  readonly question: Pick<Question, "shape" | "family" | "key">;
  readonly loop: Loop;
}

/** The first request after a change comes so many intervals after the last one before it: at once, or at the next beat. */
const MOST_BETWEEN = 1.6;

/**
 * Makes one loop of those that ask the same of several things in the same rhythm (the orders of a list, say), and of those of which one
 * goes on where the other ended: a page that asks something else from then on, as somebody chose.
 */
export function mergeSiblings(found: readonly FoundLoop[]): Loop[] {
  const groups: FoundLoop[][] = [];
  const inTime = [...found].sort((a, b) => startOf(a.loop) - startOf(b.loop));
  for (const it of inTime) {
    const group = groups.find(
      (own) => areSiblings(own[0] as FoundLoop, it) || areSuccessive(own.at(-1) as FoundLoop, it),
    );
    if (group === undefined) groups.push([it]);
    else group.push(it);
  }
  return groups.map((group) =>
    group.length === 1 ? (group[0] as FoundLoop).loop : merge(group.map(({ loop }) => loop)),
  );
}

function areSiblings(a: FoundLoop, b: FoundLoop): boolean {
  const [one, other] = [a.loop.initiator, b.loop.initiator];
  const isOneCaller = one === other || (mayBeOneCaller(one, other) && startOf(b.loop) >= endOf(a.loop));
  return a.question.family === b.question.family && isOneCaller && haveOneRhythm(a, b);
}

function areSuccessive(a: FoundLoop, b: FoundLoop): boolean {
  const [one, next] = [a.loop, b.loop];
  if (one.method !== next.method || one.name !== next.name || !haveOneRhythm(a, b)) return false;
  if (!mayBeOneCaller(one.initiator, next.initiator)) return false;
  // Words in a path make another shape; then it has to be known that the same calls ask.
  const isOneShape = a.question.shape === b.question.shape;
  if (!isOneShape && (one.initiator === null || !differInOneWord(one.url, next.url))) return false;
  const between = startOf(next) - endOf(one);
  return between >= 0 && between <= MOST_BETWEEN * Math.max(one.rhythm.intervalMs, next.rhythm.intervalMs);
}

/** The stack of a loop that arms itself again is longer each time, until it is as long as is recorded. */
function mayBeOneCaller(one: string | null, other: string | null): boolean {
  return one === null || other === null || one.startsWith(other) || other.startsWith(one);
}

/** Whether the paths of two URLs of one host differ in one segment alone. */
function differInOneWord(one: string, other: string): boolean {
  const [a, b] = [one, other].map((it) => it.replace(/[?].*$/s, "").split("/")) as [string[], string[]];
  return a.length === b.length && a[2] === b[2] && a.filter((it, index) => it !== b[index]).length <= 1;
}

function haveOneRhythm(a: FoundLoop, b: FoundLoop): boolean {
  if (a.question.key === b.question.key) return false;
  if (a.loop.kind !== b.loop.kind) return false;
  const [one, other] = [a.loop.rhythm.intervalMs, b.loop.rhythm.intervalMs];
  return Math.abs(one - other) <= SAME_RHYTHM * Math.max(one, other);
}

function startOf({ before, exchanges }: Loop): EpochMs {
  return before?.sums.startedAt ?? (exchanges[0] as Exchange).at;
}

function endOf({ exchanges }: Loop): EpochMs {
  return (exchanges.at(-1) as Exchange).at;
}

/** How many of some loops ask at the same time, at most: what is asked one after the other is asked by one. */
function countAtOnce(loops: readonly Loop[]): number {
  const ends = loops.flatMap((it) => [
    { at: startOf(it), by: it.askers },
    { at: endOf(it), by: -it.askers },
  ]);
  ends.sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  return largest(ends.map(({ by }) => (now += by)));
}

function merge(loops: readonly Loop[]): Loop {
  const first = loops[0] as Loop;
  const answers = loops.flatMap((it) => it.answers).sort((a, b) => a.exchange.at - b.exchange.at);
  return {
    ...first,
    url: openUrl(loops.map(({ url }) => url)),
    rhythm: { ...first.rhythm, intervalMs: median(loops.map(({ rhythm }) => rhythm.intervalMs)) },
    answers,
    exchanges: answers.length === 0 ? first.exchanges : answers.map(({ exchange }) => exchange),
    before: addBefore(loops),
    ignored: [...new Set(loops.flatMap(({ ignored }) => ignored))],
    askers: countAtOnce(loops),
    things: loops.length,
  };
}

function addBefore(loops: readonly Loop[]): Loop["before"] {
  const all = loops.flatMap(({ before }) => before ?? []);
  if (all.length === 0) return null;
  return all.reduce((one, other) => ({
    sums: addSums(one.sums, other.sums),
    last: one.last.at > other.last.at ? one.last : other.last,
  }));
}

/** The parts in which URLs of one shape differ are left open. */
function openUrl(urls: readonly string[]): string {
  const parts = urls.map((url) => url.split(/([/?&=])/));
  const first = parts[0] as string[];
  return first.map((part, index) => (parts.every((it) => it[index] === part) ? part : OPEN)).join("");
}
