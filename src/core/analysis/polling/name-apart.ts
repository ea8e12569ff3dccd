import { groupBy } from "../group-by.ts";
import type { Exchange } from "./exchange.ts";
import type { Loop } from "./loop.ts";
import { readSlots } from "./read-slots.ts";

/** A longer value names nothing to a reader. */
const MOST_VALUE = 60;

/** Gives loops that would be called the same what they ask with that is their own: `method session-stats`, `refId B`. */
export function nameApart(loops: readonly Loop[]): Loop[] {
  const called = groupBy(loops, ({ method, url, name }) => JSON.stringify([method, url, name]));
  const names = new Map<Loop, string>();
  for (const same of called.values()) {
    if (same.length < 2) continue;
    const asked = same.map(valuesOf);
    const slot = [...(asked[0]?.keys() ?? [])].find((it) => tellsApart(it, asked, same));
    if (slot === undefined) continue;
    const last = slot.split(".").findLast((it) => !/^\d*$/.test(it)) ?? slot;
    for (const [index, loop] of same.entries()) names.set(loop, `${last} ${asked[index]?.get(slot)}`);
  }
  return loops.map((it) => ({ ...it, apart: names.get(it) ?? null }));
}

/** What is the same in a loop's first and last request. */
function valuesOf({ exchanges }: Loop): ReadonlyMap<string, string> {
  const [first, last] = [exchanges[0], exchanges.at(-1)].map((it) => readSlots(it as Exchange).values);
  return new Map(
    [...(first as ReadonlyMap<string, string>)].filter(([name, value]) => last?.get(name) === value),
  );
}

/** Whether a slot has another value in each loop that asks something else, and one that can be read. */
function tellsApart(
  slot: string,
  asked: readonly ReadonlyMap<string, string>[],
  loops: readonly Loop[],
): boolean {
  const values = asked.map((it) => it.get(slot) ?? "");
  if (values.some((it) => it.length > MOST_VALUE || !/[\p{L}\d]/u.test(it))) return false;
  return new Set(values).size >= 2 && new Set(values).size === new Set(loops.map(({ asks }) => asks)).size;
}
