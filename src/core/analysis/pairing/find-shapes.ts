import type { Milliseconds } from "../../units.ts";
import type { Side } from "./learn-pairing.ts";
import { type Guess, type PathCount, spreadOf } from "./pair-counts.ts";

/** Of what stands at the reply's path, so much must have been sent before: else it is a feed that happens to agree. */
const LEAST_SENT = 0.85;
/** Requests of one shape that are never answered are none; so many of a real one's are, even where a server drops some. */
const LEAST_ANSWERED = 0.25;

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
  readonly known: number;
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
    requests: leastSpreads(backwards, requestOf, (it) => seenOf(answered, it) * LEAST_ANSWERED),
    replies: leastSpreads(guess, replyOf, (it) => seenOf(answered, it) * 0.5),
  };
  // Where both sides ask with numbers from 1, each number is there four times, and a reply looks like a request that was
  // answered. The spans tell: those from a request to its own reply differ less.
  const isRatherReply = ({ requests, replies }: Spreads, shape: number) =>
    (replies.get(shape) ?? Number.POSITIVE_INFINITY) < (requests.get(shape) ?? Number.POSITIVE_INFINITY);
  const isRatherRequest = ({ requests, replies }: Spreads, shape: number) =>
    (requests.get(shape) ?? Number.POSITIVE_INFINITY) < (replies.get(shape) ?? Number.POSITIVE_INFINITY);
  let requests = new Set(keysOf(asked).filter((it) => !takenRequests.has(it) && !isRatherReply(asking, it)));
  let replies = new Set(
    keysOf(answered).filter((it) => !takenReplies.has(it) && !isRatherRequest(answering, it)),
  );
  for (let round = 0; round < 4; round += 1) {
    const matched = sumBy(guess.all, replyOf, (pair) => requests.has(requestOf(pair)));
    const nextReplies = new Set(
      [...replies].filter((reply) => {
        const times = matched.get(reply) ?? 0;
        return times >= LEAST_SENT * seenOf(answered, reply) && times > 0;
      }),
    );
    const paired = answeredBy(guess, nextReplies);
    const nextRequests = new Set(
      [...requests].filter((request) => {
        const { seen = 0, repeated = 0, known = 0 } = asked[request] ?? {};
        const pairs = Math.min(paired.get(request) ?? 0, seen);
        // A kind of request that was made once may be the one that is never answered.
        if (pairs === 0) return seen <= 2 && repeated === 0 && known === 0;
        return pairs >= LEAST_ANSWERED * seen && repeated <= seen / 2;
      }),
    );
    const isSame = nextReplies.size === replies.size && nextRequests.size === requests.size;
    replies = nextReplies;
    requests = nextRequests;
    if (isSame) break;
  }
  return toShapes(asked, answered, guess, requests, replies);
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

type Counts = readonly (PathCount | undefined)[];

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
  const all = sumOver(guess.all, isOf);
  return {
    requests,
    replies,
    pairs: [...requests].reduce((sum, it) => sum + Math.min(paired.get(it) ?? 0, asked[it]?.seen ?? 0), 0),
    all,
    asked: total(asked, requests, "seen"),
    sent: total(answered, replies, "seen"),
    matched: all,
    before: sumOver(guess.before, isOf),
    repeated: total(asked, requests, "repeated"),
    known: total(asked, requests, "known"),
  };
}

/** The two shapes of a pair (`shapePair`). */
function requestOf(pair: number): number {
  return Math.floor(pair / 256);
}

function replyOf(pair: number): number {
  return pair % 256;
}

function leastSpreads(
  guess: Guess | null,
  shapeOf: (pair: number) => number,
  leastCount: (shape: number) => number,
): Map<number, Milliseconds> {
  const least = new Map<number, Milliseconds>();
  for (const [pair, spans] of guess?.first ?? []) {
    const shape = shapeOf(pair);
    if (spans.count < Math.max(2, leastCount(shape))) continue;
    least.set(shape, Math.min(least.get(shape) ?? Number.POSITIVE_INFINITY, spreadOf(spans)));
  }
  return least;
}

/** Requests that were answered, by their shape; by replies of two shapes a request is answered once. */
function answeredBy(guess: Guess, replies: ReadonlySet<number>): Map<number, number> {
  const answered = new Map<number, number>();
  for (const [pair, { count }] of guess.first) {
    if (!replies.has(replyOf(pair))) continue;
    answered.set(requestOf(pair), (answered.get(requestOf(pair)) ?? 0) + count);
  }
  return answered;
}

function sumBy(
  counts: ReadonlyMap<number, number>,
  shapeOf: (pair: number) => number,
  isOf: (pair: number) => boolean,
): Map<number, number> {
  const sums = new Map<number, number>();
  for (const [pair, count] of counts) {
    if (isOf(pair)) sums.set(shapeOf(pair), (sums.get(shapeOf(pair)) ?? 0) + count);
  }
  return sums;
}

function sumOver(counts: ReadonlyMap<number, number>, isOf: (pair: number) => boolean): number {
  let sum = 0;
  for (const [pair, count] of counts) if (isOf(pair)) sum += count;
  return sum;
}

export function keysOf(counts: readonly unknown[]): number[] {
  return Object.keys(counts).map(Number);
}

export function total(
  counts: readonly ({ seen: number; repeated: number; known: number } | undefined)[],
  shapes: Iterable<number>,
  what: "seen" | "repeated" | "known",
): number {
  let sum = 0;
  for (const shape of shapes) sum += counts[shape]?.[what] ?? 0;
  return sum;
}
