import type { Question } from "./group-questions.ts";
import type { Loop } from "./loop.ts";
import { OPEN } from "./name-loop.ts";
import { median } from "./statistics.ts";

/** Loops of one rhythm have medians that differ by no more than this share. */
const SAME_RHYTHM = 0.2;

interface Found {
  readonly question: Question;
  readonly loop: Loop;
}

/** Makes one loop of those that ask the same of several things in the same rhythm: the orders of a list, say. */
export function mergeSiblings(found: readonly Found[]): Loop[] {
  const groups: Found[][] = [];
  for (const it of found) {
    const group = groups.find(([first]) => first !== undefined && areSiblings(first, it));
    if (group === undefined) groups.push([it]);
    else group.push(it);
  }
  return groups.map((group) =>
    group.length === 1 ? (group[0] as Found).loop : merge(group.map(({ loop }) => loop)),
  );
}

function areSiblings(a: Found, b: Found): boolean {
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
    exchanges: answers.map(({ exchange }) => exchange),
    ignored: [...new Set(loops.flatMap(({ ignored }) => ignored))],
    askers: loops.reduce((total, { askers }) => total + askers, 0),
  };
}

/** The parts in which URLs of one shape differ are left open. */
function openUrl(urls: readonly string[]): string {
  const parts = urls.map((url) => url.split(/([/?&=])/));
  const first = parts[0] as string[];
  return first.map((part, index) => (parts.every((it) => it[index] === part) ? part : OPEN)).join("");
}
