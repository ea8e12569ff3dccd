import type { EpochMs, Milliseconds } from "../../units.ts";
import { followInTime } from "./is-coincidence.ts";
import type { MessageFacts } from "./message-facts.ts";
import type { PairSample } from "./pair-counts.ts";
import type { OrderRule } from "./pairing-rule.ts";

/** Fewer may follow each other by chance, and say nothing of when they do. */
const LEAST_PAIRS = 30;
/** What a server says before it was asked anything. */
const MOST_GREETINGS = 2;
/** Requests that wait at the end. */
const MOST_WAITING = 2;
/** So many were alone under way: what comes then can answer no other, and only they are paired. */
const LEAST_ALONE = 0.5;
/** What says again what was said is an echo; what is of the same form may be another person's. */
const MOST_ECHOED = 0.1;
const MOST_ALIKE = 0.5;
/** Who takes longer is a person: another player, another one who writes. */
const BY_HAND: Milliseconds = 500;
/** A reply comes soon, and the next request when it likes: else the page may be the one who answers. */
const SOON = 0.5;
/** Requests at even times follow nothing, and nothing can be seen to follow them: the middle half differs by so much of the usual. */
const LEAST_UNEVEN = 0.3;
/** Only the order speaks for it. */
const CERTAINTY = 0.6;
const KEPT = 128;

/** What order has to prove. */
export interface OrderBounds {
  readonly leastPairs: number;
  readonly leastUneven: number;
}

const BOUNDS: OrderBounds = { leastPairs: LEAST_PAIRS, leastUneven: LEAST_UNEVEN };

/** What was seen of requests that are each followed by one reply. */
export interface Followed {
  /** Requests that were alone under way, and all that were answered. */
  pairs: number;
  answered: number;
  greetings: number;
  waiting: number;
  echoed: number;
  alike: number;
  /** Replies that say again what the request calls itself. */
  named: number;
  readonly samples: readonly PairSample[];
  /** From a reply after which nothing was under way to the next request. */
  readonly pauses: readonly Milliseconds[];
}

/** Looks whether each message of the page is followed by exactly one of the server's, and by nothing else. */
export interface OrderSearch {
  observe(message: MessageFacts): void;
  /** Null where that is not so, or where it proves too little. */
  judge(): OrderRule | null;
}

/** What of a message its place in the order needs: little is kept of each. */
export interface Ordered extends Pick<MessageFacts, "at" | "received" | "shape" | "label"> {
  /** What it says, as far as that tells an echo. */
  readonly content: string;
  /** Words among that, the first. */
  readonly words: readonly string[];
}

const LONGEST_CONTENT = 160;
const MOST_WORDS = 3;
const WORD = /^[A-Za-z][\w.:-]{1,39}$/;

const NO_WORDS: readonly string[] = [];

/** Takes of a message what its place in the order needs; without what it says, where it was seen often enough how that goes together. */
export function toOrdered(
  { at, received, shape, label, scalars, head }: MessageFacts,
  isShort = false,
): Ordered {
  if (isShort) return { at, received, shape, label, content: "", words: NO_WORDS };
  const content =
    head === null ? scalars.map(({ path, value }) => `${path}=${value}`).join(" ") : String(head);
  const words = scalars.flatMap(({ value }) => (WORD.test(value) ? value : [])).slice(0, MOST_WORDS);
  return { at, received, shape, label, content: content.slice(0, LONGEST_CONTENT), words };
}

/** Creates it. One message that does not fit ends it: a feed, a loss, and what is said unasked. */
export function createOrderSearch(): OrderSearch {
  const follower = createFollower();
  let isBroken = false;
  let lastRow = -1;
  return {
    observe(message) {
      const { row, beat, protocol, correlation } = message;
      if (isBroken || beat !== null) return;
      // What protocols pair they say; of several in one message it is not known which were one.
      if (protocol !== "" || correlation !== null || row === lastRow) isBroken = true;
      lastRow = row;
      if (!isBroken && !follower.observe(toOrdered(message))) isBroken = true;
    },
    judge() {
      const followed = isBroken ? null : follower.followed();
      if (followed === null || !isOrdered(followed)) return null;
      return { by: "order", asks: "page", certainty: CERTAINTY, pairs: followed.pairs, groups: null };
    },
  };
}

/** What was seen of some messages; null where one does not fit. */
export function follow(messages: readonly Ordered[]): Followed | null {
  const follower = createFollower();
  return messages.every((it) => follower.observe(it)) ? follower.followed() : null;
}

/** Whether that is enough to say that they are requests and replies. */
export function isOrdered(
  { pairs, answered, greetings, waiting, echoed, alike, samples, pauses }: Followed,
  { leastPairs, leastUneven }: OrderBounds = BOUNDS,
): boolean {
  if (pairs < leastPairs || greetings > MOST_GREETINGS) return false;
  if (waiting > MOST_WAITING || pairs < LEAST_ALONE * answered) return false;
  if (echoed > MOST_ECHOED * pairs || alike > MOST_ALIKE * pairs) return false;
  const rtt = quantile(
    samples.map(({ requestAt, replyAt }) => replyAt - requestAt),
    0.5,
  );
  const pause = quantile(pauses, 0.5);
  if (rtt > BY_HAND || rtt > SOON * pause) return false;
  if (quantile(pauses, 0.75) - quantile(pauses, 0.25) < leastUneven * pause) return false;
  return followInTime(samples);
}

/** Follows messages; `observe` answers whether one fits. */
function createFollower(): { observe(message: Ordered): boolean; followed(): Followed } {
  const waiting: Ordered[] = [];
  const samples: PairSample[] = [];
  const pauses: Milliseconds[] = [];
  let greetings = 0;
  let sent = 0;
  let pairs = 0;
  let answered = 0;
  /** Nothing else was under way since the request that waits was sent. */
  let wasAlone = false;
  let echoed = 0;
  let alike = 0;
  let named = 0;
  let idleSince: EpochMs | null = null;

  function answer(message: Ordered): boolean {
    const request = waiting.shift();
    if (request === undefined) {
      greetings += 1;
      return sent === 0;
    }
    answered += 1;
    if (waiting.length === 0) idleSince = message.at;
    const isAlone = wasAlone;
    wasAlone = false;
    if (!isAlone) return true;
    pairs += 1;
    if (request.label !== "" && message.words.includes(request.label)) named += 1;
    if (request.shape === message.shape) {
      if (request.content === message.content) echoed += 1;
      if (!/^(?:text|binary)/.test(message.shape)) alike += 1;
    }
    keep(samples, { requestAt: request.at, replyAt: message.at, value: "", pair: 0 });
    return true;
  }

  return {
    observe(message) {
      if (message.received) return answer(message);
      if (waiting.length > KEPT) return false;
      sent += 1;
      wasAlone = waiting.length === 0;
      if (wasAlone && idleSince !== null) keep(pauses, message.at - idleSince);
      idleSince = null;
      waiting.push(message);
      return true;
    },
    followed: () => ({
      pairs,
      answered,
      greetings,
      waiting: waiting.length,
      echoed,
      alike,
      named,
      samples,
      pauses,
    }),
  };
}

function keep<T>(list: T[], value: T): void {
  list.push(value);
  if (list.length > KEPT) list.shift();
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
}
