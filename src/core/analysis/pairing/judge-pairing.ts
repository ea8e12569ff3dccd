import type { Milliseconds } from "../../units.ts";
import { guessName } from "./find-candidates.ts";
import { findOtherAnswers } from "./find-other-answers.ts";
import { allShapes, findShapes, keysOf, type Shapes } from "./find-shapes.ts";
import { isCoincidence } from "./is-coincidence.ts";
import { isCumulative, isDrawnAgain } from "./is-cumulative.ts";
import { isUsedAgain } from "./is-used-again.ts";
import type { BeatCounts, PairingLearner, Side } from "./learn-pairing.ts";
import { isContentName, isLinkName, isRequestName } from "./member-names.ts";
import type { Guess, PairSample } from "./pair-counts.ts";
import { type BeatRule, type KeyRule, type PairingRule, ruleName, type TopicRule } from "./pairing-rule.ts";
import { DRAWN_BITS, valueBits } from "./value-evidence.ts";

/** A value that is not new names no request; a few repeats are retries. */
const LEAST_NEW = 0.9;
/** Of all requests. */
const LEAST_ANSWERED_IN_ALL = 0.4;
/** Values that stood at the reply's path before they were sent: the server's own. */
const MOST_BEFORE = 0.05;
/** Of names that are no numbers, so many may be what the other side had said before: a room, a token. */
const MOST_KNOWN = 0.1;

/** Chance makes all pairs once in 2^this many connections. */
const LEAST_BITS = 10;
const LEAST_PAIRS = 3;
/** Where names of members say nothing, small numbers and words must agree more often. */
const LEAST_PAIRS_OF_COMMON = 6;

/** More values in one message are a list of things: it asks for nothing. */
const MOST_IN_ONE = 4;
/** What takes a page so long to answer is answered by somebody, and then nearly always. */
const BY_HAND: Milliseconds = 1000;
const LEAST_ANSWERED_BY_HAND = 0.85;

/** Rules of one connection; more are chance. */
const MOST_RULES = 6;

/** More replies than that to a request are a stream. */
const STREAM_REPLIES = 3;
/** A subscription is no request: what it brings does not end. */
const MOST_UNENDED = 0.5;

/** Pings and pongs say what they are: two pairs suffice. */
const LEAST_BEATS = 2;
/** Of subscriptions, so many are confirmed where the server confirms them. */
const LEAST_CONFIRMED = 0.6;
/** Of words that do not say whether they ask or answer; and their answers come quickly. */
const LEAST_VAGUE_BEATS = 5;

/** A guess that holds, with what it explains. */
interface Verdict {
  readonly rule: KeyRule;
  readonly guess: Guess;
  readonly score: number;
  readonly requestShapes: ReadonlySet<number>;
  readonly replyShapes: ReadonlySet<number>;
}

/** What the reader has said of rules, by their names. */
export interface PairingWishes {
  /** Not to be used. */
  readonly refused: ReadonlySet<string>;
  /** To be used whatever speaks against it, where such values came back at all. */
  readonly wanted: ReadonlySet<string>;
  /** No rule at all is to be used. */
  readonly nothing: boolean;
}

export const NO_WISHES: PairingWishes = { refused: new Set(), wanted: new Set(), nothing: false };

/**
 * Says how requests and replies of a connection are paired, by what was learned of it so far: best first, nothing where it is too
 * little.
 */
export function judgePairing(learner: PairingLearner, wishes: PairingWishes = NO_WISHES): PairingRule[] {
  const steps = judgeInSteps(learner, wishes);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** As `judgePairing`, in steps of a guess each, between which others can have their turn. */
export function* judgeInSteps(
  learner: PairingLearner,
  wishes: PairingWishes = NO_WISHES,
): Generator<void, PairingRule[]> {
  const { page, server, lastAt } = learner;
  const rules: PairingRule[] = [];
  if (wishes.nothing) return rules;
  /** Shapes that a rule has explained already: they are not explained twice. */
  const taken = { page: new Set<number>(), server: new Set<number>() };
  for (let isWanted = true; rules.length < MOST_RULES; ) {
    const isLookedFor = isWanted ? wishes.wanted : null;
    const fromPage = yield* findBest(
      "page",
      page,
      server,
      taken.page,
      taken.server,
      wishes,
      isLookedFor,
      lastAt,
    );
    const fromServer = yield* findBest(
      "server",
      server,
      page,
      taken.server,
      taken.page,
      wishes,
      isLookedFor,
      lastAt,
    );
    const best = (fromPage?.score ?? 0) >= (fromServer?.score ?? 0) ? fromPage : fromServer;
    if (best === null) {
      if (!isWanted) break;
      // What the reader wants is there; the rest is judged as ever.
      isWanted = false;
      continue;
    }
    const asker = best.rule.asks === "page" ? taken.page : taken.server;
    const answerer = best.rule.asks === "page" ? taken.server : taken.page;
    for (const shape of best.requestShapes) asker.add(shape);
    for (const shape of best.replyShapes) answerer.add(shape);
    const [from, to] = best.rule.asks === "page" ? [page, server] : [server, page];
    rules.push({ ...best.rule, otherReplyPaths: findOtherAnswers(from, to, best) });
  }
  for (const [asks, beats] of [
    ["page", learner.pageBeats] as const,
    ["server", learner.serverBeats] as const,
  ]) {
    const rule = judgeBeats(asks, beats);
    if (rule !== null && !wishes.refused.has(ruleName(rule))) rules.push(rule);
  }
  const byTopic = judgeSubscriptions(
    learner,
    new Set([...taken.page].map((it) => page.shapes[it] as string)),
  );
  if (byTopic !== null && !wishes.refused.has(ruleName(byTopic))) rules.push(byTopic);
  return rules;
}

function* findBest(
  asks: "page" | "server",
  asker: Side,
  answerer: Side,
  takenRequests: ReadonlySet<number>,
  takenReplies: ReadonlySet<number>,
  { refused }: PairingWishes,
  /** Only rules of these names, which are believed; null: any that holds. */
  wanted: ReadonlySet<string> | null,
  now: number,
): Generator<void, Verdict | null> {
  let best: Verdict | null = null;
  if (wanted?.size === 0) return best;
  for (const guess of asker.guesses) {
    if (guess.samples.length < (wanted === null ? LEAST_PAIRS : 1)) continue;
    const name = guessName(asker, answerer, guess);
    if (refused.has(name) || wanted?.has(name) === false) continue;
    const verdict = judge(asks, asker, answerer, guess, takenRequests, takenReplies, now, wanted !== null);
    yield;
    if (verdict !== null && (best === null || verdict.score > best.score)) best = verdict;
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
  const isName = isRequestName(requestPath) || isRequestName(replyPath);
  const bits = Math.min(...samples.map(({ value }) => valueBits(value)));
  const isContent = isContentName(requestPath) || isContentName(replyPath);
  const nameBits = isName ? 6 : 0;
  const isSpokenAgainst = () =>
    isDoubtful(found, samples, { isName, isContent, bits }) ||
    isCoincidence(samples, isName) ||
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

/** Whether the numbers alone say that the values may be something else. */
function isDoubtful(
  found: Shapes,
  samples: readonly PairSample[],
  { isName, isContent, bits }: { isName: boolean; isContent: boolean; bits: number },
): boolean {
  const { pairs, asked, before, repeated, known } = found;
  if (pairs < LEAST_PAIRS || pairs < LEAST_ANSWERED_IN_ALL * asked) return true;
  if (asked > MOST_IN_ONE * found.askedIn || found.sent > MOST_IN_ONE * found.sentIn) return true;
  if (before > MOST_BEFORE * pairs || samples.length < LEAST_PAIRS) return true;
  const areNew = repeated <= (1 - LEAST_NEW) * asked;
  if (!areNew && !isUsedAgain(found, samples)) return true;
  const areNumbers = samples.every(({ value }) => /^-?\d+$/.test(value));
  if (areNew && !areNumbers && known > MOST_KNOWN * asked) return true;
  if (isCumulative(found, samples)) return true;
  if (bits < DRAWN_BITS && isDrawnAgain(found, samples, isName)) return true;
  if (isContent && bits < DRAWN_BITS) return true;
  if (pairs < LEAST_PAIRS_OF_COMMON && bits < DRAWN_BITS && !isName) return true;
  return pairs * bits + (isName ? 6 : 0) < LEAST_BITS;
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

function judgeBeats(asks: "page" | "server", beats: BeatCounts): BeatRule | null {
  const { asked, answered, pongs, vague, rtts, steps } = beats;
  if (answered < LEAST_BEATS || answered < LEAST_ANSWERED_IN_ALL * asked || answered < LEAST_NEW * pongs)
    return null;
  // Both sides may beat on their own: then what follows does so after any time.
  if (vague > 0 && (answered < LEAST_VAGUE_BEATS || highOf(rtts) > 0.25 * medianOf(steps))) return null;
  const certainty = (answered + 1) / (pongs + 2);
  return { by: "beat", asks, certainty: Math.round(certainty * 1000) / 1000, pairs: answered };
}

/** What confirms says so, and names the topic: two suffice; who has joined beside the page is told in the same words. */
function judgeSubscriptions(
  { subscriptions }: PairingLearner,
  explained: ReadonlySet<string>,
): TopicRule | null {
  const kinds = (["subscribe", "unsubscribe"] as const).filter((kind) => {
    const { asked, answered, confirmed, matched, shapes } = subscriptions[kind];
    if ([...shapes].every((it) => explained.has(it))) return false;
    return answered >= LEAST_BEATS && answered >= LEAST_CONFIRMED * asked && matched >= LEAST_NEW * confirmed;
  });
  if (kinds.length === 0) return null;
  const sum = (what: "answered" | "confirmed" | "matched") =>
    kinds.reduce((total, kind) => total + subscriptions[kind][what], 0);
  const certainty = (sum("matched") + 1) / (sum("confirmed") + 2);
  return {
    by: "topic",
    asks: "page",
    kinds: new Set(kinds),
    certainty: Math.round(certainty * 1000) / 1000,
    pairs: sum("answered"),
  };
}

function othersOf(side: Side, path: number, not: ReadonlySet<number>): Set<string> {
  const others = keysOf(side.counts[path] ?? []).filter((it) => !not.has(it));
  return new Set(others.map((it) => side.shapes[it] as string));
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function highOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.9)] ?? 0;
}
