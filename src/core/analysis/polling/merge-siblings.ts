import type { Question } from "./group-questions.ts";
import type { Loop } from "./loop.ts";
import { addSums } from "./loop-sums.ts";
import { OPEN } from "./name-loop.ts";
import { median } from "./statistics.ts";

/** Loops of one rhythm have medians that differ by no more than this share. */
const SAME_RHYTHM = 0.2;

/** A loop, with what it asks. */
export interface FoundLoop {
  readonly question: Pick<Question, "family" | "key">;
  readonly loop: Loop;
}

/** Makes one loop of those that ask the same of several things in the same rhythm: the orders of a list, say. */
export function mergeSiblings(found: readonly FoundLoop[]): Loop[] {
  const groups: FoundLoop[][] = [];
  for (const it of found) {
    const group = groups.find(([first]) => first !== undefined && areSiblings(first, it));
    if (group === undefined) groups.push([it]);
    else group.push(it);
  }
  return groups.map((group) =>
    group.length === 1 ? (group[0] as FoundLoop).loop : merge(group.map(({ loop }) => loop)),
  );
}

function areSiblings(a: FoundLoop, b: FoundLoop): boolean {
  if (a.question.family !== b.question.family || a.question.key === b.question.key) return false;
  if (a.loop.kind !== b.loop.kind || a.loop.initiator !== b.loop.initiator) return false;
  const [one, other] = [a.loop.rhythm.intervalMs, b.loop.rhythm.intervalMs];
  return Math.abs(one - other) <= SAME_RHYTHM * Math.max(one, other);
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
    askers: loops.reduce((total, { askers }) => total + askers, 0),
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
