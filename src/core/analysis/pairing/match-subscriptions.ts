import type { MessageFacts } from "./message-facts.ts";
import { confirmedKind, readSubscription, type SubscriptionKind } from "./subscription.ts";

/** Subscriptions that may still be confirmed; the last. */
const MOST_WAITING = 256;
/** Of what a request says beside its list of topics, so much must stand in what confirms it: options often do not. */
const LEAST_SAME = 0.5;

interface Waiting<T> {
  readonly kind: SubscriptionKind;
  readonly request: T;
  readonly single: readonly string[];
  /** Elements of a list of topics: each may be confirmed by itself. */
  readonly listed: Set<string>;
  readonly isList: boolean;
}

/** Which message confirms which subscription, by the topics that both name. */
export interface SubscriptionMatcher<T> {
  /** Takes in what the page has sent; answers of which kind it is, null where it asks for no topic. */
  ask(message: MessageFacts, request: () => T): SubscriptionKind | null;
  /** Takes in what was received; answers which kind it confirms, and the request, or null where there is none that it may mean. */
  answer(message: MessageFacts): { readonly kind: SubscriptionKind; readonly request: T | null } | null;
}

/** Creates it. A request is confirmed once, or once for each topic of its list. */
export function createSubscriptionMatcher<T>(): SubscriptionMatcher<T> {
  let waiting: Waiting<T>[] = [];

  return {
    ask(message, request) {
      const asked = readSubscription(message);
      if (asked === null || asked.topics.length === 0) return null;
      const listed = asked.topics.filter(({ path }) => path.endsWith("]"));
      waiting.push({
        kind: asked.kind,
        request: request(),
        single: asked.topics.filter((it) => !listed.includes(it)).map(({ value }) => value),
        listed: new Set(listed.map(({ value }) => value)),
        isList: listed.length > 0,
      });
      if (waiting.length > MOST_WAITING) waiting.shift();
      return asked.kind;
    },
    answer({ label, scalars }) {
      const kind = confirmedKind(label);
      if (kind === null) return null;
      const values = new Set(scalars.map(({ value }) => value));
      let best: { readonly it: Waiting<T>; readonly score: number; readonly listed: string[] } | null = null;
      for (const it of waiting) {
        if (it.kind !== kind) continue;
        const single = it.single.filter((value) => values.has(value)).length;
        const listed = [...it.listed].filter((value) => values.has(value));
        if (single < LEAST_SAME * it.single.length || (it.isList && listed.length === 0)) continue;
        const score = single + listed.length;
        if (score > (best?.score ?? 0)) best = { it, score, listed };
      }
      if (best === null) return { kind, request: null };
      const { it, listed } = best;
      for (const value of listed) it.listed.delete(value);
      if (it.listed.size === 0) waiting = waiting.filter((other) => other !== it);
      return { kind, request: it.request };
    },
  };
}
