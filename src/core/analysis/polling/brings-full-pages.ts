import type { Exchange } from "./exchange.ts";
import type { Question } from "./group-questions.ts";
import { readAnswer } from "./read-answer.ts";

/** How many are asked for at once. */
const SIZE =
  /^(limit|size|count|take|top|first|rows|num|n|max_?results|(page_?)?(limit|size|length)|per_?page|items_?per_?page|results_?per_?page|\$top)$/i;
const LEAST_SIZE = 5;
const MOST_SIZE = 10_000;
/** The last page of a list is seldom full. */
const NEARLY_ALL = 0.8;
/** Lists stand near the top of an answer. */
const MAX_DEPTH = 4;
const MOST_LOOKED_AT = 500;

/**
 * Whether answers have as many items as were asked for, nearly each of them: somebody reads on through a list, for of news there are now
 * more, now fewer. Takes the answers that told something. Where a timer called, it is nobody who reads.
 */
export function bringsFullPages({ kinds, slots }: Question, exchanges: readonly Exchange[]): boolean {
  if (exchanges.length === 0 || exchanges.some(({ byTimer }) => byTimer === true)) return false;
  const sizes = new Set<number>();
  for (const [name, value] of slots) {
    if (kinds.get(name) !== "same" || name.startsWith("path.") || !/^\d{1,5}$/.test(value)) continue;
    const size = Number(value);
    if (SIZE.test(name.slice(name.lastIndexOf(".") + 1)) && size >= LEAST_SIZE && size <= MOST_SIZE) {
      sizes.add(size);
    }
  }
  if (sizes.size === 0) return false;
  const full = exchanges.filter((it) => hasListOf(readAnswer(it).value, sizes)).length;
  return full >= NEARLY_ALL * exchanges.length;
}

/** Whether there is a list of one of these lengths in a value of JSON; lists in lists are items of theirs. */
function hasListOf(value: unknown, sizes: ReadonlySet<number>): boolean {
  let level: unknown[] = [value];
  let looked = 0;
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
    const next: unknown[] = [];
    for (const it of level) {
      if (Array.isArray(it) && sizes.has(it.length)) return true;
      if (typeof it !== "object" || it === null || Array.isArray(it)) continue;
      looked += 1;
      if (looked > MOST_LOOKED_AT) return false;
      next.push(...Object.values(it));
    }
    level = next;
  }
  return false;
}
