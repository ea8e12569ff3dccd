import type { BeatCounts } from "./beat-counts.ts";
import { guessName } from "./find-candidates.ts";
import { findOtherAnswers } from "./find-other-answers.ts";
import { judgeBytes } from "./judge-bytes.ts";
import { isJudgeable, judgeGuess, LEAST_ANSWERED_IN_ALL, LEAST_NEW, type Verdict } from "./judge-guess.ts";
import type { PairingLearner, Side } from "./learn-pairing.ts";
import { type BeatRule, type PairingRule, ruleName, type TopicRule } from "./pairing-rule.ts";

/** Rules of one connection; more are chance. */
const MOST_RULES = 6;

/** Pings and pongs say what they are: two pairs suffice. */
const LEAST_BEATS = 2;
/** Of subscriptions, so many are confirmed where the server confirms them. */
const LEAST_CONFIRMED = 0.6;
/** Of words that do not say whether they ask or answer; and their answers come quickly. */
const LEAST_VAGUE_BEATS = 5;

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
  // Members with names come first: layouts are looked for where there are none.
  if (!rules.some((it) => it.by === "value")) {
    const byBytes = yield* judgeBytes(learner.bytes, wishes.refused, wishes.wanted);
    if (byBytes !== null) rules.push(byBytes);
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
  if (!rules.some((it) => it.by !== "beat") && !wishes.refused.has("echo")) {
    const byEcho = learner.echo.judge();
    if (byEcho !== null) rules.push(byEcho);
  }
  if (!rules.some((it) => it.by !== "beat") && !wishes.refused.has("order")) {
    const byOrder = learner.order.judge();
    if (byOrder !== null) rules.push(byOrder);
  }
  // Among members that name requests there may be kinds of message that name nothing.
  if (
    !rules.some((it) => it.by === "order" || it.by === "echo" || isOfBytes(it)) &&
    !wishes.refused.has("order")
  ) {
    const ofPage = new Set(Array.from(taken.page, (it) => page.shapes[it] as string));
    const ofServer = new Set(Array.from(taken.server, (it) => server.shapes[it] as string));
    const byKind = learner.kinds.judge((shape, received) => (received ? ofServer : ofPage).has(shape));
    if (byKind !== null) rules.push(byKind);
  }
  return rules;
}

/** What pairs binary messages leaves none of them. */
function isOfBytes(rule: PairingRule): boolean {
  return rule.by === "topic" || (rule.by === "value" && rule.layout !== undefined);
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
    if (wanted === null ? !isJudgeable(guess) : guess.samples.length === 0) continue;
    const name = guessName(asker, answerer, guess);
    if (refused.has(name) || wanted?.has(name) === false) continue;
    const verdict = judgeGuess(
      asks,
      asker,
      answerer,
      guess,
      takenRequests,
      takenReplies,
      now,
      wanted !== null,
    );
    yield;
    if (verdict !== null && (best === null || verdict.score > best.score)) best = verdict;
  }
  return best;
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

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function highOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.9)] ?? 0;
}
