import { say } from "../../text/say.ts";
import type { MessageFacts } from "../pairing/message-facts.ts";

/** A number in a server's messages that goes up by one. */
export interface Counter {
  /** Where it stands; `event ID` of Server-Sent Events. */
  readonly path: string;
  /** The messages that have it, with their numbers, in order. */
  readonly rows: readonly number[];
  readonly values: readonly number[];
}

/** Looks for the member by which a server numbers the messages of a connection. */
export interface CounterSearch {
  observe(message: MessageFacts, eventId: string): void;
  /** By what was seen so far; null where nothing counts. */
  found(): Counter | null;
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

/** Numbers that the page has said before, nearly all of them, are the page's: they come back in answers. */
const MOST_ECHOED = 0.9;
/** So many of the page's numbers are remembered. */
const MOST_SAID = 10_000;

/** A counter is called so: what an item or an order is numbered by goes up too, and may leave some out. */
const COUNTER_NAME =
  /(?:^|[._-])(?:seq(?:uence)?(?:_?(?:no|num|number|id))?|s|n|offset|serial|msg_?(?:no|num|seq)|message_?(?:no|number|seq)|index|sn)$/i;
const NUMBER = /^\d{1,15}$/;

/** Creates it; received messages are shown to it in order. */
export function createCounterSearch(): CounterSearch {
  const series = new Map<string, { rows: number[]; values: number[]; echoed: number }>();
  const said = new Set<string>();
  let messages = 0;
  let chosen: string | null = null;

  function add(path: string, row: number, value: string): void {
    if (chosen !== null && path !== chosen) return;
    let list = series.get(path);
    if (list === undefined) {
      if (series.size >= MOST_PATHS) return;
      list = { rows: [], values: [], echoed: 0 };
      series.set(path, list);
    }
    if (list.rows.length >= MOST_MESSAGES) return;
    list.rows.push(row);
    list.values.push(Number(value));
    if (said.has(value)) list.echoed += 1;
  }

  function best(): string | null {
    const counting = [...series.entries()].filter(([, it]) => isOwn(it) && isCounting(it.values));
    return counting.sort((a, b) => b[1].values.length - a[1].values.length)[0]?.[0] ?? null;
  }

  return {
    observe({ row, received, scalars }, eventId) {
      if (messages >= SAMPLE && chosen === null) return;
      if (!received) {
        for (const { path, value } of scalars) {
          if (said.size < MOST_SAID && COUNTER_NAME.test(path) && NUMBER.test(value)) said.add(value);
        }
        return;
      }
      messages += 1;
      if (NUMBER.test(eventId)) add(say("eventId"), row, eventId);
      for (const { path, value } of scalars) {
        if (COUNTER_NAME.test(path) && NUMBER.test(value)) add(path, row, value);
      }
      if (messages !== SAMPLE) return;
      chosen = best();
      for (const path of [...series.keys()]) if (path !== chosen) series.delete(path);
    },
    found() {
      const path = chosen ?? best();
      const list = path === null ? undefined : series.get(path);
      if (path === null || list === undefined || !isOwn(list) || !isCounting(list.values)) return null;
      return { path, rows: list.rows, values: list.values };
    },
  };
}

function isOwn({ values, echoed }: { readonly values: readonly number[]; readonly echoed: number }): boolean {
  return echoed <= MOST_ECHOED * values.length;
}

function isCounting(values: readonly number[]): boolean {
  if (values.length < LEAST_MESSAGES) return false;
  let ones = 0;
  for (let index = 1; index < values.length; index += 1) {
    if ((values[index] as number) - (values[index - 1] as number) === 1) ones += 1;
  }
  return ones >= LEAST_SHARE * (values.length - 1);
}
