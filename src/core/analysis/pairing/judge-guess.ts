import type { Milliseconds } from "../../units.ts";
import { keysOf } from "./count-shapes.ts";
import { allShapes, findShapes, type Shapes } from "./find-shapes.ts";
import { followInTime, isCoincidence, isWandering } from "./is-coincidence.ts";
import { isCumulative, isDrawnAgain, isStateOfOthers } from "./is-cumulative.ts";
import { isStateEcho } from "./is-state-echo.ts";
import { isUsedAgain } from "./is-used-again.ts";
import type { Side } from "./learn-pairing.ts";
import { isContentName, isLinkName, isProgressName, isRequestName } from "./member-names.ts";
import type { Guess, PairSample } from "./pair-counts.ts";
import type { KeyRule } from "./pairing-rule.ts";
import { asCounts, DRAWN_BITS, leastBits, valueBits } from "./value-evidence.ts";

/** A value that is not new names no request; a few repeats are retries. */
export const LEAST_NEW = 0.9;
/** Of all requests. */
export const LEAST_ANSWERED_IN_ALL = 0.4;
/** Values that stood at the reply's path before they were sent: the server's own. */
const MOST_BEFORE = 0.05;
/** Of names that are no numbers, so many may be what the other side had said before: a room, a token. */
const MOST_KNOWN = 0.1;

/** Chance makes all pairs once in 2^this many connections. */
const LEAST_BITS = 10;
const LEAST_PAIRS = 3;
/** A value that nobody draws twice (a UUID, a long token) and that comes back but once, soon, is a pair by itself: a login, a subscription. */
const UNIQUE_BITS = 32;
const SOON: Milliseconds = 10_000;
/** Where names of members say nothing, small numbers and words must agree more often. */
const LEAST_PAIRS_OF_COMMON = 6;

/** So many of nearly all, for what is called like content. */
const LEAST_PLAIN = 24;
const PLAIN_SHARE = 0.95;

/** More values in one message are a list of things: it asks for nothing. */
const MOST_IN_ONE = 4;
/** What takes a page so long to answer is answered by somebody, and then nearly always. */
const BY_HAND: Milliseconds = 1000;
const LEAST_ANSWERED_BY_HAND = 0.85;

/** More replies than that to a request are a stream. */
const STREAM_REPLIES = 3;
/** A subscription is no request: what it brings does not end. */
const MOST_UNENDED = 0.5;

/** A guess that holds, with what it explains. */
export interface Verdict {
  readonly rule: KeyRule;
  readonly guess: Guess;
  readonly score: number;
  readonly requestShapes: ReadonlySet<number>;
  readonly replyShapes: ReadonlySet<number>;
}

/** Says what one guess is worth; null where too much speaks against it. */
export function judgeGuess(
  asks: "page" | "server",
  asker: Side,
  answerer: Side,
  guess: Guess,
  takenRequests: ReadonlySet<number>,
  takenReplies: ReadonlySet<number>,
  now: number,
  /** The reader wants it: only the numbers are counted. */
  isBelieved: boolean,
): Verdict | null {
  const requestPath = asker.paths[guess.requestPath] as string;
  const replyPath = answerer.paths[guess.replyPath] as string;
  const found = isBelieved
    ? allShapes(asker, answerer, guess, takenRequests, takenReplies)
    : findShapes(asker, answerer, guess, takenRequests, takenReplies);
  if (found === null) return null;
  const { requests, replies, pairs, sent } = found;
  const samples = guess.samples.filter(({ pair }) => {
    return requests.has(Math.floor(pair / 256)) && replies.has(pair % 256);
  });
  if (samples.length === 0) return null;
  const counted = asCounts(samples);
  const isName = isRequestName(requestPath) || isRequestName(replyPath);
  const bits = leastBits(samples.map(({ value }) => value));
  const isContent = isContentName(requestPath) || isContentName(replyPath);
  const nameBits = isName ? 6 : 0;
  const isSpokenAgainst = () =>
    isDoubtful(found, counted, { asks, isName, isContent, bits }) ||
    pairs * bits + nameBits - chosenBits(asker, answerer, guess, found) < LEAST_BITS ||
    isCumulative(asker, guess, found, counted, isProgressName(replyPath)) ||
    (saySame(asker, answerer, found) && isWandering(counted)) ||
    isStateEcho(asker, guess, found, counted) ||
    isCoincidence(counted, isRequestName(requestPath) && isRequestName(replyPath)) ||
    (!isName && isStateOfOthers(asker, guess, found, saySame(asker, answerer, found))) ||
    (asks === "server" && isReference(found, samples, [requestPath, replyPath])) ||
    (found.all > STREAM_REPLIES * pairs && isUnended(asker, guess, now));
  if (!isBelieved && isSpokenAgainst()) return null;

  const certainty =
    ((sent - (sent - found.matched) + 1) / (sent + 2)) * (1 - 2 ** -Math.min(50, pairs * bits + nameBits));
  const sameName = requestPath === replyPath ? 1.1 : 1;
  const depth = (requestPath.split(/[.[]/).length + replyPath.split(/[.[]/).length) * 0.01;
  const rule: KeyRule = {
    by: "value",
    asks,
    requestPath,
    replyPath,
    otherReplyPaths: [],
    notRequests: othersOf(asker, guess.requestPath, requests),
    notReplies: othersOf(answerer, guess.replyPath, replies),
    certainty: Math.round(certainty * 1000) / 1000,
    pairs,
  };
  // Among several values that all come back, the one that answers most; then the one that is called like an identifier.
  const score =
    pairs * (found.matched / sent) * (isName ? 1.5 : 1) * sameName * (bits >= DRAWN_BITS ? 1.05 : 1) - depth;
  return { rule, guess, score, requestShapes: requests, replyShapes: replies };
}

/** Whether both sides say the same: messages of one form, by the names of their members. */
function saySame(asker: Side, answerer: Side, { requests, replies }: Shapes): boolean {
  // Behind that a shape has words and small numbers, which may be content.
  const namesOf = (shape = "") => shape.split("|", 1)[0];
  const asked = new Set(Array.from(requests, (it) => namesOf(asker.shapes[it])));
  return [...replies].every((it) => asked.has(namesOf(answerer.shapes[it])));
}

/** Whether the numbers alone say that the values may be something else. */
function isDoubtful(
  found: Shapes,
  samples: readonly PairSample[],
  {
    asks,
    isName,
    isContent,
    bits,
  }: { asks: "page" | "server"; isName: boolean; isContent: boolean; bits: number },
): boolean {
  const { pairs, asked, before, repeated, known } = found;
  if (pairs < LEAST_ANSWERED_IN_ALL * asked) return true;
  // What a server gives a page once, it uses when it wants something.
  if (pairs < LEAST_PAIRS) return asks === "server" || !areUnique(found, samples);
  if (asked > MOST_IN_ONE * found.askedIn || found.sent > MOST_IN_ONE * found.sentIn) return true;
  if (before > MOST_BEFORE * pairs || samples.length < LEAST_PAIRS) return true;
  const areNew = repeated <= (1 - LEAST_NEW) * asked;
  if (!areNew && !isUsedAgain(found, samples)) return true;
  const areNumbers = samples.every(({ value }) => /^-?\d+$/.test(value));
  if (areNew && !areNumbers && known > MOST_KNOWN * asked) return true;
  if (bits < DRAWN_BITS && isDrawnAgain(found, samples, isName)) return true;
  if (isContent && bits < DRAWN_BITS && !isPlainlyAnswered(found, samples)) return true;
  if (pairs < LEAST_PAIRS_OF_COMMON && bits < DRAWN_BITS && !isName) return true;
  return pairs * bits + (isName ? 6 : 0) < LEAST_BITS;
}

/** Whether a number whose member is called like content is one that is answered all the same: nearly each, once, and in its time. */
function isPlainlyAnswered(
  { pairs, asked, all, sent, matched, repeated }: Shapes,
  samples: readonly PairSample[],
): boolean {
  if (pairs < LEAST_PLAIN || pairs < PLAIN_SHARE * asked || matched < PLAIN_SHARE * sent) return false;
  return all <= pairs / PLAIN_SHARE && repeated === 0 && followInTime(samples);
}

/** Whether each of some values proves its pair alone: all that were sent came back once, and nothing else stands in either place. */
function areUnique(
  { pairs, asked, sent, all, before, repeated, known }: Shapes,
  samples: readonly PairSample[],
): boolean {
  if ([asked, sent, all].some((it) => it !== pairs) || before + repeated + known > 0) return false;
  return samples.every((it) => isUnique(it) && it.replyAt - it.requestAt <= SOON);
}

function isUnique({ value }: PairSample): boolean {
  return valueBits(value) >= UNIQUE_BITS;
}

/** Whether there is enough of a guess to judge it. */
export function isJudgeable({ samples }: Guess): boolean {
  return samples.length >= LEAST_PAIRS || (samples.length > 0 && samples.every(isUnique));
}

/**
 * What it tells, as a power of two, that of all kinds of message which have such a value just these are requests and replies: of many kinds, each of a few
 * messages, some always agree.
 */
function chosenBits(asker: Side, answerer: Side, guess: Guess, { requests, replies }: Shapes): number {
  const ways = (all: number, chosen: number) => {
    let bits = 0;
    for (let index = 1; index <= chosen; index += 1) bits += Math.log2((all - chosen + index) / index);
    return bits;
  };
  const askers = keysOf(asker.counts[guess.requestPath] ?? []).length;
  const answerers = keysOf(answerer.counts[guess.replyPath] ?? []).length;
  return ways(askers, requests.size) + ways(answerers, replies.size);
}

/** Whether the page names what the server has told of, when somebody wants something with it, or where it goes on from: it was not asked. */
function isReference(
  { pairs, asked }: Shapes,
  samples: readonly PairSample[],
  paths: readonly string[],
): boolean {
  if (paths.some(isLinkName)) return true;
  const usual = medianOf(samples.map(({ requestAt, replyAt }) => replyAt - requestAt));
  return usual > BY_HAND && pairs < LEAST_ANSWERED_BY_HAND * asked;
}

/** Whether most streams of replies go on to the end, as what a subscription brings does. */
function isUnended(asker: Side, guess: Guess, now: number): boolean {
  let streams = 0;
  let unended = 0;
  for (const said of asker.values.all()) {
    for (const { path, echoes } of said) {
      if (path !== guess.requestPath) continue;
      const echo = echoes.find((it) => it.path === guess.replyPath && it.times > 1);
      if (echo === undefined) continue;
      streams += 1;
      const pause = (echo.lastAt - echo.firstAt) / (echo.times - 1);
      if (now - echo.lastAt <= Math.max(pause * 5, (now - echo.firstAt) * 0.2)) unended += 1;
    }
  }
  return unended > MOST_UNENDED * streams;
}

function othersOf(side: Side, path: number, not: ReadonlySet<number>): Set<string> {
  const others = keysOf(side.counts[path] ?? []).filter((it) => !not.has(it));
  return new Set(others.map((it) => side.shapes[it] as string));
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
