import { groupBy } from "../group-by.ts";
import { classifySlot, type SlotKind } from "./classify-slot.ts";
import type { Exchange } from "./exchange.ts";
import { looksRandom } from "./looks-like.ts";
import { type RequestSlots, readSlots } from "./read-slots.ts";

/** Requests that ask the same, in order of time. */
export interface Question {
  /** That of all questions which have the same places for values. */
  readonly shape: string;
  /** That of all questions which differ in IDs alone. */
  readonly family: string;
  readonly key: string;
  readonly exchanges: readonly Exchange[];
  /** What each slot is among the requests of its shape. */
  readonly kinds: ReadonlyMap<string, SlotKind>;
  /** The slots of its first request. */
  readonly slots: ReadonlyMap<string, string>;
  /** Each request asks on from another place. */
  readonly moves: "no" | "on" | "in the path";
  /** Fields of the body that are another each time, and none of those that are known to ask nothing: a place in a stream of news would stand still without any. */
  readonly tells: readonly string[];
  /** It is not known whether these ask the same: only how they come can say it. */
  readonly loose: boolean;
}

/** Fewer requests are no loop, whatever they ask. */
export const LEAST_REQUESTS = 4;

interface Taken extends RequestSlots {
  readonly exchange: Exchange;
}

/** Sorts requests by what they ask, set aside what only keeps caches away or says where the last answer ended. */
export function groupQuestions(exchanges: readonly Exchange[]): Question[] {
  const shapes = new Map<string, Taken[]>();
  for (const exchange of exchanges) {
    const taken = { exchange, ...readSlots(exchange) };
    const list = shapes.get(taken.shape);
    if (list === undefined) shapes.set(taken.shape, [taken]);
    else list.push(taken);
  }
  return [...shapes.entries()].flatMap(([shape, taken]) =>
    taken.length < LEAST_REQUESTS ? [] : questionsOf(shape, taken),
  );
}

/**
 * Requests of one shape as one question, whatever differs in them. They are a loop only where the way in which they come leaves no
 * doubt: held by the server, or as even as a timer.
 */
export function toLooseQuestion(exchanges: readonly Exchange[], states = ""): Question | null {
  if (exchanges.length < LEAST_REQUESTS) return null;
  const read = exchanges.map((exchange) => readSlots(exchange));
  const maps = read.map(({ values }) => values);
  const shape = read[0]?.shape as string;
  const kinds = new Map<string, SlotKind>();
  const varied: string[] = [];
  for (const name of new Set(maps.flatMap((it) => [...it.keys()]))) {
    const values = maps.map((it) => it.get(name) ?? "");
    const distinct = new Set(values).size;
    kinds.set(name, distinct === 1 ? "same" : "turning");
    if (distinct > 1) varied.push(name);
  }
  return {
    shape,
    family: `${shape} loose ${states}`,
    key: `${shape} loose ${states}`,
    exchanges,
    kinds,
    slots: maps[0] as ReadonlyMap<string, string>,
    moves: varied.some((it) => it.startsWith("path.")) ? "in the path" : varied.length > 0 ? "on" : "no",
    tells: varied.filter((name) => name.startsWith("body") && tellsSomething(maps, name)),
    loose: true,
  };
}

/** Slots of few values say which of some things is asked; so many requests of each there are at least. */
const LEAST_OF_STATE = 6;

/** Requests of one shape by those of their slots that have few values each. */
export function groupByStates(exchanges: readonly Exchange[]): Exchange[][] {
  const maps = exchanges.map((it) => readSlots(it).values);
  const states = [...new Set(maps.flatMap((it) => [...it.keys()]))].filter((name) => {
    const distinct = new Set(maps.map((it) => it.get(name))).size;
    return distinct > 1 && distinct * LEAST_OF_STATE <= maps.length;
  });
  const indexes = groupBy(maps.keys(), (index) => JSON.stringify(states.map((it) => maps[index]?.get(it))));
  return [...indexes.values()].map((own) => own.map((index) => exchanges[index] as Exchange));
}

function questionsOf(shape: string, taken: readonly Taken[]): Question[] {
  const maps = taken.map(({ values }) => values);
  const times = taken.map(({ exchange }) => exchange.at);
  const names = new Set(maps.flatMap((it) => [...it.keys()]));
  const isRpc =
    names.has("body.jsonrpc") || [...names].some((it) => /^body\.\d+\.(jsonrpc|channel)$/.test(it));
  const kinds = new Map<string, SlotKind>();
  for (const name of names) {
    const values = maps.map((it) => it.get(name) ?? "");
    kinds.set(
      name,
      classifySlot(name, values, times, isRpc, () => areGiven(values, taken)),
    );
  }
  const groups = new Map<string, number[]>();
  for (const [index, map] of maps.entries()) {
    const parts = [...kinds].filter(([, kind]) => kind === "part").map(([name]) => [name, map.get(name)]);
    const key = JSON.stringify(parts);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  }
  return [...groups].flatMap(([key, indexes]) => {
    if (indexes.length < LEAST_REQUESTS) return [];
    const own = indexes.map((index) => maps[index] as ReadonlyMap<string, string>);
    const moving = [...kinds].filter(([name, kind]) => isMoving(kind) && isAlwaysNew(own, name));
    const first = own[0] as ReadonlyMap<string, string>;
    return [
      {
        shape,
        family: `${shape} ${familyOf(key)}`,
        key: `${shape} ${key}`,
        exchanges: indexes.map((index) => (taken[index] as Taken).exchange),
        kinds,
        slots: first,
        moves:
          moving.length === 0
            ? "no"
            : moving.some(([name]) => name.startsWith("path."))
              ? "in the path"
              : "on",
        tells: moving.flatMap(([name]) =>
          name.startsWith("body") && tellsSomething(own, name) ? [name] : [],
        ),
        loose: false,
      },
    ];
  });
}

/** A shorter value may be in any answer. */
const LEAST_GIVEN = 8;
/** So many values are looked for in answers. */
const LOOKED_AT = 60;

/** Whether values came with the answer before: a state that goes to and fro, signed by the server. */
function areGiven(values: readonly string[], taken: readonly Taken[]): boolean {
  let looked = 0;
  let given = 0;
  for (const [index, value] of values.slice(0, LOOKED_AT).entries()) {
    const before = taken[index - 1]?.exchange.answer ?? null;
    if (before === null || value.length < LEAST_GIVEN) continue;
    looked += 1;
    if (before.includes(value) || before.includes(JSON.stringify(value).slice(1, -1))) given += 1;
  }
  return looked >= LEAST_REQUESTS - 1 && given >= 0.8 * looked;
}

/** What only names a request is no longer than a digest in hexadecimal. */
const MOST_NAME = 128;

/** Few values are a state, and what chance has made to one length is a request's own name. */
function tellsSomething(maps: readonly ReadonlyMap<string, string>[], name: string): boolean {
  const values = maps.map((it) => it.get(name) ?? "");
  if (new Set(values).size < 0.5 * values.length) return false;
  const { length } = values[0] as string;
  return length > MOST_NAME || !values.every((it) => it.length === length && looksRandom(it));
}

function isMoving(kind: SlotKind): boolean {
  return kind === "cursor" || kind === "turning";
}

/** A position that stands still while nothing is new is a loop's; one that moves on with each request may be a list's. */
function isAlwaysNew(maps: readonly ReadonlyMap<string, string>[], name: string): boolean {
  return new Set(maps.map((it) => it.get(name))).size >= 0.9 * maps.length;
}

/** What is asked, with its IDs left open: numbers, and what looks as if chance had made it. */
function familyOf(parts: string): string {
  const list = JSON.parse(parts) as [string, string | null][];
  return JSON.stringify(list.map(([name, value]) => [name, openIds(value ?? "")]));
}

function openIds(value: string): string {
  return looksRandom(value) ? "{…}" : value.replace(/\d+/g, "{…}");
}
