import { say } from "../../text/say.ts";
import type { MessageFacts } from "../pairing/message-facts.ts";

/** A number in a server's messages that goes up by one. */
export interface Counter {
  /** Where it stands, and of which messages, where several count on their own: `seq`, `seq (channel book)`; `event ID` of Server-Sent Events. */
  readonly path: string;
  /** The messages that have it, with their numbers, in order. */
  readonly rows: readonly number[];
  readonly values: readonly number[];
}

/** Looks for the members by which a server numbers the messages of a connection. */
export interface CounterSearch {
  observe(message: MessageFacts, eventId: string): void;
  /** By what was seen so far; none where nothing counts. */
  found(): readonly Counter[];
}

/** From fewer messages nothing is said. */
const LEAST_MESSAGES = 10;
/** Nearly all steps are of one: what a filter has thinned out has other steps too, and misses nothing. */
const LEAST_SHARE = 0.9;
/** So many messages show which member counts; from then on only that is kept. */
const SAMPLE = 400;
const MOST_PATHS = 32;
/** Messages whose numbers are kept. */
const MOST_MESSAGES = 200_000;
/** Members that count beside each other, each in other messages. */
const MOST_COUNTERS = 6;

/** Members that may say which of several counts a number belongs to, and how many such counts there are at most. */
const MOST_GROUPED_BY = 8;
const MOST_GROUPS = 64;
const MOST_GROUP_NAME = 48;
/** Steps that each of them has at least on average. */
const LEAST_STEPS = 4;

/** Numbers that the page has said before, nearly all of them, are the page's: they come back in answers. */
const MOST_ECHOED = 0.9;
/** So many of the page's numbers are remembered. */
const MOST_SAID = 10_000;

/** A counter is called so: what an item or an order is numbered by goes up too, and may leave some out. */
const COUNTER_NAME =
  /(?:^|[._-])(?:seq(?:uence)?(?:_?(?:no|num|number|id))?|s|n|offset|serial|msg_?(?:no|num|seq)|message_?(?:no|number|seq)|index|sn)$/i;
const COUNTER_NAME_IN_CAMEL = /[a-z](?:Seq(?:uence)?(?:No|Num|Number|I[dD])?|Offset|Serial)$/;
const NUMBER = /^\d{1,15}$/;

/** Numbers at one path. */
interface Series {
  readonly rows: number[];
  readonly values: number[];
  /** By member: what it said, beside each number. */
  readonly groups: Map<string, string[]>;
  echoed: number;
}

/** A path that counts, within the messages of which a member says the same. */
interface Chosen {
  readonly path: string;
  readonly by: string | null;
}

/** Creates it; received messages are shown to it in order. */
export function createCounterSearch(): CounterSearch {
  const series = new Map<string, Series>();
  const said = new Set<string>();
  let messages = 0;
  let lastEventId = "";
  let chosen: readonly Chosen[] | null = null;

  function add(path: string, value: string, { row, scalars }: MessageFacts): void {
    const choice = chosen?.find((it) => it.path === path);
    if (chosen !== null && choice === undefined) return;
    let list = series.get(path);
    if (list === undefined) {
      if (series.size >= MOST_PATHS) return;
      list = { rows: [], values: [], groups: new Map(), echoed: 0 };
      series.set(path, list);
    }
    if (list.rows.length >= MOST_MESSAGES) return;
    const index = list.rows.length;
    list.rows.push(row);
    list.values.push(Number(value));
    if (said.has(value)) list.echoed += 1;
    for (const it of scalars) {
      if (it.path === path || it.value.length > MOST_GROUP_NAME) continue;
      const isKnown = list.groups.has(it.path);
      if (choice === undefined ? !isKnown && list.groups.size >= MOST_GROUPED_BY : choice.by !== it.path)
        continue;
      const own = list.groups.get(it.path) ?? [];
      own[index] = it.value;
      list.groups.set(it.path, own);
    }
  }

  function choose(): Chosen[] {
    const counting = [...series.entries()].flatMap(([path, it]): (Chosen & { readonly list: Series })[] => {
      if (!isOwn(it)) return [];
      if (isCounting(it.values)) return [{ path, by: null, list: it }];
      const by = [...it.groups.keys()].find((member) => areCounting(splitBy(it, member)));
      return by === undefined ? [] : [{ path, by, list: it }];
    });
    counting.sort((a, b) => b.list.values.length - a.list.values.length);
    const found: typeof counting = [];
    const covered = new Set<number>();
    for (const it of counting) {
      // What numbers the same messages once more is no other count.
      const isOther =
        it.list.rows.filter((row) => covered.has(row)).length <= (1 - LEAST_SHARE) * it.list.rows.length;
      if (!isOther || found.length >= MOST_COUNTERS) continue;
      found.push(it);
      for (const row of it.list.rows) covered.add(row);
    }
    return found.map(({ path, by }) => ({ path, by }));
  }

  return {
    observe(message, eventId) {
      if (messages >= SAMPLE && chosen?.length === 0) return;
      const { received, scalars } = message;
      if (!received) {
        for (const { path, value } of scalars) {
          if (said.size < MOST_SAID && isCounterName(path) && NUMBER.test(value)) said.add(value);
        }
        return;
      }
      messages += 1;
      // An event without an ID of its own has that of the one before: it is not told twice.
      if (eventId !== lastEventId && NUMBER.test(eventId)) add(say("eventId"), eventId, message);
      lastEventId = eventId;
      for (const { path, value } of scalars) {
        if (isCounterName(path) && NUMBER.test(value)) add(path, value, message);
      }
      if (messages !== SAMPLE) return;
      chosen = choose();
      for (const [path, list] of series) {
        const choice = chosen.find((it) => it.path === path);
        if (choice === undefined) series.delete(path);
        else for (const member of list.groups.keys()) if (member !== choice.by) list.groups.delete(member);
      }
    },
    found() {
      return (chosen ?? choose()).flatMap(({ path, by }): Counter[] => {
        const list = series.get(path);
        if (list === undefined || !isOwn(list)) return [];
        if (by === null)
          return isCounting(list.values) ? [{ path, rows: list.rows, values: list.values }] : [];
        const groups = splitBy(list, by);
        return areCounting(groups) ? groups.map((it) => ({ ...it, path: `${path} (${it.path})` })) : [];
      });
    },
  };
}

function isCounterName(path: string): boolean {
  return COUNTER_NAME.test(path) || COUNTER_NAME_IN_CAMEL.test(path);
}

/** The numbers of each of a member's values; none where there are too many. */
function splitBy({ rows, values, groups }: Series, member: string): Counter[] {
  const names = groups.get(member) ?? [];
  const byName = new Map<string, { path: string; rows: number[]; values: number[] }>();
  for (const [index, value] of values.entries()) {
    const name = names[index] ?? "";
    let own = byName.get(name);
    if (own === undefined) {
      if (byName.size >= MOST_GROUPS) return [];
      own = { path: `${member} ${name}`, rows: [], values: [] };
      byName.set(name, own);
    }
    own.rows.push(rows[index] as number);
    own.values.push(value);
  }
  return [...byName.values()];
}

function isOwn({ values, echoed }: Series): boolean {
  return echoed <= MOST_ECHOED * values.length;
}

function isCounting(values: readonly number[]): boolean {
  return areCounting([{ values }]);
}

/** So many places may one message overtake others, where the steps between half of them are of one all the same. */
const MOST_OVERTAKEN = 8;
const LEAST_IN_ORDER = 0.5;

/** The numbers in their order, where they came nearly so: those of several counts lie further apart, or come twice. */
function inOrder(values: readonly number[]): readonly number[] {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] as number) - (values[b] as number));
  if (order.some((from, to) => Math.abs(from - to) > MOST_OVERTAKEN)) return values;
  const sorted = order.map((index) => values[index] as number);
  return onesOf(values) >= LEAST_IN_ORDER * onesOf(sorted) ? sorted : values;
}

/** How many steps are of one. */
function onesOf(values: readonly number[]): number {
  return values.reduce(
    (sum, it, index) => sum + Number(index > 0 && it - (values[index - 1] as number) === 1),
    0,
  );
}

/** Whether nearly all steps within each count are of one. */
function areCounting(counts: readonly Pick<Counter, "values">[]): boolean {
  let steps = 0;
  let ones = 0;
  for (const { values } of counts) {
    if (values.length === 0) continue;
    steps += values.length - 1;
    const own = onesOf(values);
    ones += own >= LEAST_SHARE * (values.length - 1) ? own : onesOf(inOrder(values));
  }
  // In so many counts of few messages each one would be found by chance.
  return (
    steps >= Math.max(LEAST_MESSAGES - 1, counts.length > 1 ? LEAST_STEPS * counts.length : 0) &&
    ones >= LEAST_SHARE * steps
  );
}
