import { isRequestName } from "./member-names.ts";
import type { MessageFacts } from "./message-facts.ts";
import { valueBits } from "./value-evidence.ts";

const SUBSCRIBE = /^(?:p?sub(?:scribe)?|join|phx_join|watch|follow|listen|start|connection_subscribe)$/i;
const UNSUBSCRIBE =
  /^(?:un(?:sub(?:scribe)?|watch|follow|listen)|p?unsub(?:scribe)?|leave|phx_leave|stop|complete)$/i;
/** What says that a topic was subscribed to, or given up: `subscribed`, `subscription_succeeded`, the request's own word. */
const CONFIRMED =
  /^(?:[a-z]+[_.:-])?(un)?(?:p?sub(?:scrib(?:e|ed)|scriptions?|bed)?|joined|join|(left|leave)|watch(?:ed|ing)?|follow(?:ed|ing)?|listening)(?:[_.:-](?:ack|ok|success|succeeded|confirmed|response|reply|result))?$/i;

/** Values that prove so much each were drawn by chance: they name the request, and no topic. */
const DRAWN_BITS = 16;

export type SubscriptionKind = "subscribe" | "unsubscribe";

/** A message that asks for what is said on a topic, or for no more of it. */
export interface Subscription {
  readonly kind: SubscriptionKind;
  /** What it names, each by its path; elements of a list are topics of their own. */
  readonly topics: readonly { readonly path: string; readonly value: string }[];
}

/** What a message that is sent asks for; null where it is nothing of that. */
export function readSubscription({ label, scalars }: MessageFacts): Subscription | null {
  const said = scalars.filter(({ value }) => !/^-?[\d.]+$/.test(value));
  const verb = [label, ...said.map(({ value }) => value)].find(
    (it) => SUBSCRIBE.test(it) || UNSUBSCRIBE.test(it),
  );
  if (verb === undefined) return null;
  // What names the request is another each time.
  const topics = said.filter(({ path, value }) => {
    return value !== verb && !isRequestName(path) && valueBits(value) < DRAWN_BITS;
  });
  return { kind: UNSUBSCRIBE.test(verb) ? "unsubscribe" : "subscribe", topics };
}

/** Which kind of subscription a received message confirms, by its own word; null: none. */
export function confirmedKind(label: string): SubscriptionKind | null {
  const found = CONFIRMED.exec(label);
  if (found === null) return null;
  return found[1] === undefined && found[2] === undefined ? "subscribe" : "unsubscribe";
}
