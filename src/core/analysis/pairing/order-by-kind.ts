import type { MessageFacts } from "./message-facts.ts";
import { areOfOneName } from "./of-one-name.ts";
import {
  type Followed,
  follow,
  isOrdered,
  type OrderBounds,
  type Ordered,
  toOrdered,
} from "./order-search.ts";
import type { KindGroup, OrderRule } from "./pairing-rule.ts";

/** So many of the first messages are looked at, and of the last. */
const KEPT = 1024;
/** Kinds of message of one side, above which nothing is looked for. */
const MOST_KINDS = 64;
/** Of messages with the same members so many kinds: what has more differs by content. */
const MOST_FORMS = 16;
/** Replies that say what the request calls itself, which has several names. */
const LEAST_NAMED = 0.95;
/** Of the requests of a kind, so many have a reply of one kind before the page says anything else. */
const LEAST_FOLLOWED = 0.7;
const LEAST_FOLLOWED_TIMES = 3;
/** Replies of a kind are not more than their requests. */
const MOST_REPLIES = 1.05;

/** Where the names say that they belong together, the order has less to prove. */
const NAMED: OrderBounds = { leastPairs: 20, leastUneven: 0.05 };
const CERTAINTY = 0.6;
const NAMED_CERTAINTY = 0.75;

/** Looks which kinds of the page's messages are followed, each time, by exactly one of the server's of certain kinds, whatever else is said. */
export interface KindSearch {
  observe(message: MessageFacts): void;
  /** `isExplained`: shapes that are paired already. Null where there are none, or it proves too little. */
  judge(isExplained: (shape: string, received: boolean) => boolean): OrderRule | null;
}

/** Creates it; bounded in memory. */
export function createKindSearch(): KindSearch {
  const first: Ordered[] = [];
  let last: Ordered[] = [];
  let isBroken = false;
  let lastRow = -1;

  function tryGroup(group: KindGroup, bounds?: OrderBounds): Followed | null {
    const followed = follow(of(first, group));
    if (followed === null || !isOrdered(followed, bounds)) return null;
    return last.length > 0 && follow(of(last, group)) === null ? null : followed;
  }

  return {
    observe(message) {
      const { row, protocol, correlation, beat } = message;
      if (isBroken || beat !== null) return;
      if (protocol !== "" || correlation !== null || row === lastRow) isBroken = true;
      lastRow = row;
      if (isBroken) {
        first.length = 0;
        last.length = 0;
        return;
      }
      if (first.length < KEPT) first.push(toOrdered(message));
      else last.push(toOrdered(message, true));
      if (last.length >= 2 * KEPT) last = last.slice(-KEPT);
    },
    judge(isExplained) {
      if (isBroken) return null;
      const groups = findGroups(first.filter((it) => !isExplained(it.shape, it.received)));
      const proven = groups.flatMap((group) => {
        const followed = tryGroup(group);
        return followed === null ? [] : { group, pairs: followed.pairs };
      });
      const left = groups.filter((group) => !proven.some((it) => it.group === group));
      const named = provenByName(left.filter((it) => isNamed(first, it)));
      const all = [...proven, ...named];
      if (all.length === 0) return null;
      return {
        by: "order",
        asks: "page",
        certainty: proven.length > 0 ? CERTAINTY : NAMED_CERTAINTY,
        pairs: all.reduce((sum, it) => sum + it.pairs, 0),
        groups: all.map(({ group }) => group),
      };
    },
  };

  /** Groups whose names belong together prove it together: each follows its own order. */
  function provenByName(
    groups: readonly KindGroup[],
  ): { readonly group: KindGroup; readonly pairs: number }[] {
    const followed = groups.flatMap((group) => {
      const found = follow(of(first, group));
      if (found === null || found.pairs < 2) return [];
      return last.length > 0 && follow(of(last, group)) === null ? [] : { group, found };
    });
    const together: Followed = {
      pairs: 0,
      answered: 0,
      greetings: 0,
      waiting: 0,
      echoed: 0,
      alike: 0,
      named: 0,
      samples: followed.flatMap(({ found }) => found.samples),
      pauses: followed.flatMap(({ found }) => found.pauses),
    };
    for (const { found } of followed) {
      for (const key of ["pairs", "answered", "echoed", "alike"] as const) together[key] += found[key];
      for (const key of ["greetings", "waiting"] as const)
        together[key] = Math.max(together[key], found[key]);
    }
    if (!isOrdered(together, NAMED)) return [];
    return followed.map(({ group, found }) => ({ group, pairs: found.pairs }));
  }
}

function of(messages: readonly Ordered[], { requests, replies }: KindGroup): readonly Ordered[] {
  return messages.filter((it) => (it.received ? replies : requests).has(it.shape));
}

/** Whether the names of requests and replies say that they belong together. */
function isNamed(messages: readonly Ordered[], group: KindGroup): boolean {
  const asked = new Set<string>();
  const answered = new Set<string>();
  const own = of(messages, group);
  for (const { received, label } of own) (received ? answered : asked).add(label);
  if (areOfOneName([...asked], [...answered])) return true;
  const followed = follow(own);
  return asked.size > 1 && followed !== null && followed.named >= LEAST_NAMED * followed.pairs;
}

/** The kinds of both sides, by shape: messages that differ by what may be content are of one. */
function kindsOf(messages: readonly Ordered[]): ReadonlyMap<string, string> | null {
  const kinds = new Map<string, string>();
  for (const isReceived of [false, true]) {
    const byForm = new Map<string, Set<string>>();
    for (const { received, shape } of messages) {
      if (received !== isReceived) continue;
      const form = shape.split("|", 1)[0] as string;
      byForm.set(form, (byForm.get(form) ?? new Set()).add(shape));
    }
    let count = 0;
    for (const [form, shapes] of byForm) {
      const isOne = shapes.size > MOST_FORMS;
      count += isOne ? 1 : shapes.size;
      for (const shape of shapes) kinds.set(`${isReceived}${shape}`, isOne ? form : shape);
    }
    if (count > MOST_KINDS) return null;
  }
  return kinds;
}

/** Kinds that may belong together: those of the page with those that come before it says anything else. */
function findGroups(messages: readonly Ordered[]): KindGroup[] {
  const kinds = kindsOf(messages);
  if (kinds === null) return [];
  const asked = new Map<string, { times: number; followed: Map<string, number> }>();
  const said = new Map<string, number>();
  let since: { followed: Map<string, number>; seen: Set<string> } | null = null;
  for (const { received, shape } of messages) {
    const kind = kinds.get(`${received}${shape}`) as string;
    if (received) {
      said.set(kind, (said.get(kind) ?? 0) + 1);
      if (since === null || since.seen.has(kind)) continue;
      since.seen.add(kind);
      since.followed.set(kind, (since.followed.get(kind) ?? 0) + 1);
      continue;
    }
    const own = asked.get(kind) ?? { times: 0, followed: new Map<string, number>() };
    own.times += 1;
    asked.set(kind, own);
    since = { followed: own.followed, seen: new Set() };
  }
  const byReply = new Map<string, Set<string>>();
  for (const [request, { times, followed }] of asked) {
    for (const [reply, count] of followed) {
      if (count < Math.max(LEAST_FOLLOWED_TIMES, LEAST_FOLLOWED * times)) continue;
      byReply.set(reply, (byReply.get(reply) ?? new Set()).add(request));
    }
  }
  const groups: { requests: Set<string>; replies: Set<string> }[] = [];
  for (const [reply, requests] of byReply) {
    const times = [...requests].reduce((sum, it) => sum + (asked.get(it)?.times ?? 0), 0);
    // What comes as often unasked is a feed.
    if ((said.get(reply) ?? 0) > MOST_REPLIES * times + 2) continue;
    groups.push({ requests, replies: new Set([reply]) });
  }
  const shapesOf = (isReceived: boolean, of: ReadonlySet<string>) =>
    new Set(
      messages.flatMap(({ received, shape }) => {
        return received === isReceived && of.has(kinds.get(`${received}${shape}`) as string) ? shape : [];
      }),
    );
  return groups
    .filter(({ requests }) => {
      return groups.filter((other) => [...other.requests].some((it) => requests.has(it))).length === 1;
    })
    .map(({ requests, replies }) => ({
      requests: shapesOf(false, requests),
      replies: shapesOf(true, replies),
    }));
}
