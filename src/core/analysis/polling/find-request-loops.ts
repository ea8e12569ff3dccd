import type { Session } from "../../model/session.ts";
import type { EpochMs } from "../../units.ts";
import { groupBy } from "../group-by.ts";
import { type EmptyRule, endpointOf } from "./empty-rule.ts";
import { isUpgraded, pollsEngineIo, sendsEngineIo } from "./engine-io-polling.ts";
import type { Exchange } from "./exchange.ts";
import { findAskers } from "./find-askers.ts";
import { findHeld } from "./find-held.ts";
import { groupByStates, groupQuestions, type Question, toLooseQuestion } from "./group-questions.ts";
import { isOfLoads } from "./is-of-loads.ts";
import { isRenewal, isReporting, isRetrying, isTraversal } from "./is-something-else.ts";
import { judgeAnswers } from "./judge-answers.ts";
import type { Loop } from "./loop.ts";
import type { LoopHistory } from "./loop-histories.ts";
import type { FoundLoop } from "./merge-siblings.ts";
import { nameOf, urlOf } from "./name-loop.ts";
import { readSlots } from "./read-slots.ts";

/** What the user has taught: for endpoints by `endpointOf`. */
export type TaughtRules = ReadonlyMap<string, EmptyRule>;

/** What is known beside the requests themselves. */
export interface LoopContext {
  readonly session: Session;
  readonly taught: TaughtRules;
  /** When documents were asked for, in order of time. */
  readonly loads: readonly EpochMs[];
  /** What was let go of a loop, by its key. */
  before(key: string): LoopHistory | null;
}

/** Finds the loops among requests in order of time, with what they ask. */
export function findRequestLoops(exchanges: readonly Exchange[], context: LoopContext): FoundLoop[] {
  const settled = new Set<Exchange>();
  const found = groupQuestions(exchanges).flatMap((question) => {
    if (isNoLoop(question, context)) {
      for (const it of question.exchanges) settled.add(it);
      return [];
    }
    return loopsOf(question, context, settled).map((loop) => ({ question, loop }));
  });
  const inLoops = new Set(found.flatMap(({ loop }) => loop.exchanges));
  const loose = findLoose(
    exchanges.filter((it) => !settled.has(it) || inLoops.has(it)),
    inLoops,
    context,
  );
  const inLoose = new Set(loose.flatMap(({ loop }) => loop.exchanges));
  const isTaken = ({ loop: { exchanges: own } }: FoundLoop) =>
    own.filter((it) => inLoose.has(it)).length > own.length / 2;
  return [...found.filter((it) => !isTaken(it)), ...loose];
}

function isNoLoop(question: Question, { session, loads }: LoopContext): boolean {
  const { exchanges } = question;
  if (sendsEngineIo(exchanges)) return true;
  if (pollsEngineIo(exchanges) && isUpgraded(exchanges, session)) return true;
  if (isRenewal(question)) return true;
  // Held requests that follow each other at once keep their own time; what is posted into a frame beside them is a document, too.
  return isOfLoads(exchanges, loads) && findHeld(exchanges) === null;
}

/**
 * What has no rhythm by what it asks may have one by how it comes; requests of one shape each, of which most are in no loop: in those
 * that are, chance has put together what seems to ask the same.
 */
function findLoose(
  exchanges: readonly Exchange[],
  inLoops: ReadonlySet<Exchange>,
  context: LoopContext,
): FoundLoop[] {
  const find = (own: readonly Exchange[], states: string): FoundLoop[] => {
    const known = own.filter((it) => inLoops.has(it)).length;
    if (own.length < LEAST_LOOSE || known > own.length / 2) return [];
    const question = toLooseQuestion(own, states);
    if (question === null || isNoLoop(question, context)) return [];
    return loopsOf(question, context, new Set()).map((loop) => ({ question, loop }));
  };
  const shapes = groupBy(
    exchanges.filter((it) => !it.asset),
    (it) => readSlots(it).shape,
  );
  return [...shapes.values()].flatMap((own) => {
    const whole = find(own, "");
    return whole.length > 0 ? whole : groupByStates(own).flatMap((some, index) => find(some, String(index)));
  });
}

/** Fewer requests that differ are no loop, however they come. */
const LEAST_LOOSE = 6;

/** The loops of one question; what was found to be something, a loop or not, is added to `settled`. */
function loopsOf(question: Question, { taught, before }: LoopContext, settled: Set<Exchange>): Loop[] {
  const url = urlOf(question);
  const name = nameOf(question);
  const { method } = question.exchanges[0] as Exchange;
  const rule = taught.get(endpointOf({ method, url, name })) ?? null;
  return findAskers(question).flatMap(({ exchanges, rhythm, kind, askers, initiator }, index): Loop[] => {
    for (const it of exchanges) settled.add(it);
    const key = `${question.key} ${initiator ?? ""} ${index}`;
    const history = before(key);
    const { answers, ignored } = judgeAnswers(exchanges, rule, history?.told ?? null);
    if (isRetrying(answers, rhythm, kind)) return [];
    if (isReporting(question, answers, kind) || isTraversal(question, answers, rhythm, kind)) return [];
    const earlier = history?.before ?? null;
    return [
      {
        key,
        method,
        url,
        kind,
        name,
        apart: null,
        rhythm,
        exchanges,
        answers,
        ignored,
        askers,
        asks: question.key,
        things: 1,
        initiator,
        before: earlier,
      },
    ];
  });
}
