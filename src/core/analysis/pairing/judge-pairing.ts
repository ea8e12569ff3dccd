import type { Milliseconds } from "../../units.ts";
import { isCoincidence } from "./is-coincidence.ts";
import type { BeatCounts, PairingLearner, Side } from "./learn-pairing.ts";
import { isContentName, isRequestName } from "./member-names.ts";
import { type Guess, shapePair, spreadOf } from "./pair-counts.ts";
import { type BeatRule, type KeyRule, type PairingRule, ruleName } from "./pairing-rule.ts";
import { valueBits } from "./value-evidence.ts";

/** A value that is not new names no request; a few repeats are retries. */
const LEAST_NEW = 0.9;
/** Of what stands at the reply's path, so much must have been sent before: else it is a feed that happens to agree. */
const LEAST_SENT = 0.85;
/** Requests of one shape that are never answered are none; so many of a real one's are, even where a server drops some. */
const LEAST_ANSWERED = 0.25;
/** Of all requests. */
const LEAST_ANSWERED_IN_ALL = 0.4;
/** Values that stood at the reply's path before they were sent: the server's own. */
const MOST_BEFORE = 0.05;
/** Of names that are no numbers, so many may be what the other side had said before: a room, a token. */
const MOST_KNOWN = 0.1;

/** Chance makes all pairs once in 2^this many connections. */
const LEAST_BITS = 10;
const LEAST_PAIRS = 3;
/** Values that prove so much each were drawn by chance, to be nobody else's. */
const DRAWN_BITS = 8;
/** Where names of members say nothing, small numbers and words must agree more often. */
const LEAST_PAIRS_OF_COMMON = 6;

/** Rules of one connection; more are chance. */
const MOST_RULES = 6;

/** More replies than that to a request are a stream. */
const STREAM_REPLIES = 3;
/** A subscription is no request: what it brings does not end. */
const MOST_UNENDED = 0.5;

/** Pings and pongs say what they are: two pairs suffice. */
const LEAST_BEATS = 2;
/** Of words that do not say whether they ask or answer; and their answers come quickly. */
const LEAST_VAGUE_BEATS = 5;

/** A guess that holds, with what it explains. */
interface Verdict {
  readonly rule: KeyRule;
  readonly score: number;
  readonly requestShapes: ReadonlySet<number>;
  readonly replyShapes: ReadonlySet<number>;
}

/**
 * Says how requests and replies of a connection are paired, by what was learned of it so far: best first, nothing where it is too
 * little. `refused` are names of rules that the user does not want.
 */
export function judgePairing(
  learner: PairingLearner,
  refused: ReadonlySet<string> = new Set(),
): PairingRule[] {
  const { page, server } = learner;
  const rules: PairingRule[] = [];
  /** Shapes that a rule has explained already: they are not explained twice. */
  const taken = { page: new Set<number>(), server: new Set<number>() };
  while (rules.length < MOST_RULES) {
    const fromPage = findBest("page", page, server, taken.page, taken.server, refused, learner.lastAt);
    const fromServer = findBest("server", server, page, taken.server, taken.page, refused, learner.lastAt);
    const best = (fromPage?.score ?? 0) >= (fromServer?.score ?? 0) ? fromPage : fromServer;
    if (best === null) break;
    const asker = best.rule.asks === "page" ? taken.page : taken.server;
    const answerer = best.rule.asks === "page" ? taken.server : taken.page;
    for (const shape of best.requestShapes) asker.add(shape);
    for (const shape of best.replyShapes) answerer.add(shape);
    rules.push(best.rule);
  }
  for (const [asks, beats] of [
    ["page", learner.pageBeats] as const,
    ["server", learner.serverBeats] as const,
  ]) {
    const rule = judgeBeats(asks, beats);
    if (rule !== null && !refused.has(ruleName(rule))) rules.push(rule);
  }
  return rules;
}

function findBest(
  asks: "page" | "server",
  asker: Side,
  answerer: Side,
  takenRequests: ReadonlySet<number>,
  takenReplies: ReadonlySet<number>,
  refused: ReadonlySet<string>,
  now: number,
): Verdict | null {
  let best: Verdict | null = null;
  for (const guess of asker.guesses) {
    if (guess.samples.length < LEAST_PAIRS) continue;
    const verdict = judge(asks, asker, answerer, guess, takenRequests, takenReplies, now);
    if (verdict === null || refused.has(ruleName(verdict.rule))) continue;
    if (best === null || verdict.score > best.score) best = verdict;
  }
  return best;
}

function judge(
  asks: "page" | "server",
  asker: Side,
  answerer: Side,
  guess: Guess,
  takenRequests: ReadonlySet<number>,
  takenReplies: ReadonlySet<number>,
  now: number,
): Verdict | null {
  const requestPath = asker.paths[guess.requestPath] as string;
  const replyPath = answerer.paths[guess.replyPath] as string;
  const found = findShapes(asker, answerer, guess, takenRequests, takenReplies);
  if (found === null) return null;
  const { requests, replies, pairs, all, asked, sent, before, repeated, known } = found;
  if (pairs < LEAST_PAIRS || pairs < LEAST_ANSWERED_IN_ALL * asked) return null;
  if (repeated > (1 - LEAST_NEW) * asked || before > MOST_BEFORE * pairs) return null;
  const samples = guess.samples.filter(({ pair }) => {
    return requests.has(Math.floor(pair / 256)) && replies.has(pair % 256);
  });
  if (samples.length < LEAST_PAIRS) return null;
  const areNumbers = samples.every(({ value }) => /^-?\d+$/.test(value));
  if (!areNumbers && known > MOST_KNOWN * asked) return null;
  const isName = isRequestName(requestPath) || isRequestName(replyPath);
  const bits = Math.min(...samples.map(({ value }) => valueBits(value)));
  const isContent = isContentName(requestPath) || isContentName(replyPath);
  if (isContent && bits < DRAWN_BITS) return null;
  if (pairs < LEAST_PAIRS_OF_COMMON && bits < DRAWN_BITS && !isName) return null;
  const nameBits = isName ? 6 : 0;
  if (pairs * bits + nameBits < LEAST_BITS) return null;
  if (isCoincidence(samples, isName)) return null;
  if (all > STREAM_REPLIES * pairs && isUnended(asker, guess, now)) return null;

  const certainty =
    ((sent - (sent - found.matched) + 1) / (sent + 2)) * (1 - 2 ** -Math.min(50, pairs * bits + nameBits));
  const sameName = requestPath === replyPath ? 1.1 : 1;
  const depth = (requestPath.split(/[.[]/).length + replyPath.split(/[.[]/).length) * 0.01;
  const rule: KeyRule = {
    by: "value",
    asks,
    requestPath,
    replyPath,
    notRequests: othersOf(asker, guess.requestPath, requests),
    notReplies: othersOf(answerer, guess.replyPath, replies),
    certainty: Math.round(certainty * 1000) / 1000,
    pairs,
  };
  // Among several values that all come back, the one that answers most; then the one that is called like an identifier.
  const score =
    pairs * (found.matched / sent) * (isName ? 1.5 : 1) * sameName * (bits >= DRAWN_BITS ? 1.05 : 1) - depth;
  return { rule, score, requestShapes: requests, replyShapes: replies };
}

interface Shapes {
  readonly requests: ReadonlySet<number>;
  readonly replies: ReadonlySet<number>;
  /** Requests that were answered, replies, requests, values at the reply's path, and those of them that had been sent. */
  readonly pairs: number;
  readonly all: number;
  readonly asked: number;
  readonly sent: number;
  readonly matched: number;
  readonly before: number;
  readonly repeated: number;
  readonly known: number;
}

/** Finds out which shapes are requests and which are replies: each is by the other, so it takes some rounds. */
function findShapes(
  asker: Side,
  answerer: Side,
  guess: Guess,
  takenRequests: ReadonlySet<number>,
  takenReplies: ReadonlySet<number>,
): Shapes | null {
  const asked = asker.counts[guess.requestPath] ?? [];
  const answered = answerer.counts[guess.replyPath] ?? [];
  const backwards = answerer.guessOf(guess.replyPath, guess.requestPath);
  let requests = new Set(
    keysOf(asked).filter((it) => {
      return !takenRequests.has(it) && !isRatherReply(it, asked[it]?.seen ?? 0, guess, backwards);
    }),
  );
  let replies = new Set(
    keysOf(answered).filter((it) => {
      return !takenReplies.has(it) && !isRatherRequest(it, answered[it]?.seen ?? 0, backwards, guess);
    }),
  );
  for (let round = 0; round < 4; round += 1) {
    const nextReplies = new Set(
      [...replies].filter((reply) => {
        const matched = sumOver(guess.all, requests, [reply]);
        return matched >= LEAST_SENT * (answered[reply]?.seen ?? 0) && matched > 0;
      }),
    );
    const nextRequests = new Set(
      [...requests].filter((request) => {
        const { seen = 0, repeated = 0, known = 0 } = asked[request] ?? {};
        const pairs = pairsOf(guess, request, nextReplies, seen);
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
  if (requests.size === 0 || replies.size === 0) return null;
  const all = sumOver(guess.all, requests, replies);
  return {
    requests,
    replies,
    pairs: [...requests].reduce((sum, it) => sum + pairsOf(guess, it, replies, asked[it]?.seen ?? 0), 0),
    all,
    asked: total(asked, requests, "seen"),
    sent: total(answered, replies, "seen"),
    matched: all,
    before: sumOver(guess.before, requests, replies),
    repeated: total(asked, requests, "repeated"),
    known: total(asked, requests, "known"),
  };
}

/**
 * Where both sides ask with numbers from 1, each number is there four times, and a reply looks like a request that was
 * answered. The spans tell: those from a request to its own reply differ less.
 */
function isRatherReply(shape: number, seen: number, asRequest: Guess | null, asReply: Guess | null): boolean {
  return spreadAsReply(asReply, shape, seen) < spreadAsRequest(asRequest, shape, seen);
}

function isRatherRequest(
  shape: number,
  seen: number,
  asRequest: Guess | null,
  asReply: Guess | null,
): boolean {
  return spreadAsRequest(asRequest, shape, seen) < spreadAsReply(asReply, shape, seen);
}

function spreadAsRequest(guess: Guess | null, shape: number, seen: number): Milliseconds {
  return leastSpread(guess, (pair) => Math.floor(pair / 256) === shape, seen * LEAST_ANSWERED);
}

function spreadAsReply(guess: Guess | null, shape: number, seen: number): Milliseconds {
  return leastSpread(guess, (pair) => pair % 256 === shape, seen * 0.5);
}

function leastSpread(guess: Guess | null, isOf: (pair: number) => boolean, leastCount: number): Milliseconds {
  let least = Number.POSITIVE_INFINITY;
  for (const [pair, spans] of guess?.first ?? []) {
    if (isOf(pair) && spans.count >= Math.max(2, leastCount)) least = Math.min(least, spreadOf(spans));
  }
  return least;
}

/** Requests of one shape that were answered; by replies of two shapes a request is answered once. */
function pairsOf(guess: Guess, request: number, replies: Iterable<number>, seen: number): number {
  let pairs = 0;
  for (const reply of replies) pairs += guess.first.get(shapePair(request, reply))?.count ?? 0;
  return Math.min(pairs, seen);
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

function judgeBeats(asks: "page" | "server", beats: BeatCounts): BeatRule | null {
  const { asked, answered, pongs, vague, rtts, steps } = beats;
  if (answered < LEAST_BEATS || answered < LEAST_ANSWERED_IN_ALL * asked || answered < LEAST_NEW * pongs)
    return null;
  // Both sides may beat on their own: then what follows does so after any time.
  if (vague > 0 && (answered < LEAST_VAGUE_BEATS || highOf(rtts) > 0.25 * medianOf(steps))) return null;
  const certainty = (answered + 1) / (pongs + 2);
  return { by: "beat", asks, certainty: Math.round(certainty * 1000) / 1000, pairs: answered };
}

function othersOf(side: Side, path: number, not: ReadonlySet<number>): Set<string> {
  const others = keysOf(side.counts[path] ?? []).filter((it) => !not.has(it));
  return new Set(others.map((it) => side.shapes[it] as string));
}

function keysOf(counts: readonly unknown[]): number[] {
  return Object.keys(counts).map(Number);
}

function sumOver(
  counts: ReadonlyMap<number, number>,
  requests: Iterable<number>,
  replies: Iterable<number>,
): number {
  const own = [...replies];
  let sum = 0;
  for (const request of requests) for (const reply of own) sum += counts.get(shapePair(request, reply)) ?? 0;
  return sum;
}

function total(
  counts: readonly ({ seen: number; repeated: number; known: number } | undefined)[],
  shapes: Iterable<number>,
  what: "seen" | "repeated" | "known",
): number {
  let sum = 0;
  for (const shape of shapes) sum += counts[shape]?.[what] ?? 0;
  return sum;
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function highOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.9)] ?? 0;
}
