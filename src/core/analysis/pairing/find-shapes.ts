import type { Milliseconds } from "../../units.ts";
import {
  answeredBy,
  answeredOf,
  type Counts,
  countSeen,
  echoedBy,
  keysOf,
  replyOf,
  requestOf,
  sumOver,
  total,
} from "./count-shapes.ts";
import { isOwnCount } from "./is-coincidence.ts";
import type { Side } from "./learn-pairing.ts";
import { leastSpreads } from "./least-spreads.ts";
import type { Guess, PairSample, PathCount } from "./pair-counts.ts";
import { DRAWN_BITS, leastBits } from "./value-evidence.ts";

/** Of what stands at the reply's path, so much must have been sent before: else it is a feed that happens to agree. */
const LEAST_SENT = 0.85;
/** Requests of one shape that are never answered are none; so many of a real one's are, even where a server drops some. */
const LEAST_ANSWERED = 0.25;
/** A value that is said again before it has come back is no new request; so many are retries. */
const MOST_REPEATED = 0.5;
/** What so often names a request of another kind goes on with that; where several do so in a row they ask for nothing. */
const FOLLOWS = 0.9;
const MOST_FOLLOWING = 0.2;

/** Of values drawn by chance so many must have come back, of all that were sent so large a part, and each hardly more than once. */
const LEAST_DRAWN = 3;
const DRAWN_ANSWERED = 0.6;
const DRAWN_ONCE = 1.1;

/** Of few spans it is chance which differ less. */
const CLEARLY = 0.7;

/** A kind of message that so often tells a value that another kind has told, may only seem to be an answer. */
const ANSWERED_AGAIN = 0.5;

/** Which kinds of message are requests and which replies, by a guess, and what that explains. */
export interface Shapes {
  readonly requests: ReadonlySet<number>;
  readonly replies: ReadonlySet<number>;
  /** Requests that were answered, and replies. */
  readonly pairs: number;
  readonly all: number;
  /** Requests. */
  readonly asked: number;
  /** Values at the reply's path, and those of them that had been sent. */
  readonly sent: number;
  readonly matched: number;
  readonly before: number;
  readonly repeated: number;
  /** Of the repeated ones, those that had come back before they were used again. */
  readonly reused: number;
  readonly known: number;
  /** Messages in which these values stood. */
  readonly askedIn: number;
  readonly sentIn: number;
}

/** Finds out which shapes are requests and which are replies: each is by the other, so it takes some rounds. */
export function findShapes(
  asker: Side,
  answerer: Side,
  guess: Guess,
  takenRequests: ReadonlySet<number>,
  takenReplies: ReadonlySet<number>,
): Shapes | null {
  const asked = asker.counts[guess.requestPath] ?? [];
  const answered = answerer.counts[guess.replyPath] ?? [];
  const backwards = answerer.guessOf(guess.replyPath, guess.requestPath);
  const seenOf = (counts: Counts, shape: number) => counts[shape]?.seen ?? 0;
  const asking = {
    requests: leastSpreads(guess, requestOf, (it) => seenOf(asked, it) * LEAST_ANSWERED),
    replies: leastSpreads(backwards, replyOf, (it) => seenOf(asked, it) * 0.5),
  };
  const answering = {
    requests: leastSpreads(
      backwards,
      requestOf,
      (it) => seenOf(answered, it) * LEAST_ANSWERED,
      // What goes on with a request of one's own answers nothing.
      (pair) => !isFollowing(asked[replyOf(pair)]),
    ),
    replies: leastSpreads(guess, replyOf, (it) => seenOf(answered, it) * 0.5),
  };
  // Where both sides ask with numbers from 1, each number is there four times, and a reply looks like a request that was
  // answered. The spans tell: those from a request to its own reply differ less.
  const isLess = (one: Milliseconds | undefined, other: Milliseconds | undefined) =>
    (one ?? Number.POSITIVE_INFINITY) < CLEARLY * (other ?? Number.POSITIVE_INFINITY);
  const isRatherReply = ({ requests, replies }: Spreads, shape: number) =>
    isLess(replies.get(shape), requests.get(shape));
  const isRatherRequest = ({ requests, replies }: Spreads, shape: number) =>
    isLess(requests.get(shape), replies.get(shape));
  let requests = new Set(keysOf(asked).filter((it) => !takenRequests.has(it) && !isRatherReply(asking, it)));
  let replies = new Set(
    keysOf(answered).filter(
      (it) =>
        !takenReplies.has(it) &&
        (isOnlyEcho(guess, it, seenOf(answered, it)) || !isRatherRequest(answering, it)),
    ),
  );
  for (let round = 0; round < 4; round += 1) {
    const matched = echoedBy(guess, requests);
    const nextReplies = new Set(
      [...replies].filter((reply) => {
        const times = matched.get(reply) ?? 0;
        if (times === 0) return false;
        return (
          times >= LEAST_SENT * countSeen(answered[reply], asked) ||
          isDrawn(guess, asked, requests, reply, times)
        );
      }),
    );
    const paired = answeredBy(guess, nextReplies);
    const nextRequests = new Set(
      [...requests].filter((request) => {
        const { seen = 0, repeated = 0, reused = 0, known = 0 } = asked[request] ?? {};
        const pairs = answeredOf(guess, paired, asked, request);
        // A kind of request that was made once may be the one that is never answered.
        if (pairs === 0) return seen <= 2 && repeated === 0 && known === 0;
        const mostRepeated = isFollowing(asked[request]) ? MOST_FOLLOWING : MOST_REPEATED;
        return pairs >= LEAST_ANSWERED * seen && repeated - reused <= mostRepeated * seen;
      }),
    );
    const isSame = nextReplies.size === replies.size && nextRequests.size === requests.size;
    replies = nextReplies;
    requests = nextRequests;
    if (isSame) break;
  }
  return toShapes(asked, answered, guess, requests, withoutOwnCounts(guess, requests, replies));
}

/** All shapes that have such a value, but for those that are taken. */
export function allShapes(
  asker: Side,
  answerer: Side,
  guess: Guess,
  takenRequests: ReadonlySet<number>,
  takenReplies: ReadonlySet<number>,
): Shapes | null {
  const asked = asker.counts[guess.requestPath] ?? [];
  const answered = answerer.counts[guess.replyPath] ?? [];
  const requests = new Set(keysOf(asked).filter((it) => !takenRequests.has(it)));
  const replies = new Set(keysOf(answered).filter((it) => !takenReplies.has(it)));
  return toShapes(asked, answered, guess, requests, replies);
}

/** Whether messages of a kind go on with what a message of another kind, of the same side, has named before. */
function isFollowing(counted: PathCount | undefined): boolean {
  return counted !== undefined && counted.follows >= FOLLOWS * counted.seen;
}

/** How much the spans differ at least, by shape: of what would be a request, and of what would be a reply. */
interface Spreads {
  readonly requests: ReadonlyMap<number, Milliseconds>;
  readonly replies: ReadonlyMap<number, Milliseconds>;
}

function toShapes(
  asked: Counts,
  answered: Counts,
  guess: Guess,
  requests: ReadonlySet<number>,
  replies: ReadonlySet<number>,
): Shapes | null {
  if (requests.size === 0 || replies.size === 0) return null;
  const isOf = (pair: number) => requests.has(requestOf(pair)) && replies.has(replyOf(pair));
  const paired = answeredBy(guess, replies);
  const matched = echoedBy(guess, requests);
  const all = [...replies].reduce((sum, it) => sum + (matched.get(it) ?? 0), 0);
  return {
    requests,
    replies,
    pairs: [...requests].reduce((sum, it) => sum + answeredOf(guess, paired, asked, it), 0),
    all,
    asked: total(asked, requests, "seen"),
    sent: [...replies].reduce(
      (sum, it) => sum + sentOf(countSeen(answered[it], asked), matched.get(it) ?? 0),
      0,
    ),
    matched: all,
    before: sumOver(guess.before, isOf),
    repeated: total(asked, requests, "repeated"),
    reused: total(asked, requests, "reused"),
    askedIn: total(asked, requests, "messages"),
    sentIn: total(answered, replies, "messages"),
    known: total(asked, requests, "known"),
  };
}

/** What of a shape speaks for or against: where others' values stand there, too, none of them speaks against (`isDrawn`). */
function sentOf(seen: number, matched: number): number {
  return matched < LEAST_SENT * seen ? matched : seen;
}

/**
 * Without the kinds of message that number themselves: what answers already answered requests again, in order, and at times of its own,
 * is a count that happens to be lower than the requests'.
 */
function withoutOwnCounts(
  guess: Guess,
  requests: ReadonlySet<number>,
  replies: ReadonlySet<number>,
): ReadonlySet<number> {
  if (replies.size < 2) return replies;
  const byReply = new Map<number, PairSample[]>();
  for (const sample of guess.samples) {
    const reply = replyOf(sample.pair);
    if (!replies.has(reply) || !requests.has(requestOf(sample.pair))) continue;
    const own = byReply.get(reply);
    if (own === undefined) byReply.set(reply, [sample]);
    else own.push(sample);
  }
  const kept = new Set(replies);
  for (const [reply, samples] of byReply) {
    const others = new Set<string>();
    for (const [other, list] of byReply) {
      if (other !== reply && kept.has(other)) for (const { value } of list) others.add(value);
    }
    const again = samples.filter(({ value }) => others.has(value)).length;
    if (again > ANSWERED_AGAIN * samples.length && isOwnCount(samples)) kept.delete(reply);
  }
  return kept;
}

/** Of values that are said in turn by both sides, and then again (`pull`, `resolve`, `release`), nearly all do so. */
const LEAST_IN_TURN = 0.95;

/**
 * Whether messages of a shape are the only ones in which the values of some requests come back, and always do so after them: then what
 * comes still later, and sooner, makes no request of them.
 */
function isOnlyEcho({ first }: Guess, reply: number, seen: number): boolean {
  const requests = new Set([...first.keys()].filter((it) => replyOf(it) === reply).map(requestOf));
  let own = 0;
  let all = 0;
  for (const [pair, { count }] of first) {
    if (!requests.has(requestOf(pair))) continue;
    all += count;
    if (replyOf(pair) === reply) own += count;
  }
  return own >= LEAST_IN_TURN * seen && own >= LEAST_IN_TURN * all;
}

/**
 * Whether replies of this shape are replies though others' values stand there, too: values that were drawn by chance are nobody else's,
 * most came back, and each once. So is one's own message that comes back among those of other people.
 */
function isDrawn(
  guess: Guess,
  asked: Counts,
  requests: ReadonlySet<number>,
  reply: number,
  times: number,
): boolean {
  const own = guess.samples.filter(({ pair }) => replyOf(pair) === reply && requests.has(requestOf(pair)));
  if (own.length < LEAST_DRAWN || leastBits(own.map(({ value }) => value)) < DRAWN_BITS) return false;
  const shapes = new Set(own.map(({ pair }) => requestOf(pair)));
  const seen = total(asked, shapes, "seen");
  const once = [...guess.first].reduce(
    (sum, [pair, { count }]) => sum + (replyOf(pair) === reply && requests.has(requestOf(pair)) ? count : 0),
    0,
  );
  return once >= DRAWN_ANSWERED * seen && times <= DRAWN_ONCE * once;
}
