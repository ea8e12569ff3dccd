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

/** Looks whether each message of the page is followed by exactly one of the server's, and by nothing else. */
export interface OrderSearch {
  observe(message: MessageFacts): void;
  /** Null where that is not so, or where it proves too little. */
  judge(): OrderRule | null;
}

/** Creates it. One message that does not fit ends it: a feed, a loss, and what is said unasked. */
export function createOrderSearch(): OrderSearch {
  const waiting: MessageFacts[] = [];
  const samples: PairSample[] = [];
  /** From a reply after which nothing was under way to the next request. */
  const pauses: Milliseconds[] = [];
  let isBroken = false;
  let lastRow = -1;
  let greetings = 0;
  let sent = 0;
  let pairs = 0;
  let answered = 0;
  /** Nothing else was under way since the request that waits was sent. */
  let wasAlone = false;
  let echoed = 0;
  let alike = 0;
  let idleSince: EpochMs | null = null;

  function answer(message: MessageFacts): void {
    const request = waiting.shift();
    if (request === undefined) {
      if (sent > 0) isBroken = true;
      greetings += 1;
      return;
    }
    answered += 1;
    if (waiting.length === 0) idleSince = message.at;
    const isAlone = wasAlone;
    wasAlone = false;
    if (!isAlone) return;
    pairs += 1;
    if (request.shape === message.shape) {
      if (isSame(request, message)) echoed += 1;
      if (!/^(?:text|binary)/.test(message.shape)) alike += 1;
    }
    keep(samples, { requestAt: request.at, replyAt: message.at, value: "", pair: 0 });
  }

  return {
    observe(message) {
      const { row, received, at, beat, protocol, correlation } = message;
      if (isBroken || beat !== null) return;
      // What protocols pair they say; of several in one message it is not known which were one.
      if (protocol !== "" || correlation !== null || row === lastRow || waiting.length > KEPT)
        isBroken = true;
      lastRow = row;
      if (received) {
        answer(message);
        return;
      }
      sent += 1;
      wasAlone = waiting.length === 0;
      if (wasAlone) {
        if (idleSince !== null) keep(pauses, at - idleSince);
      }
      idleSince = null;
      waiting.push(message);
    },
    judge() {
      if (isBroken || pairs < LEAST_PAIRS || greetings > MOST_GREETINGS) return null;
      if (waiting.length > MOST_WAITING || pairs < LEAST_ALONE * answered) return null;
      if (echoed > MOST_ECHOED * pairs || alike > MOST_ALIKE * pairs) return null;
      const rtt = quantile(
        samples.map(({ requestAt, replyAt }) => replyAt - requestAt),
        0.5,
      );
      const pause = quantile(pauses, 0.5);
      if (rtt > BY_HAND || rtt > SOON * pause) return null;
      if (quantile(pauses, 0.75) - quantile(pauses, 0.25) < LEAST_UNEVEN * pause) return null;
      return followInTime(samples) ? { by: "order", asks: "page", certainty: CERTAINTY, pairs } : null;
    },
  };
}

function isSame(one: MessageFacts, other: MessageFacts): boolean {
  if (one.head !== null) return String(one.head) === String(other.head);
  return (
    one.scalars.length === other.scalars.length &&
    one.scalars.every(({ path, value }, index) => {
      const same = other.scalars[index];
      return same?.path === path && same.value === value;
    })
  );
}

function keep<T>(list: T[], value: T): void {
  list.push(value);
  if (list.length > KEPT) list.shift();
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
}
