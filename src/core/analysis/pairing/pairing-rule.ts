import type { SubscriptionKind } from "./subscription.ts";

/** How requests and replies of a connection are told to belong together. */
export type PairingRule = KeyRule | BeatRule | TopicRule | EchoRule | OrderRule;

/** A value of the request comes back in the reply. */
export interface KeyRule {
  readonly by: "value";
  /** Which side asks. */
  readonly asks: "page" | "server";
  readonly requestPath: string;
  readonly replyPath: string;
  /** Where some requests are answered instead. */
  readonly otherReplyPaths: readonly string[];
  /** Shapes that have such a value and are no requests: nothing ever comes back. */
  readonly notRequests: ReadonlySet<string>;
  /** Shapes that have such a value and are no replies. */
  readonly notReplies: ReadonlySet<string>;
  readonly certainty: number;
  /** How many pairs that rests on. */
  readonly pairs: number;
  /** Of binary messages: the paths are places (`toBytePath`). */
  readonly layout?: ByteLayout;
}

/** By which byte kinds of binary messages are told apart; null where there is none. */
export interface ByteLayout {
  readonly requestTypeAt: number | null;
  readonly replyTypeAt: number | null;
  /** Kinds that share their numbers (-1: of what has none); null: each kind has its own. */
  readonly requestTypes: ReadonlySet<number> | null;
  readonly replyTypes: ReadonlySet<number> | null;
}

/** A ping is answered by the next pong. */
export interface BeatRule {
  readonly by: "beat";
  readonly asks: "page" | "server";
  readonly certainty: number;
  readonly pairs: number;
}

/** A subscription is answered by what confirms it and names its topic. */
export interface TopicRule {
  readonly by: "topic";
  readonly asks: "page";
  /** Which are confirmed: many servers say nothing when a topic is given up. */
  readonly kinds: ReadonlySet<SubscriptionKind>;
  readonly certainty: number;
  readonly pairs: number;
}

/** What the page sends comes back as it was. */
export interface EchoRule {
  readonly by: "echo";
  readonly asks: "page";
  readonly certainty: number;
  readonly pairs: number;
}

/** Kinds of requests with the kinds of their replies, by their shapes. */
export interface KindGroup {
  readonly requests: ReadonlySet<string>;
  readonly replies: ReadonlySet<string>;
}

/** Each request is answered by the next reply, where it is alone under way: replies name nothing. */
export interface OrderRule {
  readonly by: "order";
  readonly asks: "page";
  /** Of which kinds; each follows an order of its own. Null: all that is said. */
  readonly groups: readonly KindGroup[] | null;
  readonly certainty: number;
  readonly pairs: number;
}

/** A rule by its name, as it is shown, confirmed and refused: `reqId`, `id → meta.reqId`, `ping`, `subscribe`, `echo`, `order`. */
export function ruleName(rule: PairingRule): string {
  if (rule.by === "beat") return "ping";
  if (rule.by === "topic") return "subscribe";
  if (rule.by === "echo" || rule.by === "order") return rule.by;
  return toRuleName(rule.requestPath, rule.replyPath);
}

/** The name of a rule by a value. */
export function toRuleName(requestPath: string, replyPath: string): string {
  return requestPath === replyPath ? requestPath : `${requestPath} → ${replyPath}`;
}
